package org.sgxra.page.html;

import java.time.Instant;
import java.util.List;
import org.sgxra.page.session.Party;
import org.sgxra.page.session.RecordedSession;

/** The sequence diagram as SVG: a column for each party, a row for each step. */
final class SequencePicture {
    private static final int WIDTH = 920;
    private static final int TOP = 56;
    private static final int ROW = 38;
    /** Middle of the first column, and the distance between columns. */
    private static final int FIRST = 140;

    private static final int COLUMN = 175;
    private static final int PARTY_WIDTH = 152;
    private static final int MAX_LABEL = 44;
    private static final int MAX_ARROW_LABEL = 34;

    private final RecordedSession session;
    private final List<SequenceRow> rows;
    private final Instant first;
    private final boolean hasLinks;

    /** @param hasLinks whether rows lead to the parts of a page about them */
    SequencePicture(RecordedSession session, boolean hasLinks) {
        this.session = session;
        this.rows = SequenceRow.of(session);
        this.first = first(session);
        this.hasLinks = hasLinks;
    }

    /** When the first step was noted. */
    static Instant first(RecordedSession session) {
        return session.steps().stream()
                .flatMap(step -> step.time().stream())
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    /**
     * Writes the element.
     *
     * @param style of the picture where it stands alone; null in a page, which has one
     */
    void write(Html out, String style) {
        int height = TOP + rows.size() * ROW + 24;
        out.open(
                "svg",
                "xmlns",
                style == null ? null : "http://www.w3.org/2000/svg",
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
        out.element(
                "title",
                style == null ? "Sequence diagram; the list after it says the same" : "Sequence diagram",
                "id",
                "sequence-t");
        if (style != null) {
            out.element("style", style);
            rectangle(out, "back", 0, 0, WIDTH, height, 0);
        }
        for (Party party : Party.values()) {
            String x = "" + x(party);
            out.open("line", "class", "life", "x1", x, "y1", "40", "x2", x, "y2", "" + (height - 8))
                    .close();
            rectangle(out, "party", x(party) - PARTY_WIDTH / 2, 8, PARTY_WIDTH, 30, 4);
            text(out, "party", x(party), 28, session.title(party));
        }
        for (int i = 0; i < rows.size(); i++) {
            row(out, rows.get(i), TOP + i * ROW + 20);
        }
        out.close().line();
    }

    private static int x(Party party) {
        return FIRST + party.ordinal() * COLUMN;
    }

    private void row(Html out, SequenceRow row, int y) {
        row.time()
                .ifPresent(time ->
                        out.element("text", Texts.since(first, time), "class", "time", "x", "4", "y", "" + (y + 4)));
        if (hasLinks) {
            out.open("a", "href", "#" + row.target());
        }
        if (row.from() == row.to()) {
            alone(out, row, y);
        } else {
            arrow(out, row, y);
        }
        if (hasLinks) {
            out.close();
        }
        out.line();
    }

    private static void alone(Html out, SequenceRow row, int y) {
        String label = Texts.shortened(row.label(), MAX_LABEL);
        int width = Math.max(40, label.length() * 8 + 20);
        int left = Math.max(72, Math.min(x(row.from()) - width / 2, WIDTH - width - 4));
        rectangle(out, row.kind(), left, y - 12, width, 24, 12);
        text(out, row.kind(), left + width / 2, y + 4, label);
    }

    private static void arrow(Html out, SequenceRow row, int y) {
        int from = x(row.from());
        int to = x(row.to());
        int direction = to > from ? 1 : -1;
        String x2 = "" + (to - 8 * direction);
        String at = "" + (y + 8);
        out.open("line", "class", row.kind(), "x1", "" + from, "y1", at, "x2", x2, "y2", at)
                .close();
        String back = (to - 9 * direction) + ",";
        out.open("polygon", "class", "arrow", "points", to + "," + at + " " + back + (y + 4) + " " + back + (y + 12))
                .close();
        String label = row.label() + (row.size().isEmpty() ? "" : ", " + row.size());
        // The long arrow of what was before crosses other columns: its label stands beside its beginning.
        int middle = row.kind().equals("before") ? from - COLUMN / 2 : (from + to) / 2;
        text(out, "label", middle, y + 2, Texts.shortened(label, MAX_ARROW_LABEL));
    }

    private static void text(Html out, String kind, int x, int y, String text) {
        out.element("text", text, "class", kind, "x", "" + x, "y", "" + y, "text-anchor", "middle");
    }

    private static void rectangle(Html out, String kind, int x, int y, int width, int height, int radius) {
        out.open(
                        "rect",
                        "class",
                        kind,
                        "x",
                        "" + x,
                        "y",
                        "" + y,
                        "width",
                        "" + width,
                        "height",
                        "" + height,
                        "rx",
                        "" + radius)
                .close();
    }
}
