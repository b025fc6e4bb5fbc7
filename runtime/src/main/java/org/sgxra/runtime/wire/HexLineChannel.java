package org.sgxra.runtime.wire;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.bytes.HexFormatException;

/**
 * Messages as lines of hexadecimal digits: written in lower case and ended by a line feed, read in either case and with or
 * without a carriage return (docs/spec/wire-hex.md). A line has at most {@link #MAX_LINE} characters.
 *
 * <p>The time limit counts from the call of {@link #receive} to the end of the line, however slowly it drips in, and from the
 * call of {@link #send} until the system has taken all of the line.
 */
public final class HexLineChannel implements MessageChannel {
    /** Characters of a line at most; revocation lists make messages grow. */
    public static final int MAX_LINE = 1 << 20;

    private final TimedInput in;
    private final OutputStream out;
    private final Closeable resource;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int filled;

    private HexLineChannel(TimedInput in, OutputStream out, Closeable resource) {
        this.in = in;
        this.out = out;
        this.resource = resource;
    }

    /**
     * Over a connected socket, which {@link #close} closes.
     *
     * @param timeout for each message; more than zero
     */
    public static HexLineChannel over(Socket socket, Duration timeout) throws IOException {
        socket.setTcpNoDelay(true);
        return new HexLineChannel(TimedInput.of(socket, timeout), socket.getOutputStream(), socket);
    }

    /** Over standard input and output or the like: no time limit, and {@link #close} leaves the streams open. */
    public static HexLineChannel over(InputStream in, OutputStream out) {
        return new HexLineChannel(TimedInput.of(in), out, () -> {});
    }

    @Override
    public byte[] receive(String name) throws WireException {
        String line = readLine(name);
        if (line.isEmpty()) {
            throw new WireException(WireException.Kind.NOT_HEX, "an empty line came instead of " + name);
        }
        try {
            return Hex.decode(line);
        } catch (HexFormatException e) {
            throw new WireException(WireException.Kind.NOT_HEX, name + " is not hexadecimal: " + e.getMessage(), e);
        }
    }

    private String readLine(String name) throws WireException {
        long deadline = in.deadline();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            for (int i = position; i < filled; i++) {
                if (buffer[i] == '\n') {
                    append(name, line, i);
                    position = i + 1;
                    return withoutCarriageReturn(name, line);
                }
            }
            append(name, line, filled);
            fill(name, line.size(), deadline);
        }
    }

    private void append(String name, ByteArrayOutputStream line, int end) throws WireException {
        line.write(buffer, position, end - position);
        position = end;
        if (line.size() > MAX_LINE + 1) {
            throw tooLong(name);
        }
    }

    private static String withoutCarriageReturn(String name, ByteArrayOutputStream line) throws WireException {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        String digits = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (digits.length() > MAX_LINE) {
            throw tooLong(name);
        }
        return digits;
    }

    private static WireException tooLong(String name) {
        return new WireException(WireException.Kind.TOO_LONG, name + " is longer than " + MAX_LINE + " digits");
    }

    private void fill(String name, int soFar, long deadline) throws WireException {
        int count = in.read(name, buffer, buffer.length, deadline);
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
        byte[] line = (Hex.encode(message) + "\n").getBytes(StandardCharsets.US_ASCII);
        if (in.timeout() == null) {
            write(name, line);
            return;
        }
        try (SendDeadline deadline = SendDeadline.of(resource, in.timeout())) {
            try {
                write(name, line);
            } catch (WireException e) {
                throw deadline.passed() ? in.timedOut("the peer did not take " + name, e) : e;
            }
        }
    }

    private void write(String name, byte[] line) throws WireException {
        try {
            out.write(line);
            out.flush();
        } catch (IOException e) {
            throw new WireException(
                    WireException.Kind.FAILED,
                    "connection lost while sending " + name + ": " + TimedInput.reason(e),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }
}
