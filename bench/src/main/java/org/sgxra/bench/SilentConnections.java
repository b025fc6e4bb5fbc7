package org.sgxra.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Connections on which nothing is ever sent. */
final class SilentConnections implements AutoCloseable {
    private final List<Socket> sockets = new ArrayList<>();

    /** Opens them. */
    void open(InetSocketAddress server, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            try {
                socket.connect(server, 10_000);
            } catch (IOException e) {
                throw new IOException("silent connection " + (i + 1) + " of " + count + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
