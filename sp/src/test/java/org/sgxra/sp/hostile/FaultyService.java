package org.sgxra.sp.hostile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.mock.RawTlsServer;
import org.sgxra.sp.mock.TestServer;

/** An HTTPS service on the loopback that answers as it should, but for the first few times. */
final class FaultyService implements AutoCloseable {
    /** What the service knows. */
    interface Knowledge {
        /**
         * A good answer.
         *
         * @param target path and query
         * @param body of the request; empty if there is none
         */
        HttpAnswer answer(String target, String body) throws IOException;
    }

    /** What goes wrong. */
    interface Fault {
        /**
         * Does it, on a connection that is closed afterwards.
         *
         * @param raw the TCP connection
         */
        void strike(Socket raw) throws Exception;

        /** A fault in the answer, when the request was read. */
        static Fault answering(Reply reply) {
            return new Answering(TestServer.CA.tls(TestServer.TLS), reply);
        }
    }

    /** An answer that is not as it should be. */
    interface Reply {
        void write(HttpAnswer good, OutputStream out, Socket raw) throws Exception;
    }

    /** Makes the handshake with this certificate, reads the request, and answers. */
    record Answering(SSLContext tls, Reply reply) implements Fault {
        @Override
        public void strike(Socket raw) {
            throw new IllegalStateException("the service does that");
        }
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "faulty service");
        thread.setDaemon(true);
        return thread;
    });
    private final Knowledge knowledge;
    private final String part;
    private final Fault fault;
    private final AtomicInteger left;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    /** How often the fault struck. */
    final AtomicInteger struck = new AtomicInteger();
    /** Targets of the requests. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /**
     * @param part what the target of a request ends with that is answered badly; a fault before the request strikes every connection
     * @param times how often
     */
    FaultyService(Knowledge knowledge, String part, Fault fault, int times) throws IOException {
        this.knowledge = knowledge;
        this.part = part;
        this.fault = fault;
        this.left = new AtomicInteger(times);
        threads.execute(this::accept);
    }

    /** One that makes no faults but those that {@code knowledge} has. */
    FaultyService(Knowledge knowledge) throws IOException {
        this(knowledge, "", Fault.answering((good, out, raw) -> write(good, out)), 0);
    }

    /** https://localhost:port. */
    String url() {
        return "https://localhost:" + listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private boolean strikes() {
        boolean strikes = left.getAndDecrement() > 0;
        if (strikes) {
            struck.incrementAndGet();
        }
        return strikes;
    }

    private void serve(Socket accepted) {
        open.add(accepted);
        try (Socket raw = accepted) {
            raw.setTcpNoDelay(true);
            if (!(fault instanceof Answering answering)) {
                if (strikes()) {
                    fault.strike(raw);
                    return;
                }
                answerAll(raw, TestServer.CA.tls(TestServer.TLS), null);
            } else {
                answerAll(raw, answering.tls(), answering.reply());
            }
        } catch (Exception e) {
            // The peer has gone, as it does when it does not like what it reads.
        } finally {
            open.remove(accepted);
        }
    }

    private void answerAll(Socket raw, SSLContext tls, Reply bad) throws Exception {
        try (SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(raw, null, -1, true)) {
            secured.setUseClientMode(false);
            InputStream in = new BufferedInputStream(secured.getInputStream());
            for (String head = RawTlsServer.readRequest(in); !head.isEmpty(); head = RawTlsServer.readRequest(in)) {
                String target = head.split(" ", 3)[1];
                asked.add(target);
                HttpAnswer good = knowledge.answer(target, body(head, in));
                if (bad != null && target.contains(part) && strikes()) {
                    bad.write(good, secured.getOutputStream(), raw);
                    return;
                }
                write(good, secured.getOutputStream());
            }
        }
    }

    private static String body(String head, InputStream in) throws IOException {
        int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length:");
        if (at < 0) {
            return "";
        }
        int length =
                Integer.parseInt(head.substring(at + 15, head.indexOf('\r', at)).strip());
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Status line and headers; the length of the body is said unless a header says something else of it. */
    static String head(int status, List<Map.Entry<String, String>> headers, int length) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " status\r\n");
        headers.forEach(header -> head.append(header.getKey() + ": " + header.getValue() + "\r\n"));
        if (length >= 0) {
            head.append("Content-Length: " + length + "\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** Writes an answer as it should be. */
    static void write(HttpAnswer answer, OutputStream out) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(
                head(answer.status(), answer.headers(), answer.body().length).getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(answer.body());
        out.write(all.toByteArray());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
