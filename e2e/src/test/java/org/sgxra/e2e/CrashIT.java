package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each program that writes is killed at random moments of its life: what it has acknowledged is there, and the same command
 * given again does its work, without any repair by hand.
 */
@Tag("long")
class CrashIT {
    private static final int KILLS = 8;
    private static final Random RANDOM = new Random(20261128);

    @TempDir
    private static Path directory;

    private static Stage stage;
    private static Stage.Server server;
    private static int kills;

    @BeforeAll
    static void start() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "what only the enclave may know");
        stage = Stage.in(directory);
        server = stage.server("--secret-file=" + secret);
    }

    @AfterAll
    static void stop() {
        stage.close();
        System.out.println("crash: " + kills + " kills");
    }

    /** Starts a command and kills it, with whatever it has started, somewhere between its start and its usual end. */
    private static void kill(Life life, long usual) throws IOException, InterruptedException {
        try (Command command = life.begin()) {
            TimeUnit.MILLISECONDS.sleep(1 + RANDOM.nextInt((int) usual));
            List<ProcessHandle> all = Stream.concat(
                            command.process().descendants(),
                            Stream.of(command.process().toHandle()))
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            command.process().waitFor();
            kills++;
        }
    }

    /** Starts the command that is to be killed. */
    private interface Life {
        Command begin() throws IOException;
    }

    /** Milliseconds that a whole life takes now, which must be a good one. */
    private static long usual(Life life) throws IOException, InterruptedException {
        long from = System.nanoTime();
        try (Command command = life.begin()) {
            assertThat(command.exitCode()).as("%s", command).isZero();
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
    }

    private static Command client(Path platform, String... arguments) throws IOException {
        stage.with("PLATFORM_STATE", platform.toString());
        return stage.run(
                "run-client",
                Stream.concat(Stream.of(arguments), Stream.of(server.address())).toArray(String[]::new));
    }

    @Test
    void joiningPlatformJoinsAgain() throws Exception {
        long usual = usual(() -> client(directory.resolve("join")));
        for (int i = 0; i < KILLS; i++) {
            Path platform = directory.resolve("join" + i);
            kill(() -> client(platform), usual);
            kill(() -> client(platform), usual);
            Command again = client(platform);
            assertThat(again.exitCode()).as("%s", again).isZero();
        }
    }

    @Test
    void twoClientsJoinOnePlatformAtOnce() throws Exception {
        Path platform = directory.resolve("together");
        List<Command> clients = List.of(client(platform), client(platform), client(platform));
        for (Command client : clients) {
            assertThat(client.exitCode()).as("%s", client).isZero();
        }
    }

    @Test
    void emulatorThatWasKilledAtItsFirstStartStarts() throws Exception {
        long from = System.nanoTime();
        Map<String, String> environment = Map.of();
        Path first = directory.resolve("emulator");
        try (Command command = Command.start(directory, environment, "run-ias", "--port=0", "--state=" + first)) {
            Stage.port(command);
        }
        long usual = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        for (int i = 0; i < KILLS; i++) {
            Path state = directory.resolve("emulator" + i);
            Life life = () -> Command.start(directory, environment, "run-ias", "--port=0", "--state=" + state);
            kill(life, usual);
            kill(life, usual);
            try (Command again = life.begin()) {
                Stage.port(again);
            }
            assertThat(state).isDirectoryNotContaining("glob:**.tmp");
        }
    }

    @Test
    void keyPairIsThereWholeOrMadeAgain() throws Exception {
        long usual = usual(() -> certificate("whole"));
        for (int i = 0; i < 2 * KILLS; i++) {
            String name = "pair" + i;
            kill(() -> certificate(name), usual);
            Path certificate = directory.resolve(name + ".pem");
            Path key = directory.resolve(name + ".key");
            if (!Files.exists(certificate) || !Files.exists(key)) {
                Command again = certificate(name);
                assertThat(again.exitCode()).as("%s", again).isZero();
            }
            assertThat(certificate).content(StandardCharsets.US_ASCII).endsWith("-----END CERTIFICATE-----\n");
            assertThat(key).content(StandardCharsets.US_ASCII).endsWith("-----END PRIVATE KEY-----\n");
        }
    }

    private static Command certificate(String name) throws IOException {
        return stage.run(
                "bin/isv-cert",
                directory.resolve(name + ".pem").toString(),
                directory.resolve(name + ".key").toString());
    }

    @Test
    void sealedSecretThatWasThereStaysUntilTheNextIsThereWhole() throws Exception {
        Path platform = directory.resolve("sealing");
        Path sealed = directory.resolve("sealed");
        long usual = usual(() -> client(platform, "--sealed-out=" + sealed));
        for (int i = 0; i < KILLS; i++) {
            kill(() -> client(platform, "--sealed-out=" + sealed), usual);
            Command proof = stage.run("run-client", "--unseal=" + sealed, "--digest");
            assertThat(proof.exitCode()).as("%s", proof).isZero();
        }
    }

    @Test
    void attestationThatWasAnsweredIsInTheLogOfAKilledServer() throws Exception {
        Path log = directory.resolve("killed.log");
        for (int i = 0; i < KILLS; i++) {
            Stage.Server killed = stage.server("--log=" + log);
            Command client = stage.attest(killed);
            assertThat(client.exitCode()).as("%s", client).isZero();
            killed.command().process().descendants().forEach(ProcessHandle::destroyForcibly);
            killed.command().process().destroyForcibly().waitFor();
            kills++;
            assertThat(log).content().contains("Enclave TRUSTED").doesNotContain("\0");
        }
    }
}
