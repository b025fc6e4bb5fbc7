package org.sgxra.sp.mock;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.SignType;
import org.sgxra.runtime.net.AddressRanges;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.sp.http.DirectAgent;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.SubscriptionKey;
import org.sgxra.sp.http.TlsTrust;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.ias.IasClient;
import org.sgxra.sp.ias.IasService;
import org.sgxra.sp.server.HexAttestation;
import org.sgxra.sp.server.HexTranscript;
import org.sgxra.sp.server.ParallelSettings;
import org.sgxra.sp.server.TcpServer;
import org.sgxra.sp.session.Provision;
import org.sgxra.sp.session.ServiceKeySource;
import org.sgxra.sp.session.SessionSettings;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

/** A service provider with a mock attestation service behind it, listening on the loopback. */
public final class TestServer implements AutoCloseable {
    /** One for all tests: making keys takes time. */
    public static final TestCa CA = new TestCa("Test CA");

    public static final TestCa.Identity TLS = CA.tlsServer("localhost", "127.0.0.1");
    public static final TestCa.Identity SIGNER = CA.reportSigner("Test Report Signing");
    public static final String PRIMARY = "00112233445566778899aabbccddeeff";
    public static final String SECONDARY = "ffeeddccbbaa99887766554433221100";

    public final MockIas ias;
    private final Transcript transcript;
    private final ByteArrayOutputStream account = new ByteArrayOutputStream();
    private final TcpServer server;
    private final Thread thread;

    /** With time limits for messages and attestations. */
    public TestServer(Duration timeout, Duration sessionTimeout) throws Exception {
        this(timeout, sessionTimeout, Provision.NONE);
    }

    /** With something to give to trusted enclaves. */
    public TestServer(Duration timeout, Duration sessionTimeout, Provision provision) throws Exception {
        this(timeout, sessionTimeout, provision, Optional.empty(), AddressRanges.NONE, transcript -> transcript);
    }

    /** One that tells of some sessions without a verdict only: it is the same minute all the time. */
    public static TestServer limited(int workers, int told) throws Exception {
        Duration time = Duration.ofSeconds(100);
        return new TestServer(
                time,
                time,
                Provision.NONE,
                workers == 1 ? Optional.empty() : Optional.of(settings(workers, 1000, 1000)),
                AddressRanges.NONE,
                transcript -> transcript.limitFailures(told, () -> 0));
    }

    /** With balancers before it, one after the other or with several workers. */
    public static TestServer behind(AddressRanges proxies, int workers) throws Exception {
        Duration time = Duration.ofSeconds(100);
        return new TestServer(
                time,
                time,
                Provision.NONE,
                workers == 1 ? Optional.empty() : Optional.of(settings(workers, 1000, 10)),
                proxies,
                transcript -> transcript);
    }

    /** With several workers: how many, how many connections at most, and how many first messages may wait. */
    public static TestServer parallel(
            Duration timeout, Duration sessionTimeout, int workers, int maxConnections, int backlog) throws Exception {
        return new TestServer(
                timeout,
                sessionTimeout,
                Provision.NONE,
                Optional.of(settings(workers, maxConnections, backlog)),
                AddressRanges.NONE,
                transcript -> transcript);
    }

    private static ParallelSettings settings(int workers, int maxConnections, int backlog) {
        return new ParallelSettings(
                workers, maxConnections, backlog, (peer, transcript) -> HexTranscript.factory(transcript, hex -> {})
                        .open(peer));
    }

    private TestServer(
            Duration timeout,
            Duration sessionTimeout,
            Provision provision,
            Optional<ParallelSettings> parallel,
            AddressRanges proxies,
            UnaryOperator<Transcript> limits)
            throws Exception {
        this.ias = new MockIas(CA, TLS, SIGNER);
        this.transcript = limits.apply(new Transcript(
                new PrintStream(account, true, StandardCharsets.UTF_8), Level.VERBOSE, Clock.systemUTC()));
        IasService service = service(ias, new DirectAgent(trust(), Optional.empty(), Duration.ofSeconds(600)), 4);
        HexAttestation attestation = new HexAttestation(
                service,
                settings(new PlatformPolicy(false, Set.of(), Set.of())),
                new ServiceKeySource(SampleServiceKey.keyPair().privateKey()),
                Clock.systemUTC(),
                provision,
                HexTranscript.factory(transcript, hex -> {}));
        InetAddress address = InetAddress.getLoopbackAddress();
        this.server = parallel.isPresent()
                ? new TcpServer(address, 0, attestation, parallel.get(), timeout, sessionTimeout, proxies, transcript)
                : new TcpServer(
                        address,
                        0,
                        attestation,
                        timeout,
                        sessionTimeout,
                        proxies,
                        (peer, lines) -> HexTranscript.factory(lines, hex -> {}).open(peer),
                        transcript);
        this.thread = new Thread(server::serve, "server under test");
        thread.start();
    }

    /** Trust in the test CA. */
    public static TlsTrust trust() throws IOException {
        Path bundle = Files.createTempFile("ca", ".pem");
        bundle.toFile().deleteOnExit();
        Files.writeString(bundle, CA.pem());
        return TlsTrust.choose(bundle, Map.of());
    }

    /** The attestation service behind an agent, with both subscription keys. */
    public static IasService service(MockIas ias, HttpAgent agent, int version) throws Exception {
        return new IasService(
                new IasClient(
                        IasAddress.of(java.net.URI.create(ias.url()), false, version),
                        List.of(SubscriptionKey.of(PRIMARY), SubscriptionKey.of(SECONDARY)),
                        agent),
                TestClient.SPID,
                SignType.UNLINKABLE,
                new ReportVerifier(ReportSigningCa.fromPem(CA.pem()), null));
    }

    /** What fits the enclave of {@link TestClient}. */
    public static SessionSettings settings(PlatformPolicy trust) {
        return new SessionSettings(
                Duration.ofSeconds(300), new EnclavePolicy(TestClient.MRSIGNER, 7, 3, true, Set.of()), trust);
    }

    /** A new connection. */
    public Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(600_000);
        return socket;
    }

    /** A whole attestation over a new connection. */
    public Msg4 attest(TestClient client) throws Exception {
        try (HexLineChannel channel = HexLineChannel.over(connect(), Duration.ofSeconds(600))) {
            channel.send("msg0||msg1", client.msg0Msg1().encode());
            client.accept(Msg2.parse(channel.receive("msg2")));
            channel.send("msg3", client.msg3().encode());
            return Msg4.parse(channel.receive("msg4"));
        }
    }

    /** What people have seen so far. */
    public String account() {
        return account.toString(StandardCharsets.UTF_8);
    }

    /** Waits until people have seen {@code text}. */
    public void awaitAccount(String text) throws InterruptedException {
        for (int i = 0; i < 12_000 && !account().contains(text); i++) {
            Thread.sleep(10);
        }
        if (!account().contains(text)) {
            throw new AssertionError("not seen: " + text + "\n" + account());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join(600_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ias.close();
        if (thread.isAlive()) {
            throw new AssertionError("the server does not end");
        }
        transcript.close();
    }
}
