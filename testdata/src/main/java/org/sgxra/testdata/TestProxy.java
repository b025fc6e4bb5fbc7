package org.sgxra.testdata;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A small HTTP proxy: CONNECT only, with a password when asked to. */
public final class TestProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String credentials;
    private final String refusal;
    /** Targets of the tunnels asked for. */
    public final List<String> targets = new CopyOnWriteArrayList<>();
    /** Headers of the requests, names in lower case. */
    public final List<String> headers = new CopyOnWriteArrayList<>();

    /**
     * @param credentials {@code user:password} asked for, or null
     * @param refusal status line for every request, or null
     */
    public TestProxy(String credentials, String refusal) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), credentials, refusal);
    }

    /** One that is spoken to in TLS. */
    public static TestProxy inTls(SSLContext tls, String credentials) throws IOException {
        return new TestProxy(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                credentials,
                null);
    }

    private TestProxy(ServerSocket listener, String credentials, String refusal) {
        this.listener = listener;
        this.credentials = credentials;
        this.refusal = refusal;
        threads.execute(this::accept);
    }

    /** Port listened on. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket accepted) {
        try (Socket client = accepted) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
            String[] request = in.readLine().split(" ");
            targets.add(request[0] + " " + request[1]);
            String authorization = null;
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                headers.add(line.toLowerCase(Locale.ROOT));
                if (line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:")) {
                    authorization = line.substring(line.indexOf(':') + 1).strip();
                }
            }
            OutputStream out = client.getOutputStream();
            if (refusal != null) {
                out.write((refusal + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            } else if (credentials != null
                    && !("Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                            .equals(authorization)) {
                out.write(("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                                + "Content-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
            } else {
                tunnel(client, request[1]);
            }
        } catch (IOException e) {
            // The tunnel is closed by either side.
        }
    }

    private void tunnel(Socket client, String target) throws IOException {
        int colon = target.lastIndexOf(':');
        try (Socket server =
                new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(target.substring(colon + 1)))) {
            client.getOutputStream()
                    .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            threads.execute(() -> copy(server, client));
            copy(client, server);
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Closed.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
