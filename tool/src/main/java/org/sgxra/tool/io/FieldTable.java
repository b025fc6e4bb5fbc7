package org.sgxra.tool.io;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sgxra.common.field.Field;

/** Fields for people, one a line: offset, size, name, bytes in hexadecimal digits, and what they say. */
public final class FieldTable {
    private static final int MIN_WIDTH = 24;

    private final PrintStream out;

    /** Prints to {@code out}. */
    public FieldTable(PrintStream out) {
        this.out = out;
    }

    /** A heading and the fields under it. */
    public void print(List<Field> fields) {
        int width = Math.max(
                MIN_WIDTH,
                fields.stream().mapToInt(field -> field.name().length()).max().orElse(0));
        out.println(String.format(Locale.ROOT, "%6s %5s  %-" + width + "s  %s", "offset", "size", "field", "bytes"));
        for (Field field : fields) {
            String value = field.bytes().isEmpty() ? "" : field.bytes().hex() + "  ";
            out.println(String.format(
                            Locale.ROOT,
                            "%6d %5d  %-" + width + "s  %s%s",
                            field.offset(),
                            field.size(),
                            field.name(),
                            value,
                            field.text())
                    .stripTrailing());
        }
    }

    /** Members of a JSON document, one a line. */
    public void print(Map<String, Object> members) {
        Map<String, Object> lines = new LinkedHashMap<>();
        members.forEach((name, value) -> addLines(lines, name, value));
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        lines.forEach((name, value) ->
                out.println(String.format(Locale.ROOT, "  %-" + width + "s  %s", name, printable(value))));
    }

    /** A list of objects has a line for each. */
    private static void addLines(Map<String, Object> lines, String name, Object value) {
        if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?>) {
            for (int i = 0; i < list.size(); i++) {
                lines.put(name + "[" + i + "]", list.get(i));
            }
        } else {
            lines.put(name, value);
        }
    }

    private static String text(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(Object::toString).collect(Collectors.joining(", "));
        }
        return value instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(member -> member.getKey() + " " + text(member.getValue()))
                        .collect(Collectors.joining(", "))
                : value.toString();
    }

    /** Control characters, which a document may carry, do not reach the terminal. */
    private static String printable(Object value) {
        return PlainText.of(text(value));
    }
}
