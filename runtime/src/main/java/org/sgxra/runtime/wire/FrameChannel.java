package org.sgxra.runtime.wire;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;

/**
 * Frames: a header of 20 bytes, {@code length@type} in decimal digits filled up with NUL, then the body
 * (docs/spec/wire-tls-protobuf.md section 2). A body has 1 to {@link #MAX_BODY} bytes.
 *
 * <p>The time limit counts from the call of {@link #receive} to the end of the body, however slowly it drips in. The end of
 * the stream without close_notify counts as an ordinary end.
 */
public final class FrameChannel implements Closeable {
    /** Bytes of a header. */
    public static final int HEADER_SIZE = 20;
    /** Bytes of a body at most; quotes, secrets and revocation lists make messages grow. */
    public static final int MAX_BODY = 1 << 20;

    private static final Pattern HEADER = Pattern.compile("([0-9]{1,10})@([0-9]{1,10})");

    private final TimedInput in;
    private final OutputStream out;
    private final Closeable resource;

    private FrameChannel(TimedInput in, OutputStream out, Closeable resource) {
        this.in = in;
        this.out = out;
        this.resource = resource;
    }

    /**
     * Over a connected socket, which {@link #close} closes; for TLS an {@code SSLSocket}, whose handshake the first frame
     * makes unless it was made before.
     *
     * @param timeout for each frame; more than zero
     */
    public static FrameChannel over(Socket socket, Duration timeout) throws IOException {
        socket.setTcpNoDelay(true);
        return new FrameChannel(TimedInput.of(socket, timeout), socket.getOutputStream(), socket);
    }

    /** Over a pair of streams, without a time limit; {@link #close} leaves them open. */
    public static FrameChannel over(InputStream in, OutputStream out) {
        return new FrameChannel(TimedInput.of(in), out, () -> {});
    }

    /**
     * Waits for the next frame.
     *
     * @param name what is expected, for messages to people: {@code MSG3}
     * @throws WireException if no well-formed frame came in time
     */
    public Frame receive(String name) throws WireException {
        long deadline = in.deadline();
        byte[] header = read(name, HEADER_SIZE, true, deadline);
        int end = 0;
        while (end < HEADER_SIZE && header[end] != 0) {
            end++;
        }
        String text = new String(header, 0, end, StandardCharsets.ISO_8859_1);
        Matcher matcher = HEADER.matcher(text);
        if (!matcher.matches()) {
            throw new WireException(
                    WireException.Kind.NOT_A_FRAME,
                    "what came instead of " + name + " is no frame: its header is not length@type");
        }
        long length = Long.parseLong(matcher.group(1));
        long type = Long.parseLong(matcher.group(2));
        if (length > MAX_BODY) {
            throw new WireException(WireException.Kind.TOO_LONG, name + " is longer than " + MAX_BODY + " bytes");
        }
        if (length == 0 || type >= FrameType.values().length) {
            throw new WireException(
                    WireException.Kind.NOT_A_FRAME,
                    "what came instead of " + name + " is no frame: "
                            + (length == 0 ? "its body is empty" : "unknown type " + type));
        }
        return new Frame(FrameType.values()[(int) type], ByteString.of(read(name, (int) length, false, deadline)));
    }

    private byte[] read(String name, int size, boolean first, long deadline) throws WireException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[Math.min(size, 8192)];
        while (bytes.size() < size) {
            int count = in.read(name, buffer, Math.min(buffer.length, size - bytes.size()), deadline);
            if (count < 0) {
                throw first && bytes.size() == 0
                        ? new WireException(WireException.Kind.CLOSED, "connection closed before " + name)
                        : new WireException(WireException.Kind.CUT_SHORT, "connection closed in the middle of " + name);
            }
            bytes.write(buffer, 0, count);
        }
        return bytes.toByteArray();
    }

    /**
     * Sends a frame.
     *
     * @throws WireException if the peer is gone
     */
    public void send(Frame frame) throws WireException {
        try {
            out.write(encode(frame));
            out.flush();
        } catch (IOException e) {
            throw new WireException(
                    WireException.Kind.FAILED,
                    "connection lost while sending " + frame.type() + ": " + TimedInput.reason(e),
                    e);
        }
    }

    /** The bytes of a frame: header and body. */
    public static byte[] encode(Frame frame) {
        byte[] text = (frame.body().size() + "@" + frame.type().value()).getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[HEADER_SIZE + frame.body().size()];
        System.arraycopy(text, 0, bytes, 0, text.length);
        System.arraycopy(
                frame.body().toArray(), 0, bytes, HEADER_SIZE, frame.body().size());
        return bytes;
    }

    @Override
    public void close() throws IOException {
        resource.close();
    }
}
