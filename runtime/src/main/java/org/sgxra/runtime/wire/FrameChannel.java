package org.sgxra.runtime.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.net.Connection;

/**
 * Frames: a header of 20 bytes, {@code length@type} in decimal digits filled up with NUL, then the body
 * (docs/spec/wire-tls-protobuf.md section 2). A body has 1 to {@link #MAX_BODY} bytes.
 *
 * <p>The time limit counts from the call of {@link #receive} to the end of the body, however slowly it drips in, and from the
 * call of {@link #send} until the system has taken all of the frame. The end of the stream without close_notify counts as an
 * ordinary end.
 */
public final class FrameChannel implements MessageChannel<Frame> {
    /** Bytes of a header. */
    public static final int HEADER_SIZE = 20;
    /** Bytes of a body at most: MSG3 with proofs for 4,000 entries of a revocation list, each of its bytes a field of up to three. */
    public static final int MAX_BODY = 1 << 21;

    private static final Pattern HEADER = Pattern.compile("([0-9]{1,10})@([0-9]{1,10})");

    private final MessageStreams streams;

    private FrameChannel(MessageStreams streams) {
        this.streams = streams;
    }

    /**
     * Over a connection, which {@link #close} closes.
     *
     * @param timeout for each frame; more than zero
     */
    public static FrameChannel over(Connection connection, Duration timeout) throws IOException {
        return new FrameChannel(MessageStreams.of(connection, timeout));
    }

    /** Over a connected TCP socket, which {@link #close} closes. */
    public static FrameChannel over(Socket socket, Duration timeout) throws IOException {
        return over(Connection.over(socket), timeout);
    }

    /** Over a pair of streams, without a time limit; {@link #close} leaves them open. */
    public static FrameChannel over(InputStream in, OutputStream out) {
        return new FrameChannel(MessageStreams.of(in, out));
    }

    @Override
    public Frame receive(String name) throws WireException {
        return receive(name, MAX_BODY);
    }

    /**
     * {@inheritDoc}
     *
     * @param limit for the body, at most {@link #MAX_BODY}
     */
    @Override
    public Frame receive(String name, int limit) throws WireException {
        return streams.receive(name, () -> read(name, limit));
    }

    private Frame read(String name, int limit) throws IOException {
        byte[] header = read(name, HEADER_SIZE, true);
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
        if (length > limit) {
            throw new WireException(
                    WireException.Kind.TOO_LONG,
                    name + " is longer than " + (length > MAX_BODY ? MAX_BODY : limit) + " bytes");
        }
        if (length == 0 || type >= FrameType.values().length) {
            throw new WireException(
                    WireException.Kind.NOT_A_FRAME,
                    "what came instead of " + name + " is no frame: "
                            + (length == 0 ? "its body is empty" : "unknown type " + type));
        }
        return new Frame(FrameType.values()[(int) type], ByteString.of(read(name, (int) length, false)));
    }

    private byte[] read(String name, int size, boolean first) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[Math.min(size, 8192)];
        while (bytes.size() < size) {
            int count = streams.read(buffer, Math.min(buffer.length, size - bytes.size()));
            if (count < 0) {
                throw first && bytes.size() == 0
                        ? new WireException(WireException.Kind.CLOSED, "connection closed before " + name)
                        : new WireException(WireException.Kind.CUT_SHORT, "connection closed in the middle of " + name);
            }
            streams.counted().count(name, count);
            bytes.write(buffer, 0, count);
        }
        return bytes.toByteArray();
    }

    @Override
    public void send(String name, Frame frame) throws WireException {
        streams.send(name, encode(frame));
    }

    /** Sends a frame, which is called by the name of its type. */
    public void send(Frame frame) throws WireException {
        send(frame.type().toString(), frame);
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
        streams.close();
    }
}
