package org.sgxra.client.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.client.Enclave;
import org.sgxra.client.QuoteKind;
import org.sgxra.client.SoftWorld;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameType;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;

/** A running isv-app with the real software enclave, and service providers that do all that a peer may do to it. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class IsvAppTest {
    private static final ByteString SECRET = ByteString.of("provisioned".getBytes(StandardCharsets.US_ASCII));
    private static final Duration TIMEOUT = Duration.ofSeconds(100);
    private static final ByteArrayOutputStream PEOPLE = new ByteArrayOutputStream();

    @TempDir
    private static Path folder;

    private static SoftWorld world;
    private static Enclave enclave;
    private static SSLContext serverTls;
    private static SSLContext clientTls;
    private static IsvAppServer server;

    @BeforeAll
    static void start() throws Exception {
        world = new SoftWorld(folder);
        enclave = world.load();
        Path certificate = folder.resolve("cert.pem");
        SelfSignedCertificate.write(certificate, folder.resolve("key.pem"));
        serverTls = ServerIdentity.load(certificate, folder.resolve("key.pem"));
        clientTls = TestServiceProvider.trusting(certificate);
        server = server(false, TIMEOUT, PEOPLE);
    }

    private static IsvAppServer server(boolean compatible, Duration timeout, ByteArrayOutputStream people)
            throws Exception {
        Transcript transcript =
                new Transcript(new PrintStream(people, true, StandardCharsets.UTF_8), Level.VERBOSE, Clock.systemUTC());
        IsvAppServer made = new IsvAppServer(
                serverTls,
                InetAddress.getLoopbackAddress(),
                0,
                enclave,
                new IsvAppServer.Terms(QuoteKind.EPID, Optional.empty(), compatible, timeout),
                transcript,
                EventFile.none());
        new Thread(made::serve).start();
        return made;
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        enclave.close();
        world.close();
    }

    @BeforeEach
    void forget() {
        PEOPLE.reset();
    }

    private static TestServiceProvider connect() throws Exception {
        return new TestServiceProvider(clientTls, server.port());
    }

    private static void awaitLine(String text) throws Exception {
        for (int i = 0; i < 5000 && !PEOPLE.toString(StandardCharsets.UTF_8).contains(text); i++) {
            Thread.sleep(20);
        }
        assertThat(PEOPLE.toString(StandardCharsets.UTF_8)).contains(text);
    }

    private static void stillServes() throws Exception {
        try (TestServiceProvider sp = connect()) {
            sp.upToMsg3();
            assertThat(sp.isAcknowledged(sp.strict(TrustStatus.TRUSTED, ByteString.EMPTY, SECRET)))
                    .isTrue();
        }
    }

    /** False if the server has given up a peer for which this machine was too busy. */
    private static boolean isServed(IsvAppServer strict) throws Exception {
        try (TestServiceProvider sp = new TestServiceProvider(clientTls, strict.port())) {
            sp.upToMsg3();
            return sp.isAcknowledged(sp.strict(TrustStatus.TRUSTED, ByteString.EMPTY, SECRET));
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void receivesASecretInsideTheEnclave() throws Exception {
        List<String> keys;
        try (TestServiceProvider sp = connect()) {
            sp.upToMsg3();
            keys = sp.keyLines();
            assertThat(sp.isAcknowledged(
                            sp.strict(TrustStatus.TRUSTED, ByteString.zeros(PlatformInfoBlob.SIZE), SECRET)))
                    .isTrue();
        }
        awaitLine("Enclave TRUSTED, secret of 11 bytes received");
        awaitLine("SHA256(secret) = " + Sha256.of(SECRET));
        for (String line : keys) {
            awaitLine(line);
        }
    }

    @Test
    void receivesTheLargestSecret() throws Exception {
        try (TestServiceProvider sp = connect()) {
            sp.upToMsg3();
            assertThat(sp.isAcknowledged(sp.strict(
                            TrustStatus.TRUSTED, ByteString.EMPTY, ByteString.zeros(AttestationResult.MAX_PAYLOAD))))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_TRUSTED, Enclave NOT TRUSTED",
        "NOT_TRUSTED_ITS_COMPLICATED, is NOT TRUSTED and COMPLICATED",
        "TRUSTED_ITS_COMPLICATED, is TRUSTED and COMPLICATED"
    })
    void verdictOtherThanTrustedEndsTheSession(TrustStatus verdict, String text) throws Exception {
        try (TestServiceProvider sp = connect()) {
            sp.upToMsg3();
            assertThat(sp.isAcknowledged(sp.strict(verdict, ByteString.EMPTY, ByteString.EMPTY)))
                    .isFalse();
        }
        awaitLine(text);
        stillServes();
    }

    @Test
    void secretWithoutTrustIsRefused() throws Exception {
        try (TestServiceProvider sp = connect()) {
            sp.upToMsg3();
            assertThat(sp.isAcknowledged(sp.strict(TrustStatus.NOT_TRUSTED, ByteString.EMPTY, SECRET)))
                    .isFalse();
        }
        awaitLine("Attestation failed: RA_ATT_RESULT: a secret without trust");
    }

    @ParameterizedTest
    @CsvSource({"payload", "tag", "mac", "platform info", "result mac"})
    void whatIsChangedOnTheWayIsRefused(String part) throws Exception {
        try (TestServiceProvider sp = connect()) {
            sp.upToMsg3();
            AttestationResult honest = sp.strict(TrustStatus.TRUSTED, ByteString.zeros(101), SECRET);
            assertThat(sp.isAcknowledged(changed(honest, part))).isFalse();
        }
        awaitLine("Attestation failed: refused by the enclave: SGX_ERROR_MAC_MISMATCH (0x3001)");
        stillServes();
    }

    private static AttestationResult changed(AttestationResult honest, String part) {
        AttestationResult.Strict strict = honest.strict().orElseThrow();
        return new AttestationResult(
                flip(honest.platformInfo(), part.equals("platform info")),
                flip(honest.mac(), part.equals("mac")),
                flip(honest.tag(), part.equals("tag")),
                flip(honest.payload(), part.equals("payload")),
                Optional.of(new AttestationResult.Strict(
                        strict.verdict(), strict.iv(), flip(strict.resultMac(), part.equals("result mac")))));
    }

    private static ByteString flip(ByteString bytes, boolean really) {
        byte[] changed = bytes.toArray();
        changed[changed.length / 2] ^= (byte) (really ? 1 : 0);
        return ByteString.of(changed);
    }

    @Test
    void formOfTheExampleNeedsCompat() throws Exception {
        ByteString plain = ByteString.of((byte) 0, (byte) 1);
        try (TestServiceProvider sp = connect()) {
            sp.upToMsg3();
            assertThat(sp.isAcknowledged(sp.compatible(plain))).isFalse();
        }
        awaitLine("the result is in the form of the SGX101 example, which only --compat accepts");

        ByteArrayOutputStream people = new ByteArrayOutputStream();
        try (IsvAppServer compatible = server(true, TIMEOUT, people)) {
            try (TestServiceProvider sp = new TestServiceProvider(clientTls, compatible.port())) {
                sp.upToMsg3();
                assertThat(sp.isAcknowledged(sp.compatible(plain))).isTrue();
            }
            try (TestServiceProvider sp = new TestServiceProvider(clientTls, compatible.port())) {
                sp.upToMsg3();
                assertThat(sp.isAcknowledged(sp.compatible(ByteString.of((byte) 0, (byte) 2))))
                        .isFalse();
            }
            try (TestServiceProvider sp = new TestServiceProvider(clientTls, compatible.port())) {
                sp.upToMsg3();
                assertThat(sp.isAcknowledged(sp.strict(TrustStatus.TRUSTED, ByteString.EMPTY, SECRET)))
                        .isTrue();
            }
            try (TestServiceProvider sp = new TestServiceProvider(clientTls, compatible.port())) {
                sp.upToMsg3();
                assertThat(sp.isAcknowledged(refusalOfTheExample(sp))).isFalse();
            }
        }
        assertThat(people.toString(StandardCharsets.UTF_8))
                .contains(
                        "Enclave TRUSTED (in the form of the SGX101 example)",
                        "SGX_ERROR_INVALID_SIGNATURE (0x2003)",
                        "Enclave NOT TRUSTED (a result of zeros: so the SGX101 example refuses)")
                .containsOnlyOnce("Attestation failed");
    }

    @Test
    void recognisesTheRefusalOfTheExampleWithoutCompatToo() throws Exception {
        try (TestServiceProvider sp = connect()) {
            sp.upToMsg3();
            assertThat(sp.isAcknowledged(refusalOfTheExample(sp))).isFalse();
        }
        awaitLine("only --compat accepts; it is all zeros, by which that example refuses an enclave");
    }

    private static AttestationResult refusalOfTheExample(TestServiceProvider sp) throws Exception {
        AttestationResult result = sp.compatible(ByteString.of((byte) 0, (byte) 1));
        return new AttestationResult(
                result.platformInfo(), result.mac(), ByteString.zeros(16), ByteString.zeros(2), Optional.empty());
    }

    @Test
    void questionMayBeSkipped() throws Exception {
        try (TestServiceProvider sp = connect()) {
            assertThat(sp.begin().gid().isUnprovisioned()).isFalse();
        }
    }

    @Test
    void terminationEndsTheSession() throws Exception {
        try (TestServiceProvider sp = connect()) {
            assertThat(sp.verification()).isEqualTo(new GroupMessage(0, null));
            sp.channel.send(ProtobufWriter.msg0(new GroupMessage(0, GroupMessage.TERMINATE)));
            assertThat(sp.isAcknowledged()).isFalse();
        }
        awaitLine("MSG0 response status was not OK");
        stillServes();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            "2@9"       | unknown type 9
            "2@-1"      | its header is not length@type
            "-2@5"      | its header is not length@type
            "25"        | its header is not length@type
            "x@5"       | its header is not length@type
            "2 @5"      | its header is not length@type
            "0@5"       | its body is empty
            "9999999@5" | is longer than 2097152 bytes
            "2@3"       | malformed RA_VERIFICATION: header at offset 2: is of MSG3
            "2@5"       | malformed RA_VERIFICATION: type at offset 20: is 6, the header says 5
            """)
    void badFramesEndTheSessionOnly(String header, String reason) throws Exception {
        byte[] frame = new byte[22];
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, frame, 0, text.length);
        frame[20] = 8;
        frame[21] = 6;
        try (TestServiceProvider sp = connect()) {
            sp.socket.getOutputStream().write(frame);
            assertThat(sp.isAcknowledged()).isFalse();
        }
        awaitLine(reason);
        stillServes();
    }

    @Test
    void endInsideAMessageEndsTheSessionOnly() throws Exception {
        try (TestServiceProvider sp = connect()) {
            sp.socket.getOutputStream().write("200@5".getBytes(StandardCharsets.US_ASCII));
            sp.socket.getOutputStream().write(new byte[15 + 10]);
        }
        awaitLine("Attestation failed: connection closed in the middle of RA_VERIFICATION");
        stillServes();
    }

    @Test
    void garbageInsteadOfAMessageEndsTheSessionOnly() throws Exception {
        try (TestServiceProvider sp = connect()) {
            sp.channel.send(new Frame(FrameType.VERIFICATION, ByteString.of((byte) 0xff, (byte) 0xff)));
            assertThat(sp.isAcknowledged()).isFalse();
        }
        awaitLine("malformed RA_VERIFICATION: body at offset 22: no such protobuf message");
        stillServes();
    }

    @Test
    void plainTextPeerIsToldApart() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            awaitLine("Handshake was not successful: ");
        }
        stillServes();
    }

    @Test
    void silentPeersAreGivenUpAndDisturbNobody() throws Exception {
        ByteArrayOutputStream account = new ByteArrayOutputStream();
        // An honest peer has warmed this JVM up: the limit is long for the two steps that the silent one takes.
        stillServes();
        try (IsvAppServer strict = server(false, Duration.ofSeconds(8), account);
                Socket noHandshake = new Socket(InetAddress.getLoopbackAddress(), strict.port());
                TestServiceProvider silent = new TestServiceProvider(clientTls, strict.port())) {
            silent.verification();
            boolean served = false;
            while (!served) {
                served = isServed(strict);
            }
            assertThat(noHandshake.getInputStream().readAllBytes().length).isLessThan(100);
            assertThat(silent.isAcknowledged()).isFalse();
            while (!account.toString(StandardCharsets.UTF_8)
                    .contains("Attestation failed: no RA_MSG0 within 8 s (--timeout)")) {
                Thread.sleep(20);
            }
            served = false;
            while (!served) {
                served = isServed(strict);
            }
        }
    }

    private static long descriptors() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void twoHundredAtOnceAllSucceedAndLeaveNothingBehind() throws Exception {
        stillServes();
        ExecutorService peers = Executors.newFixedThreadPool(200);
        try (IsvAppServer patient = server(false, TIMEOUT, new ByteArrayOutputStream())) {
            long before = descriptors();
            List<TestServiceProvider> connected = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                connected.add(new TestServiceProvider(clientTls, patient.port()));
            }
            List<Future<Boolean>> outcomes = new ArrayList<>();
            for (TestServiceProvider peer : connected) {
                outcomes.add(peers.submit(() -> {
                    try (TestServiceProvider sp = peer) {
                        sp.upToMsg3();
                        return sp.isAcknowledged(sp.strict(TrustStatus.TRUSTED, ByteString.EMPTY, SECRET));
                    }
                }));
            }
            for (Future<Boolean> outcome : outcomes) {
                assertThat(outcome.get()).isTrue();
            }
            for (int i = 0; i < 5000 && descriptors() > before + 5; i++) {
                Thread.sleep(20);
            }
            assertThat(descriptors()).isLessThanOrEqualTo(before + 5);
        } finally {
            peers.shutdown();
        }
    }
}
