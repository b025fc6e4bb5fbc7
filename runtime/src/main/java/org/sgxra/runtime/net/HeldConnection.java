package org.sgxra.runtime.net;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.sgxra.runtime.fault.Reason;

/**
 * A connection that has no thread of its own while it waits: a {@link Selection} calls back. At any time at most one callback
 * is awaited. When the connection is ended from outside, by a {@link Deadline} for instance, the callback comes at once.
 */
public final class HeldConnection implements Closeable {
    private static final int DROPPED = 4096;

    private final Selection selection;
    private final Connection connection;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final AtomicReference<Runnable> awaited = new AtomicReference<>();

    /**
     * Takes over a connection whose socket is that of a {@link SocketChannel}.
     *
     * @throws IOException if it is closed already
     */
    public HeldConnection(Selection selection, Connection connection) throws IOException {
        this.selection = selection;
        this.connection = connection;
        this.channel = connection.raw().getChannel();
        this.key = selection.register(channel, this);
        connection.whenEnded(() -> selection.post(this::call));
    }

    /** The connection, for its limits and its peer; its streams are not to be used. */
    public Connection connection() {
        return connection;
    }

    /** Has {@code then} called on the selection's thread when there is something to read, the end of the stream included. */
    public void awaitReadable(Runnable then) {
        await(SelectionKey.OP_READ, then);
    }

    /** Has {@code then} called on the selection's thread when the system takes bytes again. */
    public void awaitWritable(Runnable then) {
        await(SelectionKey.OP_WRITE, then);
    }

    private void await(int operation, Runnable then) {
        awaited.set(then);
        try {
            key.interestOps(operation);
            if (!selection.isCurrent()) {
                selection.wakeUp();
            }
        } catch (CancelledKeyException e) {
            selection.post(this::call);
            return;
        }
        if (connection.ended().isPresent()) {
            selection.post(this::call);
        }
    }

    /**
     * Gives the connection to a thread that waits on it itself; called on the selection's thread. A connection that has ended
     * stays as it is: whoever uses it is told.
     */
    public void release() throws IOException {
        key.cancel();
        if (channel.isOpen()) {
            channel.configureBlocking(true);
        }
    }

    void selected() {
        try {
            key.interestOps(0);
        } catch (CancelledKeyException e) {
            // It was closed in between: reading or writing says so.
        }
        call();
    }

    private void call() {
        Runnable then = awaited.getAndSet(null);
        if (then != null) {
            try {
                then.run();
            } catch (Throwable e) {
                // Out of memory, most likely. Nobody would ever close it.
                connection.end(Reason.ofInternalErrorInSession(e));
                forget();
            }
        }
    }

    private void forget() {
        try {
            connection.close();
        } catch (IOException e) {
            // It was closed already.
        } finally {
            connection.done();
        }
    }

    /**
     * Reads what is there, on the selection's thread.
     *
     * @return the bytes, valid until the callback returns; null at the end of the stream
     */
    public ByteBuffer read() throws IOException {
        ByteBuffer buffer = selection.buffer().clear();
        return channel.read(buffer) < 0 ? null : buffer.flip();
    }

    /** Writes as much as the system takes now. */
    public void write(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
    }

    /**
     * Closes the connection, after dropping what has come and was not read: closing with something unread would reset the
     * connection, and might take away what was sent last. Waits for nothing.
     */
    @Override
    public void close() throws IOException {
        try {
            ByteBuffer dropped = ByteBuffer.allocate(DROPPED);
            while (channel.isOpen() && dropped.hasRemaining() && channel.read(dropped) > 0) {
                // There may be more.
            }
        } catch (IOException e) {
            // The peer has gone: there is nothing that could be taken away.
        } finally {
            connection.close();
            selection.wakeUp();
        }
    }
}
