package org.sgxra.tool.replay;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.tool.io.JsonDocument;
import org.sgxra.tool.io.PlainText;
import org.sgxra.tool.replay.EndResult.NotCheckable;
import org.sgxra.tool.replay.EndResult.Refusal;

/** What a replay found, for people and for programs. */
final class ReplayText {
    private static final int MAX_VALUE = 72;

    private ReplayText() {}

    /** The checks of an end, a line each. */
    static void print(EndResult result, PrintStream out) {
        out.println(result.end().title());
        for (CheckEvent check : result.checks()) {
            String compared = check.passed()
                    ? value(check.actual())
                    : "expected " + value(check.expected()) + ", found " + value(check.actual());
            out.println(line(check.passed() ? "passed" : "FAILED", check.name(), compared));
        }
        for (NotCheckable check : result.notCheckable()) {
            out.println(line("not checked", check.check(), value(check.why())));
        }
        result.verdict()
                .ifPresent(verdict ->
                        out.println(line("verdict", verdict.trust(), "platform: " + value(verdict.platformStatus()))));
        result.refusal().ifPresent(refusal -> out.println("  refused: " + PlainText.of(refusal.reason())));
    }

    private static String line(String outcome, String check, String text) {
        return String.format(Locale.ROOT, "  %-11s  %-28s  %s", outcome, check, text)
                .stripTrailing();
    }

    private static String value(Object value) {
        String text = PlainText.of(String.valueOf(value));
        return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "...";
    }

    /** The table of all fields, and below it why nothing covers some. */
    static void print(List<FlipTable.Row> rows, PrintStream out) {
        String message = "";
        List<String> reasons = new ArrayList<>();
        for (FlipTable.Row row : rows) {
            if (!message.equals(row.message() + row.to())) {
                message = row.message() + row.to();
                out.println(row.message() + ", checked by the " + row.to());
            }
            List<String> by = new ArrayList<>();
            row.refused().forEach((check, bits) -> by.add(bits(check, bits, row)));
            row.uncovered().forEach((reason, bits) -> {
                if (!reasons.contains(reason)) {
                    reasons.add(reason);
                }
                by.add(bits("nothing (" + (reasons.indexOf(reason) + 1) + ")", bits, row));
            });
            out.println(String.format(
                    Locale.ROOT,
                    "  %-40s  %7d bits  %s",
                    PlainText.of(row.field()),
                    row.bits(),
                    String.join(", ", by)));
        }
        for (int i = 0; i < reasons.size(); i++) {
            out.println((i == 0 ? "\n" : "") + "(" + (i + 1) + ") " + PlainText.of(reasons.get(i)));
        }
    }

    private static String bits(String name, int bits, FlipTable.Row row) {
        return bits == row.bits() ? name : name + " " + bits;
    }

    /** Members {@code end}, {@code checks}, {@code notCheckable}, {@code verdict}, {@code refusedBy} and {@code reason}. */
    static void write(EndResult result, Optional<Refusal> refusal, JsonDocument out) {
        out.member("end", result.end().title());
        out.member("checks", result.checks().stream().map(ReplayText::members).toList());
        out.member(
                "notCheckable",
                result.notCheckable().stream()
                        .map(check -> Map.of("check", check.check(), "why", check.why()))
                        .toList());
        out.member("verdict", result.verdict().map(EndResult.Verdict::trust).orElse(null));
        out.member("refusedBy", refusal.map(Refusal::check).orElse(null));
        out.member("reason", refusal.map(Refusal::reason).orElse(null));
    }

    private static Map<String, Object> members(CheckEvent check) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("check", check.name());
        members.put("passed", check.passed());
        members.put("expected", String.valueOf(check.expected()));
        members.put("actual", String.valueOf(check.actual()));
        return members;
    }

    /** A list {@code fields}. */
    static void write(List<FlipTable.Row> rows, JsonDocument out) {
        out.objects(
                "fields",
                rows.stream()
                        .<JsonDocument.Part>map(row -> part -> part.member("message", row.message())
                                .member("end", row.to())
                                .member("field", row.field())
                                .member("size", row.size())
                                .member("bits", row.bits())
                                .member("refusedBy", row.refused())
                                .member("nothing", row.uncovered()))
                        .toList());
    }
}
