package org.sgxra.runtime.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a channel reads from: each message has a time limit, which counts from {@link #deadline} to its last byte, however
 * slowly it drips in. Failures come out as {@link WireException} in words for people.
 */
final class TimedInput {
    /** Bounds the next read from the underlying stream. */
    private interface ReadLimit {
        void set(int milliseconds) throws IOException;
    }

    private final InputStream in;
    private final ReadLimit readLimit;
    private final Duration timeout;

    private TimedInput(InputStream in, ReadLimit readLimit, Duration timeout) {
        this.in = in;
        this.readLimit = readLimit;
        this.timeout = timeout;
    }

    /** A connected socket's bytes; {@code timeout} is more than zero. */
    static TimedInput of(Socket socket, Duration timeout) throws IOException {
        return new TimedInput(socket.getInputStream(), socket::setSoTimeout, timeout);
    }

    /** A stream's bytes, without a time limit. */
    static TimedInput of(InputStream in) {
        return new TimedInput(in, milliseconds -> {}, null);
    }

    /** The time limit for a message; null when there is none. */
    Duration timeout() {
        return timeout;
    }

    /** The point of {@link System#nanoTime} up to which a message that is waited for from now on may take. */
    long deadline() {
        return timeout == null ? 0 : System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    }

    /**
     * Reads up to {@code length} bytes into the start of {@code buffer}.
     *
     * @param name the message waited for
     * @return how many, -1 at the end of the stream
     */
    int read(String name, byte[] buffer, int length, long deadline) throws WireException {
        try {
            if (timeout != null) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw timedOut("no " + name, null);
                }
                // Rounded up: zero would mean no limit, and the peer has all of the last millisecond.
                readLimit.set((int) Math.min(left / 1_000_000 + 1, Integer.MAX_VALUE));
            }
            return in.read(buffer, 0, length);
        } catch (SocketTimeoutException e) {
            throw timedOut("no " + name, e);
        } catch (WireException e) {
            throw e;
        } catch (IOException e) {
            throw new WireException(
                    WireException.Kind.FAILED, "connection lost while waiting for " + name + ": " + reason(e), e);
        }
    }

    /** What did not happen within the time limit. */
    WireException timedOut(String what, Throwable cause) {
        long milliseconds = TimeUnit.MILLISECONDS.convert(timeout);
        String limit = milliseconds % 1000 == 0 ? milliseconds / 1000 + " s" : milliseconds + " ms";
        return new WireException(WireException.Kind.TIMED_OUT, what + " within " + limit, cause);
    }

    /** Why the network or the operating system failed; some exceptions have no message. */
    static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
