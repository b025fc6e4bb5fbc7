package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/dcap-emulator.md, run by bash with curl and OpenSSL as a reader would. */
class DcapDocumentationTest {
    private static final Path PAGE = Path.of("../docs/dcap-emulator.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)\n```sh\n(.*?)```\n");

    @TempDir
    Path directory;

    @Test
    void theCommandsGiveWhatThePageSays() throws Exception {
        Files.createDirectory(directory.resolve("state"));
        String output;
        String script;
        try (RunningEmulator ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("state/ias")))) {
            StringBuilder commands = new StringBuilder("set -euo pipefail\n");
            Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
            while (blocks.find()) {
                commands.append(blocks.group(1).replace("https://localhost:8443", "https://localhost:" + ias.port()));
            }
            script = commands.toString();
            output = run(script);
        }

        int shown = script.split(" -D - ", -1).length - 1;
        assertThat(shown).isGreaterThan(20);
        assertThat(output.split("HTTP/1.1 200 OK", -1)).as(output).hasSize(shown + 1);
        assertThat(output)
                .contains("\npck.pem: OK\n", "\nsigner.pem: OK\n", "\nVerified OK\n")
                .contains("SGX-PCK-CRL-Issuer-Chain: -----BEGIN%20CERTIFICATE-----%0A")
                .doesNotContain("HTTP/1.1 4", "HTTP/1.1 5");
        assertThat(Files.readString(directory.resolve("pck.headers")))
                .contains("SGX-TCBm: 0A0202" + "0".repeat(26) + "0D00", "SGX-PCK-Certificate-CA-Type: platform");
    }

    private String run(String script) throws Exception {
        Path file = Files.writeString(directory.resolve("commands.sh"), script);
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder("bash", file.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        int exitCode = process.waitFor();
        String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertThat(exitCode).as(text).isZero();
        return text;
    }
}
