package org.sgxra.runtime.server;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Who serves the connections that a {@link ConnectionServer} accepts. */
public final class Workers {
    /** For parsing messages and for TLS; less than the default, as there may be many. */
    private static final int STACK_SIZE = 512 * 1024;

    private final int limit;
    private final Executor executor;
    private final Runnable shutdown;

    private Workers(int limit, Executor executor, Runnable shutdown) {
        this.limit = limit;
        this.executor = executor;
        this.shutdown = shutdown;
    }

    /** The thread that accepts them: one after the other, while the next ones wait in the system's queue. */
    public static Workers oneAfterTheOther() {
        return new Workers(1, Runnable::run, () -> {});
    }

    /** A thread for each connection; beyond {@code limit} they are refused. */
    public static Workers threads(int limit) {
        return threads(limit, task -> new Thread(null, task, "connection", STACK_SIZE));
    }

    static Workers threads(int limit, ThreadFactory factory) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(0, limit, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        return new Workers(limit, pool, pool::shutdown);
    }

    /** How many connections there may be at once. */
    int limit() {
        return limit;
    }

    /** @throws RejectedExecutionException if the limit is reached */
    void execute(Runnable task) {
        executor.execute(task);
    }

    void shutdown() {
        shutdown.run();
    }
}
