package org.sgxra.runtime.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;

/** Connecting to a host by name. */
public final class Addresses {
    private Addresses() {}

    /**
     * Connects to the first address of the host that answers.
     *
     * @param limit for all addresses together; each gets an equal part of what is left
     * @throws UnknownHostException if the name has no address
     * @throws IOException of the last address tried
     */
    public static Connection connect(HostPort server, Duration limit) throws IOException {
        return connect(InetAddress.getAllByName(server.host()), server.port(), limit);
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
