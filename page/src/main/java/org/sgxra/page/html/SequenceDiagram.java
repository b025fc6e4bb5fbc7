package org.sgxra.page.html;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.session.Party;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.page.session.Step;

/** Who said what to whom and when, as a picture and as a list. */
final class SequenceDiagram {
    private static final int WIDTH = 800;
    private static final int TOP = 56;
    private static final int ROW = 38;
    /** Middle of the first column, and the distance between columns. */
    private static final int FIRST = 150;

    private static final int COLUMN = 180;
    private static final int MAX_LABEL = 44;

    /** A row of the picture; {@code to} is {@code from} for what a party does alone. */
    private record Row(
            Optional<Instant> time, Party from, Party to, String label, String size, String target, String kind) {}

    private final RecordedSession session;

    SequenceDiagram(RecordedSession session) {
        this.session = session;
    }

    void write(Html out) {
        List<Row> rows = rows();
        out.open("section", "id", "sequence", "aria-labelledby", "sequence-h");
        out.element("h2", "What was said", "id", "sequence-h");
        picture(out, rows);
        list(out, rows);
        out.close().line();
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        List<Step.Compared> checks = new ArrayList<>();
        for (Step step : session.steps()) {
            if (step instanceof Step.Compared check) {
                if (!checks.isEmpty() && checks.get(0).by() != check.by()) {
                    addChecks(rows, checks);
                }
                checks.add(check);
                continue;
            }
            addChecks(rows, checks);
            row(step).ifPresent(rows::add);
        }
        addChecks(rows, checks);
        return rows;
    }

    /** Checks that were made one after the other share a row; one that failed has its own. */
    private static void addChecks(List<Row> rows, List<Step.Compared> checks) {
        List<Step.Compared> passed =
                checks.stream().filter(Step.Compared::passed).toList();
        if (!passed.isEmpty()) {
            Step.Compared last = passed.get(passed.size() - 1);
            String label = passed.size() == 1 ? "✓ " + last.check() : "✓ " + passed.size() + " checks";
            rows.add(new Row(
                    last.time(), last.by(), last.by(), label, "", passed.get(0).id(), "good"));
        }
        checks.stream()
                .filter(check -> !check.passed())
                .forEach(check -> rows.add(
                        new Row(check.time(), check.by(), check.by(), "✗ " + check.check(), "", check.id(), "bad")));
        checks.clear();
    }

    private static Optional<Row> row(Step step) {
        Row row = null;
        if (step instanceof Step.Sent sent) {
            row = new Row(
                    sent.time(),
                    sent.message().from(),
                    sent.message().from().peer(),
                    sent.message().name(),
                    Texts.size(sent.message().wire().size()),
                    sent.message().id(),
                    "arrow");
        } else if (step instanceof Step.Service service) {
            Party source = Party.ATTESTATION_SERVICE;
            Party provider = Party.SERVICE_PROVIDER;
            row = new Row(
                    service.time(),
                    service.isAnswer() ? source : provider,
                    service.isAnswer() ? provider : source,
                    service.what() + (service.isAnswer() ? ": " + code(service.event()) : "?"),
                    service.isAnswer()
                            ? Texts.size(service.event().document("body").size())
                            : "",
                    "service",
                    "arrow");
        } else if (step instanceof Step.Verdict verdict) {
            boolean good =
                    verdict.verdict().equals("TRUSTED") || verdict.verdict().startsWith("TRUSTED_");
            row = new Row(
                    verdict.time(), verdict.by(), verdict.by(), verdict.verdict(), "", "top", good ? "good" : "bad");
        } else if (step instanceof Step.Failed failed) {
            row = new Row(failed.time(), failed.by(), failed.by(), "✗ " + failed.reason(), "", "top", "bad");
        }
        return Optional.ofNullable(row);
    }

    /** The status without its words. */
    private static String code(RecordedEvent answer) {
        return answer.text("status").split(" ", 2)[0];
    }

    private void picture(Html out, List<Row> rows) {
        int height = TOP + rows.size() * ROW + 24;
        out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", "Sequence diagram");
        out.open(
                "svg",
                "class",
                "sequence",
                "viewBox",
                "0 0 " + WIDTH + " " + height,
                "width",
                "" + WIDTH,
                "height",
                "" + height,
                "role",
                "img",
                "aria-labelledby",
                "sequence-t");
        out.element("title", "Sequence diagram; the list after it says the same", "id", "sequence-t");
        for (Party party : Party.values()) {
            String x = "" + x(party);
            out.open("line", "class", "life", "x1", x, "y1", "40", "x2", x, "y2", "" + (height - 8))
                    .close();
            out.open(
                            "rect",
                            "class",
                            "party",
                            "x",
                            "" + (x(party) - 76),
                            "y",
                            "8",
                            "width",
                            "152",
                            "height",
                            "30",
                            "rx",
                            "4")
                    .close();
            out.element("text", party.title(), "class", "party", "x", x, "y", "28", "text-anchor", "middle");
        }
        for (int i = 0; i < rows.size(); i++) {
            row(out, rows.get(i), TOP + i * ROW + 20);
        }
        out.close(2).line();
    }

    private static int x(Party party) {
        return FIRST + party.ordinal() * COLUMN;
    }

    private void row(Html out, Row row, int y) {
        row.time()
                .ifPresent(time ->
                        out.element("text", Texts.since(first(), time), "class", "time", "x", "4", "y", "" + (y + 4)));
        out.open("a", "href", "#" + row.target());
        if (row.from() == row.to()) {
            String label = Texts.shortened(row.label(), MAX_LABEL);
            int width = Math.max(40, label.length() * 8 + 20);
            int left = Math.max(72, Math.min(x(row.from()) - width / 2, WIDTH - width - 4));
            out.open(
                            "rect",
                            "class",
                            row.kind(),
                            "x",
                            "" + left,
                            "y",
                            "" + (y - 12),
                            "width",
                            "" + width,
                            "height",
                            "24",
                            "rx",
                            "12")
                    .close();
            out.element(
                    "text",
                    label,
                    "class",
                    row.kind(),
                    "x",
                    "" + (left + width / 2),
                    "y",
                    "" + (y + 4),
                    "text-anchor",
                    "middle");
        } else {
            arrow(out, row, y);
        }
        out.close().line();
    }

    private static void arrow(Html out, Row row, int y) {
        int from = x(row.from());
        int to = x(row.to());
        int direction = to > from ? 1 : -1;
        out.open(
                        "line",
                        "class",
                        "arrow",
                        "x1",
                        "" + from,
                        "y1",
                        "" + (y + 8),
                        "x2",
                        "" + (to - 8 * direction),
                        "y2",
                        "" + (y + 8))
                .close();
        out.open(
                        "polygon",
                        "class",
                        "arrow",
                        "points",
                        to + "," + (y + 8) + " " + (to - 9 * direction) + "," + (y + 4) + " " + (to - 9 * direction)
                                + "," + (y + 12))
                .close();
        String label = row.label() + (row.size().isEmpty() ? "" : ", " + row.size());
        out.element(
                "text",
                Texts.shortened(label, 34),
                "class",
                "label",
                "x",
                "" + (from + to) / 2,
                "y",
                "" + (y + 2),
                "text-anchor",
                "middle");
    }

    private Instant first() {
        return session.steps().stream()
                .flatMap(step -> step.time().stream())
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private void list(Html out, List<Row> rows) {
        out.open("details").element("summary", "The same as a list").open("ol");
        for (Row row : rows) {
            out.open("li");
            row.time().ifPresent(time -> out.text(Texts.since(first(), time) + " "));
            out.text(
                    row.from() == row.to()
                            ? row.from().title() + ": "
                            : row.from().title() + " to " + row.to().title() + ": ");
            out.element("a", Texts.shortened(row.label(), 400), "href", "#" + row.target());
            out.text(row.size().isEmpty() ? "" : ", " + row.size());
            out.close();
        }
        out.close(2);
    }
}
