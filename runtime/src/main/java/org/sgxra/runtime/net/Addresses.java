package org.sgxra.runtime.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Connecting to a host by name. */
public final class Addresses {
    /** Where the addresses of a name come from. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private Addresses() {}

    /**
     * Connects to the first address of the host that answers.
     *
     * @param limit for the name and all its addresses together; each address gets an equal part of what is left
     * @throws UnknownHostException if the name has no address
     * @throws SocketTimeoutException if the name is not resolved in time
     * @throws IOException of the last address tried
     */
    public static Connection connect(HostPort server, Duration limit) throws IOException {
        return connect(InetAddress::getAllByName, server, limit);
    }

    static Connection connect(Resolver resolver, HostPort server, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        InetAddress[] addresses = resolve(resolver, server.host(), limit);
        return connect(addresses, server.port(), Duration.ofNanos(end - System.nanoTime()));
    }

    /** The system waits for its name servers as long as it wants to; the thread that asks it is left behind then. */
    private static InetAddress[] resolve(Resolver resolver, String host, Duration limit) throws IOException {
        FutureTask<InetAddress[]> answer = new FutureTask<>(() -> resolver.resolve(host));
        Thread asking = new Thread(answer, "address of " + host);
        asking.setDaemon(true);
        asking.start();
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("its name was not resolved within " + Deadline.inWords(limit));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IOException("its name cannot be resolved: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    static Connection connect(InetAddress[] addresses, int port, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        IOException last = null;
        for (int i = 0; i < addresses.length; i++) {
            Socket socket = new Socket();
            try {
                long part = Math.max(1, (end - System.nanoTime()) / 1_000_000 / (addresses.length - i));
                socket.connect(new InetSocketAddress(addresses[i], port), (int) Math.min(part, Integer.MAX_VALUE));
                return Connection.over(socket);
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }
}
