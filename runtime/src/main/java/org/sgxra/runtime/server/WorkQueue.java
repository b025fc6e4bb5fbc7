package org.sgxra.runtime.server;

import java.util.ArrayDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Work for a limited number of threads. What has been begun goes first; what is new waits in its order, up to a limit, so that
 * a server with too much to do finishes some of it instead of being late with everything.
 */
public final class WorkQueue implements AutoCloseable {
    private final int threads;
    private final int backlog;
    private final ThreadFactory factory;
    private final Consumer<Throwable> failures;
    /** Not the monitor of an object: virtual threads may wait for it without holding up others. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Runnable> begun = new ArrayDeque<>();
    private final ArrayDeque<Runnable> fresh = new ArrayDeque<>();
    private int running;
    private int idle;
    private boolean closed;

    /**
     * Starts no thread yet.
     *
     * @param threads that work at most at the same time
     * @param backlog how much that is new may wait for one of them
     * @param failures told what a task throws, and that a thread cannot be had
     */
    public WorkQueue(int threads, int backlog, Consumer<Throwable> failures) {
        this(threads, backlog, failures, WorkerThreads.named("worker"));
    }

    WorkQueue(int threads, int backlog, Consumer<Throwable> failures, ThreadFactory factory) {
        this.threads = threads;
        this.backlog = backlog;
        this.failures = failures;
        this.factory = factory;
    }

    /** Adds new work, unless as much as may wait is waiting and nobody is free. Does not block. */
    public boolean offer(Runnable task) {
        lock.lock();
        try {
            if (fresh.size() >= backlog + idle + (threads - running)) {
                return false;
            }
            fresh.addLast(task);
            boolean isThere = haveItDone() || running > 0;
            if (!isThere) {
                fresh.removeLast();
            }
            return isThere;
        } finally {
            lock.unlock();
        }
    }

    /** Adds work that belongs to what was begun. Does not block. */
    public void add(Runnable task) {
        lock.lock();
        try {
            begun.addLast(task);
            haveItDone();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Wakes a thread, or starts one if all are busy.
     *
     * @return false if one should have been started and the system has none to give: those that there are do the work
     */
    private boolean haveItDone() {
        changed.signal();
        if (begun.size() + fresh.size() <= idle || running == threads) {
            return true;
        }
        running++;
        try {
            factory.newThread(this::work).start();
            return true;
        } catch (Throwable e) {
            running--;
            failures.accept(e);
            return false;
        }
    }

    private void work() {
        for (Runnable task = take(); task != null; task = take()) {
            try {
                task.run();
            } catch (Throwable e) {
                failures.accept(e);
            }
        }
    }

    private Runnable take() {
        lock.lock();
        try {
            idle++;
            while (begun.isEmpty() && fresh.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            idle--;
            Runnable task = begun.isEmpty() ? fresh.pollFirst() : begun.pollFirst();
            if (task == null) {
                running--;
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** How much that is new waits for a thread. */
    public int waiting() {
        lock.lock();
        try {
            return fresh.size();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the threads end when nothing is waiting any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
