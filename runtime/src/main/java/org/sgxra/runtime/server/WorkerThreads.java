package org.sgxra.runtime.server;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ThreadFactory;

/** Threads that answer messages: virtual ones where the Java runtime has them for good, which is from version 21 on. */
final class WorkerThreads {
    /** For parsing messages and for TLS; less than the default, as there may be many. */
    static final int STACK_SIZE = 512 * 1024;

    private WorkerThreads() {}

    static ThreadFactory named(String name) {
        try {
            return virtual(name);
        } catch (NoSuchMethodException | UnsupportedOperationException e) {
            return task -> {
                Thread thread = new Thread(null, task, name, STACK_SIZE);
                thread.setDaemon(true);
                return thread;
            };
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("virtual threads are there and cannot be made", e);
        }
    }

    /** {@code Thread.ofVirtual().name(name).factory()}. */
    private static ThreadFactory virtual(String name) throws ReflectiveOperationException {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named = type.getMethod("name", String.class).invoke(builder, name);
            return (ThreadFactory) type.getMethod("factory").invoke(named);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof UnsupportedOperationException preview) {
                throw preview;
            }
            throw e;
        }
    }
}
