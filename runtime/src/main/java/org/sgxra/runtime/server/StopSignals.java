package org.sgxra.runtime.server;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT as the normal end of a server. The first one stops it: the main thread returns, the exit code is 0, and all
 * shutdown hooks run, those of others too. A second one ends the process at once, as the system does it.
 *
 * <p>A shutdown hook cannot do that: the exit code would tell of the signal unless the hook halted the JVM, and with it the
 * other hooks. {@code sun.misc.Signal} (module jdk.unsupported) is called by reflection, because the compiler warns of its very
 * name and cannot be told not to. Without it, or with {@code -Xrs}, signals do what they do to any program.
 */
public final class StopSignals {
    private static final List<String> NAMES = List.of("TERM", "INT");
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";
    /** For the main thread to return after the server has stopped; then the process ends without it. */
    private static final long RETURNING_MS = 1000;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile Stop stop = () -> false;

    /** How a program stops. */
    public interface Stop {
        /**
         * Stops it; called once at most, on a thread of its own.
         *
         * @return true if the main thread returns now, false if it cannot be made to
         */
        boolean stop();
    }

    /** Says how to stop what has been started. Before that, a signal ends the process, which has nothing to lose. */
    public void stopWith(Stop how) {
        stop = how;
    }

    /** Handles the signals from now on; called by the main thread. */
    public void handle() {
        Thread main = Thread.currentThread();
        for (String name : NAMES) {
            set(name, handler(() -> {
                NAMES.forEach(StopSignals::restore);
                if (stopped.compareAndSet(false, true)) {
                    stop(main);
                }
            }));
        }
    }

    private void stop(Thread main) {
        try {
            if (stop.stop()) {
                main.join(RETURNING_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.exit(0);
    }

    private static Object handler(Runnable reaction) {
        try {
            Class<?> type = Class.forName(HANDLER);
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                return switch (method.getName()) {
                    case "handle" -> {
                        reaction.run();
                        yield null;
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "stop signals";
                };
            });
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static void restore(String name) {
        try {
            set(name, Class.forName(HANDLER).getField("SIG_DFL").get(null));
        } catch (ReflectiveOperationException e) {
            // Without the class there was no handler to replace.
        }
    }

    private static void set(String name, Object handler) {
        if (handler == null) {
            return;
        }
        try {
            Class<?> type = Class.forName(SIGNAL);
            Object signal = type.getConstructor(String.class).newInstance(name);
            type.getMethod("handle", type, Class.forName(HANDLER)).invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            // The JVM was told to leave signals alone (-Xrs), or the system does not know this one.
        }
    }
}
