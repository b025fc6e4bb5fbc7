package org.sgxra.client.isv;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.sgxra.client.Enclave;
import org.sgxra.client.QuoteKind;
import org.sgxra.client.SoftWorld;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.testdata.hostile.HostileRun;
import org.sgxra.testdata.hostile.LogLines;

/** {@code isv-app} in this process, on the enclave that the build made; and the peers that a test lets loose on it. */
final class AttackedApplication implements AutoCloseable {
    private static final int READ_MILLIS = 600_000;
    private static final Pattern FAILURE =
            Pattern.compile("\\[[0-9]+] (Attestation failed|Handshake was not successful|connection lost|refused): .*");

    final LogLines log = new LogLines();
    final HostileRun run;
    final SSLContext tls;
    private final SoftWorld world;
    private final Enclave enclave;
    private final IsvAppServer server;
    private final Thread thread;
    /** Connections so far: the log has their numbers. */
    private int connections;

    AttackedApplication(String name, Path folder, Duration timeout) throws Exception {
        this(name, folder, timeout, QuoteKind.EPID);
    }

    /** @param kind of the evidence that the application gives */
    AttackedApplication(String name, Path folder, Duration timeout, QuoteKind kind) throws Exception {
        run = new HostileRun(name);
        world = new SoftWorld(folder);
        enclave = world.load();
        Path certificate = folder.resolve("cert.pem");
        SelfSignedCertificate.write(certificate, folder.resolve("key.pem"));
        tls = TestServiceProvider.trusting(certificate);
        server = new IsvAppServer(
                ServerIdentity.load(certificate, folder.resolve("key.pem")),
                InetAddress.getLoopbackAddress(),
                0,
                enclave,
                new IsvAppServer.Terms(kind, Optional.empty(), false, timeout),
                new Transcript(new PrintStream(log, true, StandardCharsets.UTF_8), Level.NORMAL, Clock.systemUTC()),
                EventFile.none());
        thread = new Thread(server::serve, "server under test");
        thread.start();
        for (int i = 0; i < 3; i++) {
            attest();
        }
        // Threads of connections that have ended stay for some seconds.
        Thread.sleep(50);
        run.settled(0);
    }

    int port() {
        return server.port();
    }

    /** A TCP connection. */
    Socket connect() throws IOException {
        connections++;
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** A connection with TLS. */
    SSLSocket secured() throws IOException {
        return (SSLSocket) tls.getSocketFactory().createSocket(connect(), "localhost", server.port(), true);
    }

    /** A service provider that goes through its messages step by step. */
    TestServiceProvider provider() throws IOException {
        connections++;
        return new TestServiceProvider(tls, server.port());
    }

    /** A good attestation. */
    void attest() throws Exception {
        try (TestServiceProvider sp = provider()) {
            sp.upToMsg3();
            if (!sp.isAcknowledged(sp.strict(TrustStatus.TRUSTED, ByteString.EMPTY, ByteString.zeros(1)))) {
                throw new AssertionError("a good attestation is not acknowledged");
            }
        }
    }

    /** Reads what still comes, until the server closes the connection or resets it. */
    static byte[] rest(Socket socket) throws IOException {
        try {
            InputStream in = socket.getInputStream();
            return in.readAllBytes();
        } catch (SocketException | SSLException e) {
            return new byte[0];
        }
    }

    /** The one line of the log about the last connection, which has failed. */
    String failure(String what) throws InterruptedException {
        String who = "[" + connections + "] ";
        boolean[] came = new boolean[1];
        return log.await(what, line -> came[0] && isFailure(line, who), line -> {
            run.read(line);
            came[0] |= line.equals(who + "Connection from 127.0.0.1");
            return true;
        });
    }

    static boolean isFailure(String line) {
        return FAILURE.matcher(line).matches();
    }

    private static boolean isFailure(String line, String who) {
        if (isFailure(line) && !line.startsWith(who)) {
            throw new AssertionError("a second line about a connection: " + line + "; awaited is " + who);
        }
        return isFailure(line);
    }

    @Override
    public void close() {
        server.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        enclave.close();
        world.close();
    }
}
