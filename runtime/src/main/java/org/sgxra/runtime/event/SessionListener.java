package org.sgxra.runtime.event;

import java.util.List;
import org.sgxra.runtime.transcript.Level;

/** Is told what happens in one session, in the order in which it happens, on the thread of the session. */
@FunctionalInterface
public interface SessionListener {
    /** Hears nothing. */
    SessionListener NONE = all();

    /**
     * Takes an event. What an event lends, secrets above all, is only there until this returns.
     *
     * @param event what happened
     */
    void on(SessionEvent event);

    /**
     * True if this listener shows what is meant for a level, as it does unless it says otherwise. Sessions ask before they do
     * what costs time and serves a listener alone.
     */
    default boolean shows(Level level) {
        return true;
    }

    /** Tells each of the listeners, in their order. */
    static SessionListener all(SessionListener... listeners) {
        if (listeners.length == 1) {
            return listeners[0];
        }
        List<SessionListener> each = List.of(listeners);
        return new SessionListener() {
            @Override
            public void on(SessionEvent event) {
                for (SessionListener listener : each) {
                    listener.on(event);
                }
            }

            @Override
            public boolean shows(Level level) {
                for (SessionListener listener : each) {
                    if (listener.shows(level)) {
                        return true;
                    }
                }
                return false;
            }
        };
    }

    /** Makes the listener of a session. */
    @FunctionalInterface
    interface Factory {
        /** @param peer who is at the other end: an address, {@code stdio}, or a number and an address */
        SessionListener open(String peer);
    }
}
