package org.sgxra.sp.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.SignType;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.runtime.net.AddressRanges;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.ias.IasClient;
import org.sgxra.sp.ias.IasService;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.pcs.DcapService;
import org.sgxra.sp.server.HexAttestation;
import org.sgxra.sp.server.HexTranscript;
import org.sgxra.sp.server.ParallelSettings;
import org.sgxra.sp.server.TcpServer;
import org.sgxra.sp.service.ServiceByKind;
import org.sgxra.sp.session.Provision;
import org.sgxra.sp.session.ServiceKeySource;
import org.sgxra.testdata.hostile.HostileRun;
import org.sgxra.testdata.hostile.LogLines;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;

/** {@code sp} in this process, for EPID and DCAP quotes, with real sockets; and the clients that a test lets loose on it. */
final class HexServer implements AutoCloseable {
    private static final int READ_MILLIS = 600_000;
    private static final Pattern FAILURE = Pattern.compile(
            "(Attestation failed|connection lost|connection refused|connection given up|a worker failed): .*");

    final LogLines log = new LogLines();
    final HostileRun run;
    private final FakeEvidence evidence = new FakeEvidence();
    private final boolean parallel;
    private final TcpServer server;
    private final Thread thread;
    /** Connections so far: the log has their numbers. */
    private int connections;

    /** @param workers 1: one client after the other */
    HexServer(String name, int workers, Duration timeout) throws Exception {
        this.run = new HostileRun(name);
        this.parallel = workers > 1;
        Clock clock = Clock.fixed(evidence.now, ZoneOffset.UTC);
        Transcript transcript =
                new Transcript(new PrintStream(log, true, StandardCharsets.UTF_8), Level.NORMAL, Clock.systemUTC());
        IasService epid = new IasService(
                new IasClient(
                        IasAddress.of(URI.create("https://localhost"), false, 4), List.of(), new InMemoryIas(clock)),
                TestClient.SPID,
                SignType.UNLINKABLE,
                new ReportVerifier(ReportSigningCa.fromPem(TestServer.CA.pem()), null));
        var collateral = evidence.collateral();
        DcapService dcap = new DcapService(
                (platform, listener, end) -> collateral, DcapVerifier.of(new DcapRoot(evidence.trustedKey())));
        HexAttestation attestation = new HexAttestation(
                new ServiceByKind(Optional.of(epid), Optional.of(dcap)),
                TestServer.settings(new PlatformPolicy(false, Set.of(), Set.of())),
                new ServiceKeySource(SampleServiceKey.keyPair().privateKey()),
                clock,
                Provision.NONE,
                HexTranscript.factory(transcript, hex -> {}));
        ParallelSettings.Listeners listeners =
                (peer, lines) -> HexTranscript.factory(lines, hex -> {}).open(peer);
        InetAddress address = InetAddress.getLoopbackAddress();
        Duration session = timeout.multipliedBy(4);
        this.server = parallel
                ? new TcpServer(
                        address,
                        0,
                        attestation,
                        new ParallelSettings(workers, 4000, 4000, listeners),
                        timeout,
                        session,
                        AddressRanges.NONE,
                        transcript)
                : new TcpServer(address, 0, attestation, timeout, session, AddressRanges.NONE, listeners, transcript);
        this.thread = new Thread(server::serve, "server under test");
        thread.start();
        connect().close();
        failure("a client that goes away at once");
        for (int i = 0; i < 2 * workers; i++) {
            attest(client(i % 2 == 0));
        }
        run.settled(parallel ? workers + 1 - workersAlive() : 0);
    }

    /** Virtual threads do not count. */
    private static int workersAlive() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("worker"))
                .count();
    }

    /** A good client: of an EPID platform, or of one that makes DCAP quotes. */
    TestClient client(boolean dcap) {
        TestClient client = new TestClient();
        client.dcap = dcap ? evidence : null;
        return client;
    }

    /** A new connection. */
    Socket connect() throws IOException {
        connections++;
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Bytes as a line. */
    static byte[] line(byte[] message) {
        return (Hex.encode(message) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The next message that the server sends; null if it closes the connection, or resets it. */
    static byte[] read(Socket socket) throws IOException {
        try {
            String line = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 8192)
                    .readLine();
            return line == null ? null : Hex.decode(line);
        } catch (SocketException e) {
            return null;
        } catch (org.sgxra.common.bytes.HexFormatException e) {
            throw new AssertionError("the server sent what is no message", e);
        }
    }

    /** Sends msg0||msg1 as it should be, and takes msg2. */
    void greet(Socket socket, TestClient client) throws Exception {
        socket.getOutputStream().write(line(client.msg0Msg1().encode()));
        client.accept(Msg2.parse(read(socket)));
    }

    /** A good attestation, which must end trusted. */
    void attest(TestClient client) throws Exception {
        try (Socket socket = connect()) {
            greet(socket, client);
            socket.getOutputStream().write(line(client.msg3().encode()));
            byte[] msg4 = read(socket);
            if (msg4 == null || Msg4.parse(msg4).status() != TrustStatus.TRUSTED) {
                throw new AssertionError("a good attestation does not end trusted");
            }
        }
    }

    /** Good attestations of both kinds. */
    void servesOthers(String after) {
        run.serves(after, () -> {
            attest(client(false));
            attest(client(true));
        });
    }

    /** The one line of the log about the last connection, which has failed: it says why, and who was there. */
    String failure(String what) throws InterruptedException {
        String who = parallel ? "[" + connections + " 127.0.0.1] " : "";
        boolean[] came = {parallel};
        return log.await(what, line -> came[0] && isFailure(line, who), line -> {
                    run.read(line);
                    came[0] |= line.equals("Connection from 127.0.0.1");
                    return true;
                })
                .substring(who.length());
    }

    private boolean isFailure(String line, String who) {
        boolean failure = FAILURE.matcher(line.replaceFirst("^\\[[^]]*] ", "")).matches();
        if (failure && !line.startsWith(who)) {
            throw new AssertionError("a second line about a connection: " + line + "; awaited is " + who);
        }
        return failure;
    }

    /** Ends the server; nothing that is left in the log may be about a failure. */
    void finish() throws Exception {
        run.finish();
        for (String line : log.drain()) {
            if (isFailure(line, "none")) {
                throw new AssertionError(line);
            }
        }
    }

    @Override
    public void close() {
        server.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
