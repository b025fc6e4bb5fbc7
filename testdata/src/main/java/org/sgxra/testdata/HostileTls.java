package org.sgxra.testdata;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * A TLS peer that decides for each byte when it is sent, and whether anything is read: what well-behaved TLS libraries do not
 * do, and attackers do.
 */
public final class HostileTls implements Closeable {
    private final Socket socket;
    private final SSLEngine engine;
    private final ByteBuffer received;

    /**
     * On a connected TCP socket.
     *
     * @param client true to begin the handshake, false to answer
     */
    public HostileTls(SSLContext tls, Socket socket, boolean client) throws SSLException {
        this.socket = socket;
        this.engine = tls.createSSLEngine();
        this.received =
                ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).limit(0);
        engine.setUseClientMode(client);
        engine.beginHandshake();
    }

    /** Makes the handshake as it should be. */
    public void handshake() throws IOException {
        while (true) {
            byte[] flight = flight();
            if (flight.length == 0) {
                return;
            }
            send(flight);
        }
    }

    /** Reads as far as the handshake needs it, and gives what is to be sent next; empty when it is finished. */
    public byte[] flight() throws IOException {
        byte[] flight = new byte[0];
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                flight = concat(flight, wrap(new byte[0]));
            } else if (flight.length > 0 || status == HandshakeStatus.NOT_HANDSHAKING) {
                return flight;
            } else {
                unwrap();
            }
        }
    }

    /** Gives how many bytes of records the engine took; none when more had to be read first. */
    private int unwrap() throws IOException {
        ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        SSLEngineResult result = engine.unwrap(received, plain);
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> fill();
            case CLOSED -> throw new EOFException("closed");
            default -> {
                // Whatever it was, the engine knows now.
            }
        }
        return result.bytesConsumed();
    }

    private void fill() throws IOException {
        received.compact();
        int count = socket.getInputStream().read(received.array(), received.position(), received.remaining());
        if (count < 0) {
            throw new EOFException("the other side has gone");
        }
        received.position(received.position() + count).flip();
    }

    /** The records of these bytes, at most 16,384 of them. */
    public byte[] wrap(byte[] plain) throws IOException {
        ByteBuffer records = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.wrap(plain), records);
        return Arrays.copyOf(records.array(), records.position());
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends a byte now and then, until the other side has had enough. */
    public void drip(byte[] bytes) {
        try {
            for (byte next : bytes) {
                socket.getOutputStream().write(next);
                Thread.sleep(500);
            }
        } catch (IOException e) {
            // That is the point.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Asks in TLS 1.3 for new keys again and again, each time to be answered, and reads no answer; until the connection ends. When
     * it was the other side that closed it, TCP may tell that only after minutes, because nothing more can be sent: {@link #close}
     * ends it at once.
     */
    public void requestKeysWithoutReading() {
        try {
            while (true) {
                requestKeys();
            }
        } catch (IOException e) {
            // That is the point.
        }
    }

    /**
     * Asks in TLS 1.3 for new keys again and again, and reads a record after each request: the answer, or what stood before it;
     * until the connection ends.
     *
     * @param read called after each record
     */
    public void requestKeysAndRead(Runnable read) {
        try {
            while (true) {
                requestKeys();
                while (unwrap() == 0) {
                    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                        engine.getDelegatedTask().run();
                    }
                }
                read.run();
            }
        } catch (IOException e) {
            // That is the point.
        }
    }

    private void requestKeys() throws IOException {
        engine.beginHandshake();
        byte[] request = wrap(new byte[0]);
        if (request.length == 0) {
            throw new IllegalStateException("no TLS 1.3");
        }
        send(request);
    }

    /** What comes, still encrypted. */
    public InputStream raw() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
