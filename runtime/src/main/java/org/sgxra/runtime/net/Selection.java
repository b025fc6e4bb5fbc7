package org.sgxra.runtime.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One thread that holds any number of connections which wait, and calls back when one of them can be read or written. What is
 * called back must not block: all the others wait for it. No error ends the thread.
 */
public final class Selection implements AutoCloseable {
    private static final int BUFFER_SIZE = 8192;
    private static final long PAUSE_AFTER_FAILURE_MS = 100;

    private final Selector selector = Selector.open();
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);
    private final Thread thread;

    /**
     * Starts the thread.
     *
     * @throws IOException if the system has no selector to give
     */
    public Selection() throws IOException {
        thread = new Thread(this::run, "selector");
        thread.setDaemon(true);
        boolean started = false;
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) {
                selector.close();
            }
        }
    }

    /** For what was read; used by the thread alone, and empty whenever it calls back. */
    ByteBuffer buffer() {
        return buffer;
    }

    SelectionKey register(SocketChannel channel, HeldConnection held) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, 0, held);
    }

    /** Has the thread look at what has changed: interests, connections that were closed. */
    void wakeUp() {
        selector.wakeup();
    }

    /** Has the thread run a task. */
    void post(Runnable task) {
        posted.add(task);
        selector.wakeup();
    }

    /** True on the thread itself. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        while (selector.isOpen()) {
            try {
                selector.select(key -> ((HeldConnection) key.attachment()).selected());
                for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
                    task.run();
                }
            } catch (Throwable e) {
                // Out of memory, most likely: that passes when connections end.
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MS);
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; the pause is over then.
        }
    }

    /** Ends the thread. Connections that it holds are not called back any more. */
    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            // The thread ends either way.
        }
    }
}
