package org.sgxra.runtime.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.ByteBudget;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.Deadline;
import org.sgxra.runtime.net.Expiry;

/**
 * What both wires stand on: bytes in and out, a time limit for each message in either direction, and a count of the bytes that
 * a message holds. Failures come out as {@link WireException} in words for people; when a limit of this side has ended the
 * connection they name the limit, whatever the system said.
 */
final class MessageStreams implements Closeable {
    private static final Deadline NONE = null;

    private final Connection connection;
    private final InputStream in;
    private final OutputStream out;
    private final Duration timeout;
    private final CountedBytes counted;

    private MessageStreams(
            Connection connection, InputStream in, OutputStream out, Duration timeout, ByteBudget budget) {
        this.connection = connection;
        this.in = in;
        this.out = out;
        this.timeout = timeout;
        this.counted = new CountedBytes(budget, CountedBytes.UNCOUNTED);
    }

    /** A connection, which {@link #close} closes; {@code timeout} for each message is more than zero. */
    static MessageStreams of(Connection connection, Duration timeout) throws IOException {
        return new MessageStreams(connection, connection.in(), connection.out(), timeout, connection.budget());
    }

    /** A pair of streams, without a time limit; {@link #close} leaves them open. */
    static MessageStreams of(InputStream in, OutputStream out) {
        return new MessageStreams(null, in, out, null, ByteBudget.UNLIMITED);
    }

    /** A step in which a message is received or sent. */
    interface Step<T> {
        T run() throws IOException;
    }

    /** Receives a message: all that {@code step} reads, however slowly it drips in, stands under one time limit. */
    <T> T receive(String name, Step<T> step) throws WireException {
        counted.forget();
        T message = within("no " + name, "connection lost while waiting for " + name, step);
        if (connection != null) {
            connection.irreplaceable();
        }
        return message;
    }

    /** Sends a message, flushed, under one time limit. */
    void send(String name, byte[] bytes) throws WireException {
        within("the peer did not take " + name, "connection lost while sending " + name, () -> {
            out.write(bytes);
            out.flush();
            return null;
        });
    }

    /** Says that something did not happen in time, and which option of every command sets that time. */
    static String tooLate(String what, Duration timeout) {
        return what + " within " + Deadline.inWords(timeout) + " (--timeout)";
    }

    private <T> T within(String late, String lost, Step<T> step) throws WireException {
        Deadline deadline = timeout == null ? NONE : connection.limit(timeout, tooLate(late, timeout));
        try (deadline) {
            T result = step.run();
            if (deadline == NONE) {
                return result;
            }
            deadline.close();
            if (!deadline.passed()) {
                return result;
            }
            throw new WireException(WireException.Kind.TIMED_OUT, ended(), null);
        } catch (IOException e) {
            throw failure(ended(), lost, e);
        }
    }

    /**
     * What people are told when a message could not be received or sent.
     *
     * @param ended why this side has ended the connection; null if it has not
     * @param lost what was being done
     */
    static WireException failure(String ended, String lost, IOException e) {
        if (ended != null) {
            return new WireException(WireException.Kind.TIMED_OUT, ended, e);
        }
        if (e instanceof WireException wire) {
            return wire;
        }
        return new WireException(WireException.Kind.FAILED, lost + ": " + Reason.of(e), e);
    }

    /** When the connection must be over. */
    Expiry expiry() {
        return connection == null ? Expiry.NEVER : connection.expiry();
    }

    private String ended() {
        return connection == null ? null : connection.ended().orElse(null);
    }

    /**
     * Reads up to {@code length} bytes of the message into the start of {@code buffer}.
     *
     * @return how many, -1 at the end of the stream
     */
    int read(byte[] buffer, int length) throws IOException {
        return in.read(buffer, 0, length);
    }

    /** Counts bytes of the message that are kept in memory; they are given back when the next message is awaited, or at the end. */
    CountedBytes counted() {
        return counted;
    }

    @Override
    public void close() throws IOException {
        counted.forget();
        if (connection != null) {
            connection.close();
        }
    }
}
