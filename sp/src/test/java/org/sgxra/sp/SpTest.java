package org.sgxra.sp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.testdata.ErrorLines;

class SpTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    private int run(String input, String... args) {
        return new Sp(
                        new ProcessStreams(
                                new ByteArrayInputStream(input.getBytes(StandardCharsets.US_ASCII)),
                                out,
                                false,
                                new PrintStream(stderr, true, StandardCharsets.UTF_8),
                                folder),
                        Map.of("PATH", System.getenv("PATH")))
                .run(args);
    }

    private String seen() {
        return ErrorLines.joined(stderr.toString(StandardCharsets.UTF_8));
    }

    private static String[] args(String... more) {
        List<String> args = new ArrayList<>(
                List.of("-N", TestClient.MRSIGNER.hex(), "-R", "7", "-V", "3", "-s", TestClient.SPID.hex()));
        args.addAll(List.of(more));
        return args.toArray(new String[0]);
    }

    @Test
    void showsItsUsageAndTheAgents() {
        assertThat(run("", "-h")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("usage: sp [ options ] [ port ]")
                .contains("--mitigated-advisories=ID[,...]");
        assertThat(seen()).isEmpty();
        out.reset();
        assertThat(run("", "-G")).isZero();
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualToNormalizingNewlines("direct\njdk\ncurl\n");
    }

    @Test
    void aBadCommandLineGetsOneLine() {
        assertThat(run("", "--nope\u0007")).isEqualTo(1);
        assertThat(seen()).isEqualToNormalizingNewlines("sp: unknown option --nope? (sp -h shows the usage)\n");
        assertThat(run("", args("-B", "/nowhere"))).isEqualTo(1);
        assertThat(seen()).contains("sp: --ca-bundle-file /nowhere: cannot be read (no such file or folder)");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(run("", args(Integer.toString(taken.getLocalPort())))).isEqualTo(1);
            assertThat(seen()).contains("sp: cannot listen on port " + taken.getLocalPort() + ": ");
        }
    }

    @Test
    void anAddressThatCannotBeHadIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("", args("--bind=127.0.0.1", port))).isEqualTo(1);
            assertThat(seen()).contains("sp: cannot listen on 127.0.0.1 port " + port + ": ");
        }
    }

    @Test
    void leavesTheLogOfTheServerAloneThatHasThePort() throws Exception {
        Path log = Files.writeString(folder.resolve("sp.log"), "of the other server");
        Path events = Files.writeString(folder.resolve("events"), "of the other server");
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(run("", args("--events=" + events, Integer.toString(taken.getLocalPort()))))
                    .isEqualTo(1);
        }
        assertThat(log).hasContent("of the other server");
        assertThat(events).hasContent("of the other server");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theLogIsItsOwnersAlone() throws Exception {
        Path log = Files.writeString(folder.resolve("sp.log"), "of another day");
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(run("", args("-z"))).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");

        Files.delete(log);
        assertThat(run("", args("-z"))).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theLogIsNotWrittenThroughALink() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "somebody's");
        Path log = Files.createSymbolicLink(folder.resolve("sp.log"), target);

        assertThat(run("", args("-z"))).isZero();

        assertThat(target).hasContent("somebody's");
        assertThat(seen()).contains("warning: no log file: cannot write " + log + " (it is a symbolic link)");
    }

    @Test
    void logsLittleOfWhatAnybodyMaySend() throws Exception {
        assertThat(run("00".repeat(4096) + "\n" + "00".repeat(128) + "\n", args("-z")))
                .isZero();

        assertThat(seen()).contains("Attestation failed: msg0||msg1 is longer than 256 digits");
        assertThat(Files.readString(folder.resolve("sp.log")).lines())
                .allMatch(line -> line.length() < 320)
                .anyMatch(line -> line.contains("received msg0||msg1: 00"));
    }

    @Test
    void theLogMayHaveAnotherNameAndMustThenBeWritten() throws Exception {
        Path log = folder.resolve("other.log");
        assertThat(run("", args("-z", "--log=" + log))).isZero();
        assertThat(Files.readString(log)).contains("Waiting for msg0||msg1");
        assertThat(folder.resolve("sp.log")).doesNotExist();

        assertThat(run("", args("-z", "--log=" + folder))).isEqualTo(1);
        assertThat(seen()).contains("sp: option --log: cannot write " + folder + " (it is no regular file)");
    }

    @Test
    void withStdioBadLinesCostOneAttestationEachAndTheEndOfInputIsNoFailure() throws Exception {
        assertThat(run("zz\n\n00\n" + "0", args("-z"))).isZero();

        assertThat(out.size()).isZero();
        assertThat(seen())
                .contains(
                        "note: Intel switched its attestation service for EPID off in April 2025",
                        "Attestation failed: msg0||msg1 is not hexadecimal",
                        "an empty line came instead of msg0||msg1",
                        "malformed msg0||msg1",
                        "End of input: connection closed before msg0||msg1",
                        "connection closed in the middle of msg0||msg1, after 1 characters")
                .doesNotContain("\tat ");
        assertThat(Files.readString(folder.resolve("sp.log")))
                .contains("received msg0||msg1: 00")
                .containsPattern("[A-Z][a-z]{2} [0-9]{2} [0-9]{4} [0-9:]{8} Waiting for msg0\\|\\|msg1");
    }

    @Test
    void withStdioAttestsOneAfterTheOther() throws Exception {
        PipedOutputStream toSp = new PipedOutputStream();
        try (MockIas ias = new MockIas(TestServer.CA, TestServer.TLS, TestServer.SIGNER);
                PipedInputStream fromSp = new PipedInputStream(1 << 16)) {
            Path ca = Files.writeString(folder.resolve("ca.pem"), TestServer.CA.pem());
            Sp sp = new Sp(
                    new ProcessStreams(
                            new PipedInputStream(toSp, 1 << 16),
                            new PipedOutputStream(fromSp),
                            false,
                            new PrintStream(stderr, true, StandardCharsets.UTF_8),
                            folder),
                    Map.of());
            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> sp.run(args(
                    "-z",
                    "-d",
                    "-i",
                    TestServer.PRIMARY,
                    "--ias-url",
                    ias.url(),
                    "-A",
                    ca.toString(),
                    "-B",
                    ca.toString())));
            HexLineChannel channel = HexLineChannel.over(fromSp, toSp);
            for (int i = 0; i < 2; i++) {
                TestClient client = new TestClient();
                channel.send("msg0||msg1", client.msg0Msg1().encode());
                client.accept(Msg2.parse(channel.receive("msg2")));
                channel.send("msg3", client.msg3().encode());
                assertThat(Msg4.parse(channel.receive("msg4")).status()).isEqualTo(TrustStatus.TRUSTED);
            }
            toSp.close();
            assertThat(exit.get(600, TimeUnit.SECONDS)).isZero();
        }
        String log = Files.readString(folder.resolve("sp.log"));
        assertThat(seen())
                .contains(
                        "warning: -d shows the keys of every session",
                        "+++ SMK = ",
                        "IAS Primary Subscription Key set to '0011........................eeff'")
                .doesNotContain(TestServer.PRIMARY);
        assertThat(log)
                .contains("sent msg4: 03000000", "Enclave TRUSTED", "IAS report Request-ID: 0123456789abcdef")
                .doesNotContain(TestServer.PRIMARY);
    }

    @Test
    void eventsOfEachAttestationAreASessionOfTheirOwn() throws Exception {
        Path file = folder.resolve("events");

        assertThat(run("00\n", args("-z", "--events=" + file))).isZero();

        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events)
                .extracting(event -> event.get("event").asText())
                .containsExactly(
                        "session-started",
                        "message-awaited",
                        "message-received",
                        "session-failed",
                        "session-ended",
                        "session-started",
                        "message-awaited",
                        "connection-lost",
                        "session-ended");
        assertThat(events)
                .allMatch(event -> event.get("role").asText().equals("sp")
                        && event.get("peer").asText().equals("stdio"))
                .extracting(event -> event.get("session").asText())
                .containsOnly(
                        events.get(0).get("session").asText(),
                        events.get(5).get("session").asText());
        assertThat(events.get(5).get("session")).isNotEqualTo(events.get(0).get("session"));
    }
}
