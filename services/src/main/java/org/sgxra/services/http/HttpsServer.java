package org.sgxra.services.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/**
 * An HTTPS server, one thread for each connection.
 *
 * <p>Connections are accepted here and not by HttpCore's own server, which does the TLS handshake in the accepting thread: one
 * silent client would keep all others out.
 */
public final class HttpsServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 256;
    /** For a single read. */
    private static final int READ_MILLIS = 30_000;
    /** For a whole request, and the pause before it. */
    private static final int REQUEST_SECONDS = 90;

    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(8192)
            .setMaxHeaderCount(64)
            .setMaxEmptyLineCount(4)
            .build();

    private final ServerSocket listener;
    private final SSLSocketFactory tls;
    private final HttpService service;
    private final Consumer<String> debug;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(0, MAX_CONNECTIONS, 10, TimeUnit.SECONDS, new SynchronousQueue<>());
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watch");
        thread.setDaemon(true);
        return thread;
    });

    private HttpsServer(ServerSocket listener, SSLContext tls, HttpService service, Consumer<String> debug) {
        this.listener = listener;
        this.tls = tls.getSocketFactory();
        this.service = service;
        this.debug = debug;
    }

    /**
     * Binds the address and starts to answer.
     *
     * @param address port 0 means any free one
     * @param maxBody size limit for request bodies in bytes; larger ones are answered with 413
     * @param debug takes a line about each connection that ended badly
     */
    public static HttpsServer start(
            InetSocketAddress address, SSLContext tls, int maxBody, Endpoint endpoint, Consumer<String> debug)
            throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(address, 128);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        HttpsServer server = new HttpsServer(listener, tls, Exchange.service(endpoint, maxBody), debug);
        new Thread(server::accept, "accept").start();
        return server;
    }

    /** The port that is listened on. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                try {
                    workers.execute(() -> serve(socket));
                } catch (RejectedExecutionException e) {
                    debug.accept("connection closed: " + MAX_CONNECTIONS + " others are open");
                    close(socket);
                }
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    debug.accept("cannot accept a connection: " + e.getMessage());
                    pause();
                }
            }
        }
    }

    /** Out of file descriptors, most likely: trying at once would only burn time. */
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket socket) {
        String peer = String.valueOf(socket.getRemoteSocketAddress());
        try (DefaultBHttpServerConnection connection = new DefaultBHttpServerConnection("https", LIMITS)) {
            socket.setSoTimeout(READ_MILLIS);
            socket.setTcpNoDelay(true);
            try (SSLSocket secured = (SSLSocket) tls.createSocket(socket, null, -1, true)) {
                secured.setUseClientMode(false);
                secured.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                within(socket, secured::startHandshake);
                connection.bind(secured, socket);
                while (connection.isOpen() && !listener.isClosed()) {
                    within(socket, () -> service.handleRequest(connection, HttpCoreContext.create()));
                }
            }
        } catch (IOException | HttpException e) {
            debug.accept("connection of " + peer + " ended: " + e.getMessage());
        } catch (RuntimeException e) {
            debug.accept("connection of " + peer + " ended: " + e);
        } finally {
            close(socket);
        }
    }

    private interface Step {
        void run() throws IOException, HttpException;
    }

    /** Read time-outs alone would let a client send a byte every half minute for ever. */
    private void within(Socket socket, Step step) throws IOException, HttpException {
        ScheduledFuture<?> end = watch.schedule(() -> close(socket), REQUEST_SECONDS, TimeUnit.SECONDS);
        try {
            step.run();
        } finally {
            end.cancel(false);
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            debug.accept("closing a connection: " + e.getMessage());
        }
    }

    /** Stops listening and ends all connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            debug.accept("closing the listener: " + e.getMessage());
        }
        open.forEach(this::close);
        workers.shutdown();
        watch.shutdownNow();
    }
}
