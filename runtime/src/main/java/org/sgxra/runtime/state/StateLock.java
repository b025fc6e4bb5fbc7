package org.sgxra.runtime.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * A lock between processes, and between the threads of one: the operating system's lock on a file, which ends with the
 * process whatever ends it. Any thread may close it.
 */
public final class StateLock implements AutoCloseable {
    /** File locks are held by the whole JVM, so its own threads need something more. */
    private static final Map<Path, Semaphore> OWN_THREADS = new ConcurrentHashMap<>();

    private final Semaphore ownThreads;
    private final FileChannel channel;
    private boolean closed;

    private StateLock(Semaphore ownThreads, FileChannel channel) {
        this.ownThreads = ownThreads;
        this.channel = channel;
    }

    static Semaphore ownThreads(Path file) {
        return OWN_THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new Semaphore(1, true));
    }

    /** Locks {@code channel}, for which the caller has acquired {@code ownThreads}; null if another process has it. */
    static StateLock take(Semaphore ownThreads, FileChannel channel) throws IOException {
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
            return locked ? new StateLock(ownThreads, channel) : null;
        } finally {
            if (!locked) {
                channel.close();
                ownThreads.release();
            }
        }
    }

    /** Gives the lock back. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot release a lock", e);
        } finally {
            ownThreads.release();
        }
    }
}
