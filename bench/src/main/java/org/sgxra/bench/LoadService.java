package org.sgxra.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.sgxra.common.report.InvalidEvidenceException;

/**
 * An attestation service without delay of its own: empty signature revocation lists, and a good report on every quote, each after a
 * latency that can be set. HTTP/1.1 over TLS by Conscrypt, or without TLS; a thread for each connection.
 */
final class LoadService implements AutoCloseable {
    private static final int MAX_HEAD = 16_384;

    /** A thread for each connection, used again for others. */
    private final ExecutorService threads = Executors.newCachedThreadPool(LoadService::daemon);

    private final ServerSocket listener;
    private final SignedReports reports;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong handshakes = new AtomicLong();
    private volatile Duration latency = Duration.ZERO;
    private volatile boolean keepsConnections = true;

    private LoadService(ServerSocket listener, SignedReports reports) throws IOException {
        this.listener = listener;
        this.reports = reports;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        threads.execute(this::accept);
    }

    /** Listens on a free port of the loopback address, with TLS. */
    static LoadService withTls(LoadCertificates certificates) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS", LoadCertificates.PROVIDER);
        context.init(new KeyManager[] {new OneIdentity(certificates.tls())}, null, null);
        return new LoadService(
                context.getServerSocketFactory().createServerSocket(), new SignedReports(certificates.reports()));
    }

    /** Listens on a free port of the loopback address, without TLS. */
    static LoadService plain(LoadCertificates certificates) throws IOException, GeneralSecurityException {
        return new LoadService(new ServerSocket(), new SignedReports(certificates.reports()));
    }

    /** How long each answer takes from now on. */
    LoadService latency(Duration given) {
        latency = given;
        return this;
    }

    /** Whether connections stay open after an answer. */
    LoadService keepConnections(boolean given) {
        keepsConnections = given;
        return this;
    }

    /** Where it listens. */
    int port() {
        return listener.getLocalPort();
    }

    /** TLS handshakes so far; without TLS connections. */
    long handshakes() {
        return handshakes.get();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "attestation service");
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed, or one connection that did not come about.
                continue;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            if (socket instanceof SSLSocket tls) {
                tls.startHandshake();
            }
            handshakes.incrementAndGet();
            InputStream in = new BufferedInputStream(socket.getInputStream(), MAX_HEAD);
            OutputStream out = socket.getOutputStream();
            boolean open = true;
            while (open) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                open = keepsConnections;
                byte[] answer = answer(head, in.readNBytes(contentLength(head)), open);
                Thread.sleep(latency.toMillis());
                out.write(answer);
                out.flush();
            }
        } catch (IOException e) {
            // The service provider has closed, or does not like the certificate: it says so itself.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    /** Request line and headers up to the empty line; empty at the end of the connection. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder(1024);
        int end = 0;
        for (int c = in.read(); c >= 0 && head.length() < MAX_HEAD; c = in.read()) {
            head.append((char) c);
            end = c == '\n' ? end + 1 : c == '\r' ? end : 0;
            if (end == 2) {
                return head.toString();
            }
        }
        return "";
    }

    private static int contentLength(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("\ncontent-length:");
        if (at < 0) {
            return 0;
        }
        int from = at + "\ncontent-length:".length();
        return Integer.parseInt(lower.substring(from, lower.indexOf('\r', from)).strip());
    }

    private byte[] answer(String head, byte[] body, boolean open) throws IOException {
        byte[] content = new byte[0];
        String headers = "";
        String status = "200 OK";
        try {
            if (head.startsWith("POST ")) {
                SignedReports.Report report = reports.report(body);
                content = report.body();
                headers = report.headers();
            }
        } catch (InvalidEvidenceException e) {
            status = "400 Bad Request";
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        String start = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Type: application/json\r\nContent-Length: "
                + content.length + (open ? "" : "\r\nConnection: close") + "\r\n\r\n";
        byte[] ascii = start.getBytes(StandardCharsets.US_ASCII);
        byte[] answer = new byte[ascii.length + content.length];
        System.arraycopy(ascii, 0, answer, 0, ascii.length);
        System.arraycopy(content, 0, answer, ascii.length, content.length);
        return answer;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdown();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
