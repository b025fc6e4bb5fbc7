package org.sgxra.sp.http;

import java.io.IOException;
import java.io.OutputStream;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.Deadline;
import org.sgxra.runtime.net.HostPort;

/** A connection to a server, with TLS, on which one exchange follows the other. */
final class HttpsConnection {
    private final HostPort server;
    private final Connection connection;
    private final OutputStream out;
    private final AnswerReader answers;
    private long idleSince;

    HttpsConnection(HostPort server, Connection connection) throws IOException {
        this.server = server;
        this.connection = connection;
        this.out = connection.out();
        this.answers = new AnswerReader(connection.in());
    }

    HostPort server() {
        return server;
    }

    /**
     * Sends a request and reads the answer.
     *
     * @param limit for both together
     * @param bodyLimit bytes that the answer's body may have
     * @throws StaleException if the server was gone before this began
     */
    HttpAnswer exchange(byte[] request, java.time.Duration limit, int bodyLimit) throws IOException {
        Deadline deadline = connection.limit(limit, "late");
        try (deadline) {
            out.write(request);
            out.flush();
            return answers.read(bodyLimit);
        } catch (IOException e) {
            if (idleSince != 0 && !answers.hasBegun() && !deadline.passed()) {
                throw new StaleException(e);
            }
            throw deadline.passed() ? new LateException(e) : e;
        }
    }

    boolean isReusable() {
        return answers.isReusable() && connection.ended().isEmpty();
    }

    /** True if the last answer said that there will be no other one. */
    boolean isClosedByServer() {
        return answers.isLast();
    }

    /** From now on it waits for a request. */
    void idle() {
        idleSince = System.nanoTime() | 1;
    }

    /** For so many nanoseconds nothing was asked. */
    long idleFor() {
        return System.nanoTime() - idleSince;
    }

    void close() {
        try {
            connection.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }

    /** Closes without a word. */
    void drop() {
        connection.end("of no use any more");
    }

    /** A kept connection that the server has closed; the request was not answered. */
    static final class StaleException extends IOException {
        private static final long serialVersionUID = 1L;

        StaleException(IOException cause) {
            super(cause);
        }
    }

    /** The limit has passed. */
    static final class LateException extends IOException {
        private static final long serialVersionUID = 1L;

        LateException(IOException cause) {
            super(cause);
        }
    }
}
