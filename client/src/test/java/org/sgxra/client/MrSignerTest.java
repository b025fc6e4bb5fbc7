package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.runtime.cli.ProcessStreams;

class MrSignerTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int mrSigner(String... args) {
        return MrSigner.run(
                new ProcessStreams(
                        InputStream.nullInputStream(),
                        out,
                        false,
                        new PrintStream(stderr, true, StandardCharsets.UTF_8),
                        folder),
                args);
    }

    /** As much of a SIGSTRUCT as has fixed values, with a modulus of 0x5a bytes. */
    private static byte[] sigStruct() {
        byte[] css = new byte[1808];
        byte[] header = HexFormat.of().parseHex("06000000e10000000000010000000000");
        System.arraycopy(header, 0, css, 0, header.length);
        byte[] header2 = HexFormat.of().parseHex("01010000600000006000000001000000");
        System.arraycopy(header2, 0, css, 24, header2.length);
        java.util.Arrays.fill(css, 128, 512, (byte) 0x5a);
        css[512] = 3;
        return css;
    }

    @Test
    void printsTheHashOfTheModulus() throws Exception {
        Path file = Files.write(folder.resolve("a.css"), sigStruct());
        byte[] modulus = java.util.Arrays.copyOfRange(sigStruct(), 128, 512);

        assertThat(mrSigner(file.toString())).isZero();
        assertThat(out)
                .hasToString(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(modulus))
                        + System.lineSeparator());
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws Exception {
        Path shorter = Files.write(folder.resolve("short.css"), new byte[100]);

        assertThat(mrSigner(shorter.toString())).isEqualTo(1);
        assertThat(stderr.toString(StandardCharsets.UTF_8))
                .startsWith("mrsigner: " + shorter + ": malformed SIGSTRUCT: header");
        stderr.reset();
        assertThat(mrSigner(folder.resolve("none").toString())).isEqualTo(1);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).startsWith("mrsigner: no such file: ");
        stderr.reset();
        assertThat(mrSigner()).isEqualTo(1);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).startsWith("usage: mrsigner CSSFILE");
        assertThat(out.size()).isZero();
    }
}
