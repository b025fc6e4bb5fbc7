package org.sgxra.runtime.wire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.sgxra.common.bytes.Hex;
import org.sgxra.runtime.net.Deadline;
import org.sgxra.runtime.net.HeldConnection;
import org.sgxra.runtime.net.ProxyHeader;

/**
 * The same wire as {@link HexLineChannel} without a thread that waits: whoever receives or sends is called back, on the thread
 * of all such connections, and then asks what came of it. Limits and their words are those of {@link HexLineChannel}. One
 * step at a time.
 */
public final class HeldHexChannel implements Closeable {
    /** Many connections are held: of a message no more than this goes uncounted, which is enough for a first one. */
    private static final int UNCOUNTED = 1024;

    private final HeldConnection held;
    private final Duration timeout;
    private final CountedBytes counted;
    /** What has come after the end of the last line. */
    private ByteBuffer rest = ByteBuffer.allocate(0);

    private HexLine line;
    private ByteBuffer unsent;
    private Deadline deadline;
    private WireException failure;

    /** @param timeout for each message in either direction; more than zero */
    public HeldHexChannel(HeldConnection held, Duration timeout) {
        this.held = held;
        this.timeout = timeout;
        this.counted = new CountedBytes(held.connection().budget(), UNCOUNTED);
    }

    /**
     * Awaits a message.
     *
     * @param name what is expected, for messages to people
     * @param limit bytes that it has at most
     * @param then called when it has come, or will not come any more: {@link #received} says which; must not block
     */
    public void receive(String name, int limit, Runnable then) {
        counted.forget();
        line = new HexLine(name, limit, counted);
        start(timeout, MessageStreams.tooLate("no " + name, timeout));
        await(name, line, then);
    }

    /** Awaits what a balancer says before the first message; parameter as for {@link #receive}. */
    public void receive(ProxyHeader header, Runnable then) {
        start(ProxyHeader.LIMIT, ProxyHeader.late());
        await("PROXY protocol header", new Header(header), then);
    }

    private record Header(ProxyHeader header) implements Incoming {
        @Override
        public boolean take(ByteBuffer in) throws IOException {
            return header.take(in);
        }

        @Override
        public IOException closed() {
            return header.closed();
        }
    }

    private void await(String name, Incoming incoming, Runnable then) {
        if (isWhole(name, incoming, rest)) {
            then.run();
        } else {
            held.awaitReadable(() -> read(name, incoming, then));
        }
    }

    private void read(String name, Incoming incoming, Runnable then) {
        try {
            ByteBuffer bytes = held.read();
            if (bytes == null) {
                fail("connection lost while waiting for " + name, incoming.closed());
            } else if (!isWhole(name, incoming, bytes)) {
                held.awaitReadable(() -> read(name, incoming, then));
                return;
            }
        } catch (IOException e) {
            fail("connection lost while waiting for " + name, e);
        }
        then.run();
    }

    /** True if nothing more is awaited, be it for a failure. */
    private boolean isWhole(String name, Incoming incoming, ByteBuffer bytes) {
        try {
            if (!incoming.take(bytes)) {
                return false;
            }
            if (incoming == line) {
                held.connection().irreplaceable();
            }
            counted.count(name, bytes.remaining());
            rest = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            finish();
        } catch (IOException e) {
            fail("connection lost while waiting for " + name, e);
        }
        return true;
    }

    /** Says whether what was awaited without being a message has come. */
    public void check() throws WireException {
        if (failure != null) {
            throw failure;
        }
    }

    /** True if what was awaited last will not come, or be sent. */
    public boolean hasFailed() {
        return failure != null;
    }

    /**
     * The message that has come.
     *
     * @throws WireException if none has, or the connection was ended since
     */
    public byte[] received() throws WireException {
        if (failure == null && ended() != null) {
            failure = new WireException(WireException.Kind.TIMED_OUT, ended());
        }
        if (failure != null) {
            throw failure;
        }
        byte[] message = line.message();
        line = null;
        return message;
    }

    /**
     * Sends a message, at once if the system takes it at once.
     *
     * @param then called otherwise when it is sent, or cannot be sent: {@link #sent} says which; must not block
     * @return true if it was sent
     * @throws WireException if the peer is gone
     */
    public boolean send(String name, byte[] message, Runnable then) throws WireException {
        unsent = ByteBuffer.wrap((Hex.encode(message) + "\n").getBytes(StandardCharsets.US_ASCII));
        start(timeout, MessageStreams.tooLate("the peer did not take " + name, timeout));
        boolean over = write(name);
        if (!over) {
            held.awaitWritable(() -> writeOn(name, then));
        } else if (failure != null) {
            throw failure;
        }
        return over;
    }

    private void writeOn(String name, Runnable then) {
        if (write(name)) {
            then.run();
        } else {
            held.awaitWritable(() -> writeOn(name, then));
        }
    }

    private boolean write(String name) {
        try {
            held.write(unsent);
            if (unsent.hasRemaining()) {
                return false;
            }
            finish();
        } catch (IOException e) {
            fail("connection lost while sending " + name, e);
        }
        return true;
    }

    /** Says whether the message was sent. */
    public void sent() throws WireException {
        unsent = null;
        check();
    }

    private void start(Duration limit, String late) {
        deadline = held.connection().limit(limit, late);
    }

    private void finish() throws WireException {
        deadline.close();
        if (deadline.passed()) {
            throw new WireException(WireException.Kind.TIMED_OUT, ended(), null);
        }
    }

    private void fail(String lost, IOException e) {
        deadline.close();
        failure = e instanceof ProxyHeader.FormatException && ended() == null
                ? new WireException(WireException.Kind.FAILED, e.getMessage(), e)
                : MessageStreams.failure(ended(), lost, e);
    }

    private String ended() {
        return held.connection().ended().orElse(null);
    }

    /** Closes the connection. */
    @Override
    public void close() throws IOException {
        counted.forget();
        if (deadline != null) {
            deadline.close();
        }
        held.close();
    }
}
