package org.sgxra.common.wire;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

    /** Bounds the next read from the underlying stream. */
    private interface ReadLimit {
        void set(int milliseconds) throws IOException;
    }

    private final InputStream in;
    private final OutputStream out;
    private final Closeable resource;
    private final ReadLimit readLimit;
    private final Duration timeout;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int filled;

    private HexLineChannel(InputStream in, OutputStream out, Closeable resource, ReadLimit readLimit,
            Duration timeout) {
        this.in = in;
        this.out = out;
        this.resource = resource;
        this.readLimit = readLimit;
        this.timeout = timeout;
    }

    /**
     * Over a connected socket, which {@link #close} closes.
     *
     * @param timeout for each message; more than zero
     */
    public static HexLineChannel over(Socket socket, Duration timeout) throws IOException {
        socket.setTcpNoDelay(true);
        return new HexLineChannel(socket.getInputStream(), socket.getOutputStream(), socket, socket::setSoTimeout, timeout);
    }

    /** Over standard input and output or the like: no time limit, and {@link #close} leaves the streams open. */
    public static HexLineChannel over(InputStream in, OutputStream out) {
        return new HexLineChannel(in, out, () -> { }, milliseconds -> { }, null);
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
        long deadline = timeout == null ? 0 : System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
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
        int count;
        try {
            if (timeout != null) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw timedOut("no " + name, null);
                }
                // Rounded up: zero would mean no limit, and the peer has all of the last millisecond.
                readLimit.set((int) Math.min(left / 1_000_000 + 1, Integer.MAX_VALUE));
            }
            count = in.read(buffer);
        } catch (SocketTimeoutException e) {
            throw timedOut("no " + name, e);
        } catch (WireException e) {
            throw e;
        } catch (IOException e) {
            throw new WireException(WireException.Kind.FAILED, "connection lost while waiting for " + name + ": "
                    + reason(e), e);
        }
        if (count < 0) {
            throw soFar == 0 ? new WireException(WireException.Kind.CLOSED, "connection closed before " + name)
                    : new WireException(WireException.Kind.CUT_SHORT, "connection closed in the middle of " + name
                            + ", after " + soFar + " characters");
        }
        position = 0;
        filled = count;
    }

    private WireException timedOut(String what, Throwable cause) {
        long milliseconds = TimeUnit.MILLISECONDS.convert(timeout);
        String limit = milliseconds % 1000 == 0 ? milliseconds / 1000 + " s" : milliseconds + " ms";
        return new WireException(WireException.Kind.TIMED_OUT, what + " within " + limit, cause);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public void send(String name, byte[] message) throws WireException {
        byte[] line = (Hex.encode(message) + "\n").getBytes(StandardCharsets.US_ASCII);
        if (timeout == null) {
            write(name, line);
            return;
        }
        try (SendDeadline deadline = SendDeadline.of(resource, timeout)) {
            try {
                write(name, line);
            } catch (WireException e) {
                throw deadline.passed() ? timedOut("the peer did not take " + name, e) : e;
            }
        }
    }

    private void write(String name, byte[] line) throws WireException {
        try {
            out.write(line);
            out.flush();
        } catch (IOException e) {
            throw new WireException(WireException.Kind.FAILED, "connection lost while sending " + name + ": " + reason(e), e);
        }
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }
}
