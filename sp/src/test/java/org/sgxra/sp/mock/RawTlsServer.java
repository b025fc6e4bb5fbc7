package org.sgxra.sp.mock;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A TLS server on the loopback whose connections a test answers itself, byte for byte. */
public final class RawTlsServer implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Script script;
    /** Connections accepted so far. */
    public final AtomicInteger connections = new AtomicInteger();

    /** What to do with a connection, which is closed afterwards. */
    public interface Script {
        /** @param number 1 for the first connection */
        void run(int number, InputStream in, OutputStream out) throws Exception;
    }

    /** With the certificate that all agents of the tests trust. */
    public RawTlsServer(Script script) throws IOException {
        this(TestServer.CA.tls(TestServer.TLS), script);
    }

    /** With the certificate of {@code tls}. */
    public RawTlsServer(SSLContext tls, Script script) throws IOException {
        this.script = script;
        this.listener = tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                int number = connections.incrementAndGet();
                threads.execute(() -> serve(socket, number));
            } catch (IOException | RejectedExecutionException e) {
                return;
            }
        }
    }

    private void serve(Socket accepted, int number) {
        try (Socket socket = accepted) {
            socket.setTcpNoDelay(true);
            script.run(number, new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
        } catch (Exception e) {
            // The peer has gone, as it does when it does not like what it reads.
        }
    }

    /** Reads a request without a body: its lines, or an empty text at the end of the connection. */
    public static String readRequest(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            text.append((char) b);
            if (text.indexOf("\r\n\r\n") >= 0) {
                return text.toString();
            }
        }
        return "";
    }

    /** Writes text in ISO 8859-1, with CR LF for line feeds. */
    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** https://localhost:port. */
    public String url() {
        return "https://localhost:" + port();
    }

    /** Port listened on. */
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
