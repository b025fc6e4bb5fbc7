package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/attestation-service.md for clients that were made for Intel's host, on a free port. */
class StandInDocumentationIT {
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");

    @TempDir
    Path directory;

    @Test
    @Tag("long")
    void theCommandsReachTheEmulatorByIntelsNameAndByTheFirstPaths() throws Exception {
        List<String> blocks = BLOCK.matcher(Files.readString(Command.home().resolve("docs/attestation-service.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(blocks).hasSize(3);
        Files.createDirectory(directory.resolve("state"));
        Path ias = directory.resolve("state/ias");
        EmulatorKeys.provide(ias);
        Path client = Files.writeString(
                directory.resolve("run-client"),
                "#!/bin/sh\nexec '" + Command.home().resolve("run-client") + "' \"$@\"\n");
        assertThat(client.toFile().setExecutable(true)).isTrue();

        run(Map.of(), blocks.get(1));
        try (Command emulator = Command.start(
                directory,
                Map.of(),
                "run-ias",
                "--port=0",
                "--state=" + ias,
                "--host=api.trustedservices.intel.com",
                "--client-ca=client.crt")) {
            int port = Stage.port(emulator);
            Map<String, String> environment = Stage.environment(port, ias, directory.resolve("platform"));

            String byName = run(environment, blocks.get(0).replace("8443", String.valueOf(port)));
            String first = run(environment, blocks.get(2).replace("8443", String.valueOf(port)));

            assertThat(byName.split("HTTP/1.1 200 OK", -1)).as(byName).hasSize(3);
            assertThat(first)
                    .contains("HTTP/1.1 200 OK", "HTTP/1.1 201 Created", "\ncontent-length: ")
                    .contains("\"isvEnclaveQuoteStatus\":\"OK\"");
        }
    }

    private String run(Map<String, String> environment, String script) throws Exception {
        Path file = Files.writeString(directory.resolve("commands.sh"), "set -eu\n" + script);
        Path output = directory.resolve("output");
        ProcessBuilder bash = new ProcessBuilder("bash", file.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_HOME", System.getProperty("java.home"));
        all.put("NO_PROXY", "*");
        bash.environment().putAll(all);
        Process process = bash.start();
        process.getOutputStream().close();
        int exitCode = process.waitFor();
        String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertThat(exitCode).as(text).isZero();
        return text;
    }
}
