package org.sgxra.runtime.event;

/**
 * Something that happened in a session. Events are cheap to make: they hold what the session has anyway, and become text
 * only in a listener that shows them.
 */
public sealed interface SessionEvent
        permits MessageEvent, KeyEvent, PolicyEvent, CheckEvent, ServiceEvent, OutcomeEvent {
    /** The name in JSON lines: that of the class in lower case, with a hyphen between words. */
    default String kind() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(java.util.Locale.ROOT);
    }

    /** Says everything that this event holds, by name. */
    void describe(EventWriter out);
}
