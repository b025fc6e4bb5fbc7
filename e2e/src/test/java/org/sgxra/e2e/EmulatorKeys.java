package org.sgxra.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The state of the emulator with which the build trained the commands ({@code bin/class-archives.sh}): its keys take seconds to make.
 * Without it every emulator makes its own.
 */
final class EmulatorKeys {
    private static final Path STATE = Command.home().resolve("target/archives/state/ias");

    private EmulatorKeys() {}

    /** Gives an emulator keys that were made before, unless it has some. */
    static void provide(Path ias) throws IOException {
        if (Files.exists(ias) || !Files.isDirectory(STATE)) {
            return;
        }
        try (Stream<Path> files = Files.walk(STATE)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, ias.resolve(STATE.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
