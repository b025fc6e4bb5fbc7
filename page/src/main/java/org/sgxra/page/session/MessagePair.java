package org.sgxra.page.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same message in two sessions.
 *
 * @param name for example {@code msg3}
 * @param one of the first session, if it has one
 * @param other of the second session, if it has one
 */
public record MessagePair(String name, Optional<Message> one, Optional<Message> other) {
    /** The messages of two sessions: those that carry the same, whatever the protocol, belong together. */
    public static List<MessagePair> of(RecordedSession one, RecordedSession other) {
        Map<String, Message> first = named(one);
        Map<String, Message> second = named(other);
        Map<String, Message> all = new LinkedHashMap<>(first);
        second.forEach(all::putIfAbsent);
        List<MessagePair> pairs = new ArrayList<>();
        all.keySet()
                .forEach(name -> pairs.add(new MessagePair(
                        name, Optional.ofNullable(first.get(name)), Optional.ofNullable(second.get(name)))));
        return pairs;
    }

    /** By what they carry; what comes again has a number. */
    private static Map<String, Message> named(RecordedSession session) {
        Map<String, Message> named = new LinkedHashMap<>();
        for (Message message : session.messages()) {
            String name = message.content().isPresent() ? message.structure().structure() : message.name();
            String unique = name;
            for (int i = 2; named.containsKey(unique); i++) {
                unique = name + " (" + i + ")";
            }
            named.put(unique, message);
        }
        return named;
    }
}
