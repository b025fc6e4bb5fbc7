package org.sgxra.runtime.server;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Who serves the connections that a {@link ConnectionServer} accepts. */
public final class Workers {
    private final int limit;
    private final int threads;
    private final boolean held;
    private final Executor executor;
    private final Runnable shutdown;

    private Workers(int limit, int threads, boolean held, Executor executor, Runnable shutdown) {
        this.limit = limit;
        this.threads = threads;
        this.held = held;
        this.executor = executor;
        this.shutdown = shutdown;
    }

    /** The thread that accepts them: one after the other, while the next ones wait in the system's queue. */
    public static Workers oneAfterTheOther() {
        return new Workers(1, 1, false, Runnable::run, () -> {});
    }

    /**
     * The service itself, which keeps connections and has them held by a selector; it is handed each by the thread that accepts
     * them. Beyond {@code limit} they are refused.
     */
    public static Workers ofSelector(int limit) {
        return new Workers(limit, limit, true, Runnable::run, () -> {});
    }

    /** A thread for each connection; beyond {@code limit} they are refused. */
    public static Workers threads(int limit) {
        return threads(limit, task -> new Thread(null, task, "connection", WorkerThreads.STACK_SIZE));
    }

    static Workers threads(int limit, ThreadFactory factory) {
        // The server counts: a thread may need a moment to notice that its connection was ended in favour of another
        // one.
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        return new Workers(limit, limit, false, pool, pool::shutdown);
    }

    /** How many connections there may be at once. */
    int limit() {
        return limit;
    }

    /** How many connections there may be at once whose peers have said something. */
    int threads() {
        return threads;
    }

    /**
     * A thread for each connection whose peer has said something; a selector holds the others.
     *
     * @param threads beyond which connections are refused when their peers speak
     * @param connections beyond which they are refused at once
     */
    public static Workers threadsOnceReadable(int threads, int connections) {
        Workers pool = threads(threads);
        return new Workers(connections, threads, true, pool.executor, pool.shutdown);
    }

    /** True if a selector holds the connections. */
    boolean areHeld() {
        return held;
    }

    /** @throws RejectedExecutionException after {@link #shutdown} */
    void execute(Runnable task) {
        executor.execute(task);
    }

    void shutdown() {
        shutdown.run();
    }
}
