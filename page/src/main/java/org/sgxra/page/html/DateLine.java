package org.sgxra.page.html;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Until when each part of the collateral is valid, as a picture and in words. */
final class DateLine {
    /** How long a part is valid. */
    record Span(String name, Instant from, Instant to) {}

    private static final int LEFT = 130;
    private static final int WIDTH = 600;

    private final List<Span> spans;
    private final Instant now;
    private final Instant begin;
    private final Instant end;

    /** @param now the time of the session */
    DateLine(List<Span> spans, Instant now) {
        this.spans = spans;
        this.now = now;
        begin = spans.stream().map(Span::from).reduce(now, (a, b) -> a.isBefore(b) ? a : b);
        end = spans.stream().map(Span::to).reduce(now, (a, b) -> a.isAfter(b) ? a : b);
    }

    void write(Html out) {
        int height = spans.size() * 30 + 40;
        out.element("h3", "How long it is valid");
        out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", "Time line");
        out.open(
                "svg",
                "class",
                "dates",
                "viewBox",
                "0 0 760 " + height,
                "width",
                "760",
                "height",
                "" + height,
                "role",
                "img",
                "aria-labelledby",
                "dates-t");
        out.element("title", "Time line; the list after it says the same", "id", "dates-t");
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            boolean valid = !now.isBefore(span.from) && !now.isAfter(span.to);
            int left = x(span.from);
            out.element("text", span.name, "x", "4", "y", "" + (i * 30 + 25));
            out.open(
                            "rect",
                            "class",
                            valid ? "good" : "bad",
                            "x",
                            "" + left,
                            "y",
                            "" + (i * 30 + 10),
                            "width",
                            "" + Math.max(4, x(span.to) - left),
                            "height",
                            "20")
                    .close();
        }
        String x = "" + x(now);
        out.open("line", "class", "now", "x1", x, "y1", "4", "x2", x, "y2", "" + (height - 24))
                .close();
        out.element(
                "text", "this session", "x", x, "y", "" + (height - 8), "text-anchor", x(now) > 600 ? "end" : "start");
        out.close(2).open("ul");
        for (Span span : spans) {
            out.element(
                    "li",
                    span.name + ": " + span.from + " to " + span.to
                            + (now.isAfter(span.to)
                                    ? " — it had expired"
                                    : now.isBefore(span.from) ? " — not yet valid" : ""));
        }
        out.close().line();
    }

    private int x(Instant time) {
        double whole = Math.max(1, Duration.between(begin, end).toSeconds());
        return LEFT + (int) Math.round(WIDTH * (Duration.between(begin, time).toSeconds() / whole));
    }
}
