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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        server = stage.server("--secret-file=" + secret, "--attestation=both");
    }

    @AfterAll
    static void stop() {
        stage.close();
        System.out.println("crash: " + kills + " kills");
    }

    /**
     * Starts a command and kills it, with whatever it has started, somewhere between its start and its usual end; gives what it
     * has said on standard output.
     */
    private static String kill(Life life, long usual) throws IOException, InterruptedException {
        try (Command command = life.begin()) {
            TimeUnit.MILLISECONDS.sleep(1 + RANDOM.nextInt((int) usual));
            List<ProcessHandle> all = Stream.concat(
                            command.process().descendants(),
                            Stream.of(command.process().toHandle()))
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            command.exitCode();
            kills++;
            return command.output();
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

    /** An EPID group is joined, a DCAP platform registered. */
    @ParameterizedTest
    @ValueSource(strings = {"epid", "dcap"})
    void joiningPlatformJoinsAgain(String kind) throws Exception {
        String attestation = "--attestation=" + kind;
        long usual = usual(() -> client(directory.resolve("join-" + kind), attestation));
        for (int i = 0; i < KILLS; i++) {
            Path platform = directory.resolve("join-" + kind + i);
            kill(() -> client(platform, attestation), usual);
            kill(() -> client(platform, attestation), usual);
            Command again = client(platform, attestation);
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
    void attestationThatWasAnsweredIsInTheLogAndTheEventsOfAKilledServer() throws Exception {
        Path log = directory.resolve("killed.log");
        Path events = directory.resolve("killed.jsonl");
        for (int i = 0; i < KILLS; i++) {
            Stage.Server killed = stage.server("--log=" + log, "--events=" + events);
            Command client = stage.attest(killed);
            assertThat(client.exitCode()).as("%s", client).isZero();
            long usual = usual(() -> stage.run("run-client", killed.address()));
            // Somewhere in another session.
            stage.run("run-client", killed.address());
            TimeUnit.MILLISECONDS.sleep(1 + RANDOM.nextInt((int) usual));
            killed.command().process().descendants().forEach(ProcessHandle::destroyForcibly);
            killed.command().process().destroyForcibly().waitFor();
            kills++;
            assertThat(log).content().contains("Enclave TRUSTED").doesNotContain("\0");
            assertThat(events)
                    .content()
                    .contains("\"event\":\"verdict-reached\"")
                    .endsWith("}\n")
                    .doesNotContain("\0");
        }
    }

    /** Acknowledged is what a command has said that it did, whether it was killed after that or not. */
    @ParameterizedTest
    @CsvSource({
        "new-group, , group %s, ",
        "retire, --group=, 'group %s, out of date', unretire",
        "revoke, --group=, 'group %s, revoked', unrevoke",
        "withdraw, --number=17, withdrawn TCB evaluation data numbers: [17], unwithdraw"
    })
    void commandOfTheEmulatorDoesAllOrNothing(String name, String option, String shown, String undo) throws Exception {
        Path home = Files.createDirectory(directory.resolve("ias-" + name));
        try (Stage running = Stage.in(home)) {
            String group = groupIn(running.ias("new-group"));
            String[] given = option == null ? new String[0] : new String[] {option.replaceFirst("(?<=group=)$", group)};
            Life life = () -> running.run("run-ias", arguments(name, given, home));
            long usual = usual(life);
            for (int i = 0; i < 2 * KILLS; i++) {
                if (undo != null) {
                    running.ias(arguments(undo, given));
                }
                String said = kill(life, usual);
                String list = running.ias("list");
                assertThat(list).contains("group " + group);
                if (!said.isEmpty()) {
                    assertThat(list).contains(shown.formatted(undo == null ? groupIn(said) : group));
                }
                String again = running.ias(arguments(name, given));
                assertThat(running.ias("list")).contains(shown.formatted(undo == null ? groupIn(again) : group));
            }
            assertThat(running.iasState()).isDirectoryNotContaining("glob:**.tmp");
            restarts(running);
        }
    }

    private static String[] arguments(String name, String[] given, Path... home) {
        return Stream.of(
                        Stream.of(name),
                        Stream.of(given),
                        Stream.of(home).map(folder -> "--state=" + folder.resolve("ias")))
                .flatMap(all -> all)
                .toArray(String[]::new);
    }

    private static String groupIn(String text) {
        return text.replaceAll("(?s)^.*?group ([0-9a-f]{8}).*$", "$1");
    }

    /** Kills the emulator itself, too: the next one on its state goes by the same. */
    private static void restarts(Stage running) throws Exception {
        String before = running.ias("list");
        running.commands().get(0).process().destroyForcibly().waitFor();
        kills++;
        Command next = running.run("run-ias", "--port=0", "--state=" + running.iasState());
        Stage.port(next);
        assertThat(running.ias("list")).isEqualTo(before);
    }

    @Test
    void collateralThatWasFetchedStaysUsable() throws Exception {
        Command made = stage.run("run-client", "-q", "--attestation=dcap");
        assertThat(made.exitCode()).as("%s", made).isZero();
        Path quote = Files.writeString(directory.resolve("dcap.quote"), made.output());
        Path kept = directory.resolve("collateral");
        long usual = usual(() -> fetch(quote, kept));
        for (int i = 0; i < KILLS; i++) {
            kill(() -> fetch(quote, kept), usual);
            verifies(quote, kept);
            Path fresh = directory.resolve("collateral" + i);
            kill(() -> fetch(quote, fresh), usual);
            kill(() -> fetch(quote, fresh), usual);
            Command again = fetch(quote, fresh);
            assertThat(again.exitCode()).as("%s", again).isZero();
            verifies(quote, fresh);
        }
    }

    private static Command fetch(Path quote, Path folder) throws IOException {
        return stage.run(
                "bin/sgx-ra",
                "collateral",
                "fetch",
                "--quote=" + quote,
                "--out=" + folder,
                "--pcs-url=" + stage.url(),
                "--no-proxy",
                "--ca-bundle=" + stage.tlsCa());
    }

    private static void verifies(Path quote, Path folder) throws Exception {
        Command verify = stage.run(
                "bin/sgx-ra",
                "verify-quote",
                "--quote=" + quote,
                "--collateral=" + folder,
                "--dcap-root=" + stage.iasState().resolve("sgx_root_ca.pem"),
                "--allow-debug-enclave");
        assertThat(verify.exitCode()).as("%s", verify).isZero();
    }
}
