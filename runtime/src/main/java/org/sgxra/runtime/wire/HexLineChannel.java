package org.sgxra.runtime.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.runtime.net.Connection;

/**
 * Messages as lines of hexadecimal digits: written in lower case and ended by a line feed, read in either case and with or
 * without a carriage return (docs/spec/wire-hex.md). A line has at most {@link #MAX_LINE} characters.
 *
 * <p>The time limit counts from the call of {@link #receive} to the end of the line, however slowly it drips in, and from the
 * call of {@link #send} until the system has taken all of the line.
 */
public final class HexLineChannel implements MessageChannel<byte[]> {
    /** Characters of a line at most; revocation lists make messages grow. */
    public static final int MAX_LINE = 1 << 20;

    private final MessageStreams streams;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int filled;

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
        String line = streams.receive(name, () -> readLine(name, 2 * limit));
        if (line.isEmpty()) {
            throw new WireException(WireException.Kind.NOT_HEX, "an empty line came instead of " + name);
        }
        try {
            return Hex.decode(line);
        } catch (HexFormatException e) {
            throw new WireException(WireException.Kind.NOT_HEX, name + " is not hexadecimal: " + e.getMessage(), e);
        }
    }

    /** A line beyond the limit of its message is read to its end, where the next one begins, but not kept. */
    private String readLine(String name, int limit) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int length = 0;
        while (true) {
            int end = position;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            length += end - position;
            if (length > MAX_LINE + 1) {
                throw tooLong(name, MAX_LINE);
            }
            if (length <= limit + 1) {
                streams.count(name, end - position);
                line.write(buffer, position, end - position);
            }
            position = end;
            if (position < filled) {
                position++;
                return withoutCarriageReturn(name, line, length, limit);
            }
            fill(name, length);
        }
    }

    private static String withoutCarriageReturn(String name, ByteArrayOutputStream line, int length, int limit)
            throws WireException {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        String digits = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (length > limit + 1 || digits.length() > limit) {
            throw tooLong(name, limit);
        }
        return digits;
    }

    private static WireException tooLong(String name, int digits) {
        return new WireException(WireException.Kind.TOO_LONG, name + " is longer than " + digits + " digits");
    }

    private void fill(String name, int soFar) throws IOException {
        int count = streams.read(buffer, buffer.length);
        if (count < 0) {
            throw soFar == 0
                    ? new WireException(WireException.Kind.CLOSED, "connection closed before " + name)
                    : new WireException(
                            WireException.Kind.CUT_SHORT,
                            "connection closed in the middle of " + name + ", after " + soFar + " characters");
        }
        position = 0;
        filled = count;
    }

    @Override
    public void send(String name, byte[] message) throws WireException {
        streams.send(name, (Hex.encode(message) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        streams.close();
    }
}
