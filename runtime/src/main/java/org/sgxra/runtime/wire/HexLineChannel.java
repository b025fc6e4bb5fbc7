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
 * without a carriage return (docs/spec/wire-hex.md). A line has at most {@link #MAX_LINE} characters. On standard input a message
 * may also come in short lines ({@link WrappedHex}).
 *
 * <p>The time limit counts from the call of {@link #receive} to the end of the line, however slowly it drips in, and from the
 * call of {@link #send} until the system has taken all of the line.
 */
public final class HexLineChannel implements MessageChannel<byte[]> {
    /** Characters of a line at most: msg3 with proofs for 6,000 entries of a revocation list. */
    public static final int MAX_LINE = 1 << 21;

    /** How messages are read and written. */
    private enum Form {
        /** Each in one line. */
        LINE,
        /** Read in either form, written in one line. */
        EITHER,
        /** Read in either form, written in short lines. */
        WRAPPED
    }

    private final MessageStreams streams;
    private final Form form;
    private final boolean fromTerminal;
    private final ByteBuffer buffer = ByteBuffer.allocate(8192).limit(0);

    private HexLineChannel(MessageStreams streams, Form form, boolean fromTerminal) {
        this.streams = streams;
        this.form = form;
        this.fromTerminal = fromTerminal;
    }

    /**
     * Over a connection, which {@link #close} closes.
     *
     * @param timeout for each message; more than zero
     */
    public static HexLineChannel over(Connection connection, Duration timeout) throws IOException {
        return new HexLineChannel(MessageStreams.of(connection, timeout), Form.LINE, false);
    }

    /** Over a connected TCP socket, which {@link #close} closes. */
    public static HexLineChannel over(Socket socket, Duration timeout) throws IOException {
        return over(Connection.over(socket), timeout);
    }

    /** Over standard input and output or the like: no time limit, and {@link #close} leaves the streams open. */
    public static HexLineChannel over(InputStream in, OutputStream out) {
        return over(in, false, out, false);
    }

    /**
     * The same.
     *
     * @param fromTerminal true if {@code in} is a terminal, which cuts long lines: then that is what people are told
     * @param wrapped true to write messages in short lines
     */
    public static HexLineChannel over(InputStream in, boolean fromTerminal, OutputStream out, boolean wrapped) {
        return new HexLineChannel(MessageStreams.of(in, out), wrapped ? Form.WRAPPED : Form.EITHER, fromTerminal);
    }

    @Override
    public byte[] receive(String name) throws WireException {
        return receive(name, MAX_LINE / 2);
    }

    @Override
    public byte[] receive(String name, int limit) throws WireException {
        if (form == Form.LINE) {
            HexLine line = new HexLine(name, limit, streams.counted());
            receive(name, line);
            return line.message();
        }
        HexLines lines = new HexLines(name, limit, streams.counted(), fromTerminal);
        receive(name, lines);
        return lines.message();
    }

    private void receive(String name, Incoming incoming) throws WireException {
        streams.receive(name, () -> {
            while (!incoming.take(buffer)) {
                fill(incoming);
            }
            return incoming;
        });
    }

    private void fill(Incoming incoming) throws IOException {
        int count = streams.read(buffer.array(), buffer.capacity());
        if (count < 0) {
            throw incoming.closed();
        }
        buffer.limit(count).position(0);
    }

    @Override
    public void send(String name, byte[] message) throws WireException {
        String digits = Hex.encode(message);
        String text = form == Form.WRAPPED ? WrappedHex.of(digits) : digits;
        streams.send(name, (text + "\n").getBytes(StandardCharsets.US_ASCII));
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
