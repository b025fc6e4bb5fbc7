package org.sgxra.page.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.event.JsonLines;

/** Reads what {@code --events} writes: JSON, one object a line (docs/events.md). */
public final class EventLines {
    private static final String FAMILY = "sgxra-events/";

    private EventLines() {}

    /** Whether content begins with a line of events. */
    public static boolean are(ByteString content) {
        String head = new String(content.slice(0, Math.min(content.size(), 64)).toArray(), StandardCharsets.UTF_8);
        return head.matches("(?s)\\s*\\{\\s*\"schema\"\\s*:\\s*\"" + FAMILY + ".*");
    }

    /**
     * All events in their order. A last line that was cut off, as by the end of a process, is left out.
     *
     * @throws SessionFormatException if another line is no event, or the schema is another one; names the line
     */
    public static List<RecordedEvent> parse(ByteString content) throws SessionFormatException {
        String text = new String(content.toArray(), StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        List<RecordedEvent> events = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            try {
                events.add(event(JsonObject.parse(lines.get(i))));
            } catch (IOException e) {
                if (i == lines.size() - 1 && !text.endsWith("\n") && !events.isEmpty()) {
                    break;
                }
                throw new SessionFormatException("line " + (i + 1) + " is no event: " + firstLine(e), e);
            }
        }
        return events;
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static RecordedEvent event(Map<String, Object> members) throws IOException {
        if (!JsonLines.SCHEMA.equals(members.get("schema"))) {
            throw new IOException("its schema is not " + JsonLines.SCHEMA);
        }
        return new RecordedEvent(
                time(members.get("time")),
                text(members, "session"),
                text(members, "role"),
                text(members, "event"),
                members);
    }

    private static String text(Map<String, Object> members, String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    private static Optional<Instant> time(Object member) {
        try {
            return member instanceof String text ? Optional.of(Instant.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
