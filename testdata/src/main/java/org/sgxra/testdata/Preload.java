package org.sgxra.testdata;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A library for {@code LD_PRELOAD} that makes the system worse than one can ask it to be (testdata/preload.c): names that end in
 * {@code .hangs} are never resolved, and sockets have the smallest send buffers there are.
 */
public final class Preload {
    private Preload() {}

    /**
     * Compiles the library.
     *
     * @param folder where it goes
     * @return value of {@code LD_PRELOAD}
     */
    public static String compile(Path folder) throws IOException, InterruptedException {
        Path library = folder.resolve("preload.so").toAbsolutePath();
        Process cc = new ProcessBuilder(List.of(
                        "cc",
                        "-shared",
                        "-fPIC",
                        "-o",
                        library.toString(),
                        TestData.path("preload.c").toString()))
                .inheritIO()
                .start();
        if (cc.waitFor() != 0) {
            throw new IOException("cc cannot compile preload.c");
        }
        return library.toString();
    }
}
