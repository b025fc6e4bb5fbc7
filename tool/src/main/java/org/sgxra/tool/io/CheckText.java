package org.sgxra.tool.io;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sgxra.verifier.check.Check;

/** Checks for people and for programs. */
public final class CheckText {
    private CheckText() {}

    /** A heading and a line for each: how it ended, its name, and what was found (and what should have been) or why it failed. */
    public static void print(List<Check> checks, PrintStream out) {
        out.println();
        out.println("checks");
        checks.forEach(check -> out.println(line(check)));
    }

    /** A member {@code checks}. */
    public static void write(List<Check> checks, JsonDocument out) {
        out.member("checks", checks.stream().map(CheckText::members).toList());
    }

    private static String line(Check check) {
        String compared =
                switch (check.outcome()) {
                    case PASSED ->
                        check.actual().equals(check.expected())
                                ? PlainText.of(check.actual())
                                : PlainText.of(check.actual()) + " (" + PlainText.of(check.expected()) + ")";
                    case FAILED -> PlainText.of(check.reason());
                    case NOT_ASKED, NOT_REACHED -> "";
                };
        return String.format(
                        Locale.ROOT,
                        "  %-11s  %-32s  %s",
                        check.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        check.name().title(),
                        compared)
                .stripTrailing();
    }

    private static Map<String, Object> members(Check check) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", check.name().label());
        members.put("outcome", check.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        members.put("expected", check.expected().toString());
        members.put("actual", check.actual().toString());
        members.put("reason", check.reason());
        return members;
    }
}
