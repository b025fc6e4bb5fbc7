package org.sgxra.page.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sgxra.testdata.TestData;

/** Files of the folder docs that are generated: tests compare them, or write them with {@code -Dsgxra.docs.write=true}. */
final class Documentation {
    private Documentation() {}

    static String text(Path file) {
        return new String(TestData.bytes(file), StandardCharsets.UTF_8);
    }

    /** Fails unless a file holds this text; writes it when asked to. */
    static void isUpToDate(Path file, String text) {
        try {
            if (Boolean.getBoolean("sgxra.docs.write")) {
                Files.writeString(file, text);
            }
            assertThat(file).exists();
            assertThat(Files.readString(file))
                    .as("%s; docs/pictures/README.md says how to write it anew", file.getFileName())
                    .isEqualTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
