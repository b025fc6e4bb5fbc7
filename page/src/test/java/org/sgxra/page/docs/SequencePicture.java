package org.sgxra.page.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture of who says what to whom. Lines of the source, a # begins a comment:
 *
 * <pre>
 * sequence COLUMN-WIDTH
 * party NAME KIND : its title
 * say FROM TO : what | more        an arrow; the second line below it
 * lost FROM TO : what | more       the same, of what does not help whoever sends it
 * do NAME KIND : what | more       a box on the party's line
 * </pre>
 */
final class SequencePicture {
    private static final int MARGIN = 10;
    private static final int TOP = 62;
    private static final int PARTY_HEIGHT = 32;
    private static final int LETTER = 7;

    private final List<String> parties = new ArrayList<>();
    private final int column;
    private final Svg svg;
    private int y = TOP;

    private SequencePicture(int column, Svg svg) {
        this.column = column;
        this.svg = svg;
    }

    static String render(String title, List<PictureLine> lines) {
        int column = lines.get(0).number(1);
        List<PictureLine> parties =
                lines.stream().filter(line -> line.word(0).equals("party")).toList();
        List<PictureLine> rows = lines.subList(1 + parties.size(), lines.size());
        int height = TOP + rows.stream().mapToInt(SequencePicture::height).sum() + MARGIN;
        int width = column * parties.size() + 2 * MARGIN;
        SequencePicture picture = new SequencePicture(column, new Svg(title, width, height));
        parties.forEach(party -> picture.party(party, height));
        rows.forEach(picture::row);
        return picture.svg.toString();
    }

    private static int height(PictureLine line) {
        return (line.word(0).equals("do") ? 24 : 32)
                + Svg.LINE_HEIGHT * (line.texts().size() - 1);
    }

    private void party(PictureLine line, int height) {
        parties.add(line.word(1));
        int x = x(line.word(1));
        int width = column - 24;
        svg.line("life", x, MARGIN + PARTY_HEIGHT, x, height - MARGIN);
        svg.rectangle(line.word(2), x - width / 2, MARGIN, width, PARTY_HEIGHT);
        svg.centred(x, MARGIN + PARTY_HEIGHT / 2, line.texts());
    }

    private int x(String party) {
        if (!parties.contains(party)) {
            throw new IllegalArgumentException("no party " + party);
        }
        return MARGIN + column / 2 + parties.indexOf(party) * column;
    }

    private void row(PictureLine line) {
        if (line.word(0).equals("do")) {
            box(line);
        } else {
            arrow(line);
        }
        y += height(line);
    }

    private void box(PictureLine line) {
        int letters = line.texts().stream().mapToInt(String::length).max().orElseThrow();
        int width = letters * LETTER + 20;
        int left = Math.max(
                MARGIN / 2, Math.min(x(line.word(1)) - width / 2, column * parties.size() + 3 * MARGIN / 2 - width));
        int height = height(line) - 4;
        svg.rectangle(line.word(2), left, y, width, height);
        svg.centred(left + width / 2, y + height / 2, line.texts());
    }

    private void arrow(PictureLine line) {
        int from = x(line.word(1));
        int to = x(line.word(2));
        svg.text("", "middle", (from + to) / 2, y + 12, line.texts().get(0));
        svg.arrow(line.word(0).equals("lost") ? "lost" : "arrow", from, y + 18, to, y + 18);
        for (int i = 1; i < line.texts().size(); i++) {
            svg.text(
                    "small",
                    "middle",
                    (from + to) / 2,
                    y + 15 + Svg.LINE_HEIGHT * i,
                    line.texts().get(i));
        }
    }
}
