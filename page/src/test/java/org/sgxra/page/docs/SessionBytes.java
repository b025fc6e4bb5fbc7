package org.sgxra.page.docs;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.Field;
import org.sgxra.page.guide.CheckGuide;
import org.sgxra.page.guide.FieldGuide;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.RecordedSession;

/** The tables of docs/session.md, from the events of a session that was recorded with {@code -d}. */
final class SessionBytes {
    /** Bytes in a line of a table. */
    private static final int LINE = 16;
    /** Of longer fields the first and the last line are shown. */
    private static final int SHOWN = 64;

    private static final List<String> KEYS = List.of("sharedSecret", "KDK", "SMK", "VK", "MK", "SK");

    private final RecordedSession session;

    SessionBytes(RecordedSession session) {
        this.session = session;
    }

    /** The table of a name: a message, {@code keys}, {@code questions}, {@code report} or {@code checks}. */
    String table(String name) {
        return switch (name) {
            case "keys" -> keys();
            case "questions" -> questions();
            case "report" -> report();
            case "checks" -> checks();
            default -> message(name);
        };
    }

    private String message(String name) {
        Message message = session.messages().stream()
                .filter(other -> other.name().equals(name))
                .findFirst()
                .orElseThrow();
        String rows = message.fields().fields().stream()
                .filter(field -> field.size() > 0)
                .map(SessionBytes::row)
                .collect(Collectors.joining());
        return "%d bytes.\n\n| offset | size | field | bytes | what it is |\n|---:|---:|---|---|---|\n%s"
                .formatted(message.wire().size(), rows);
    }

    private static String row(Field field) {
        FieldGuide guide = FieldGuide.of(field.name());
        String purpose = field.text().isEmpty() ? guide.purpose() : field.text() + ". " + guide.purpose();
        return "| %d | %d | `%s` | %s | %s |\n"
                .formatted(field.offset(), field.size(), field.name(), digits(field.bytes()), purpose);
    }

    private static String digits(ByteString bytes) {
        String all = bytes.toString();
        if (all.matches("(00)+") && bytes.size() > LINE) {
            return bytes.size() + " zero bytes";
        }
        if (bytes.size() > SHOWN) {
            return "`" + all.substring(0, 2 * LINE) + "` … `" + all.substring(all.length() - 2 * LINE) + "`";
        }
        return "`" + all.replaceAll("(.{" + 2 * LINE + "})(?=.)", "$1` `") + "`";
    }

    private String keys() {
        StringBuilder table = new StringBuilder("| key | bytes |\n|---|---|\n");
        for (String key : KEYS) {
            session.events().stream()
                    .flatMap(event -> event.find(key).stream())
                    .findFirst()
                    .ifPresent(digits -> table.append("| %s | `%s` |\n".formatted(key, digits)));
        }
        return table.toString();
    }

    private String questions() {
        return session.events().stream()
                .filter(event ->
                        event.kind().equals("request-sent") || event.kind().equals("answer-received"))
                .map(SessionBytes::question)
                .collect(Collectors.joining("", "| call | what |\n|---|---|\n", ""));
    }

    private static String question(RecordedEvent event) {
        return event.kind().equals("request-sent")
                ? "| %s | `%s %s`, body of %d bytes |\n"
                        .formatted(
                                event.text("call"),
                                event.text("method"),
                                event.text("uri"),
                                event.document("body").size())
                : "| | answer `%s`, body of %d bytes; headers %s |\n"
                        .formatted(event.text("status"), event.document("body").size(), headers(event));
    }

    private static String headers(RecordedEvent answer) {
        return answer.pairs("headers").stream()
                .map(Map.Entry::getKey)
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
    }

    private String report() {
        RecordedEvent report = session.event("report-verified").orElseThrow();
        StringBuilder table = new StringBuilder("| field | value |\n|---|---|\n");
        for (String part : List.of("required", "optional")) {
            report.pairs(part).stream()
                    .filter(field -> !field.getValue().isEmpty())
                    .forEach(field ->
                            table.append("| `%s` | %s |\n".formatted(field.getKey(), shortened(field.getValue()))));
        }
        return table.toString();
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN
                ? "`" + text + "`"
                : "`" + text.substring(0, LINE) + "` … `" + text.substring(text.length() - LINE) + "`, " + text.length()
                        + " characters";
    }

    private String checks() {
        return session.checks().stream()
                .map(check -> "| %s | `%s` | %s | %s |\n"
                        .formatted(
                                check.by().title(),
                                check.check(),
                                check.passed() ? "passed" : "failed",
                                CheckGuide.of(check.check()).purpose()))
                .collect(Collectors.joining("", "| by | check | | what it shows |\n|---|---|---|---|\n", ""));
    }
}
