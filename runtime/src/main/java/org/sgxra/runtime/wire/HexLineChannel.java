package org.sgxra.runtime.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.sgxra.common.bytes.Hex;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.Expiry;

/**
 * Messages as lines of hexadecimal digits: written in lower case and ended by a line feed, read in either case and with or
 * without a carriage return (docs/spec/wire-hex.md). A line has at most {@link #MAX_LINE} characters.
 *
 * <p>The time limit counts from the call of {@link #receive} to the end of the line, however slowly it drips in, and from the
 * call of {@link #send} until the system has taken all of the line.
 */
public final class HexLineChannel implements MessageChannel<byte[]> {
    /** Characters of a line at most: msg3 with proofs for 6,000 entries of a revocation list. */
    public static final int MAX_LINE = 1 << 21;

    private final MessageStreams streams;
    private final ByteBuffer buffer = ByteBuffer.allocate(8192).limit(0);

    private HexLineChannel(MessageStreams streams) {
        this.streams = streams;
    }

    /**
     * Over a connection, which {@link #close} closes.
     *
     * @param timeout for each message; more than zero
     */
    public static HexLineChannel over(Connection connection, Duration timeout) throws IOException {
        return new HexLineChannel(MessageStreams.of(connection, timeout));
    }

    /** Over a connected TCP socket, which {@link #close} closes. */
    public static HexLineChannel over(Socket socket, Duration timeout) throws IOException {
        return over(Connection.over(socket), timeout);
    }

    /** Over standard input and output or the like: no time limit, and {@link #close} leaves the streams open. */
    public static HexLineChannel over(InputStream in, OutputStream out) {
        return new HexLineChannel(MessageStreams.of(in, out));
    }

    @Override
    public byte[] receive(String name) throws WireException {
        return receive(name, MAX_LINE / 2);
    }

    @Override
    public byte[] receive(String name, int limit) throws WireException {
        HexLine line = new HexLine(name, limit, streams.counted());
        streams.receive(name, () -> {
            while (!line.take(buffer)) {
                fill(line);
            }
            return line;
        });
        return line.message();
    }

    private void fill(HexLine line) throws IOException {
        int count = streams.read(buffer.array(), buffer.capacity());
        if (count < 0) {
            throw line.closed();
        }
        buffer.limit(count).position(0);
    }

    @Override
    public void send(String name, byte[] message) throws WireException {
        streams.send(name, (Hex.encode(message) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Expiry expiry() {
        return streams.expiry();
    }

    @Override
    public void close() throws IOException {
        streams.close();
    }
}
