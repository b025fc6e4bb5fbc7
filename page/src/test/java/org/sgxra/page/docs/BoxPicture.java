package org.sgxra.page.docs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture of boxes and arrows between them. Lines of the source, a # begins a comment:
 *
 * <pre>
 * size WIDTH HEIGHT
 * box NAME X Y WIDTH HEIGHT KIND : line | line       centred in the box; of kind frame at its upper left corner
 * arrow FROM TO : label                              from edge to edge; NAME.left and the like choose the edge
 * text X Y KIND : line | line
 * </pre>
 */
final class BoxPicture {
    private record Box(int x, int y, int width, int height) {
        int middleX() {
            return x + width / 2;
        }

        int middleY() {
            return y + height / 2;
        }

        int[] edge(String side) {
            return switch (side) {
                case "left" -> new int[] {x, middleY()};
                case "right" -> new int[] {x + width, middleY()};
                case "top" -> new int[] {middleX(), y};
                case "bottom" -> new int[] {middleX(), y + height};
                default -> throw new IllegalArgumentException("no edge " + side);
            };
        }

        /** The edge that looks at another box. */
        String sideTowards(Box other) {
            if (other.y >= y + height) {
                return "bottom";
            }
            if (other.y + other.height <= y) {
                return "top";
            }
            return other.x > x ? "right" : "left";
        }
    }

    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final Svg svg;

    private BoxPicture(Svg svg) {
        this.svg = svg;
    }

    static String render(String title, List<PictureLine> lines) {
        PictureLine size = lines.get(0);
        BoxPicture picture = new BoxPicture(new Svg(title, size.number(1), size.number(2)));
        lines.subList(1, lines.size()).forEach(picture::draw);
        return picture.svg.toString();
    }

    private void draw(PictureLine line) {
        switch (line.word(0)) {
            case "box" -> box(line);
            case "arrow" -> arrow(line);
            case "text" -> text(line);
            default -> throw new IllegalArgumentException("unknown: " + line);
        }
    }

    private void box(PictureLine line) {
        Box box = new Box(line.number(2), line.number(3), line.number(4), line.number(5));
        boxes.put(line.word(1), box);
        svg.rectangle(line.word(6), box.x(), box.y(), box.width(), box.height());
        if (line.word(6).equals("frame")) {
            for (int i = 0; i < line.texts().size(); i++) {
                String kind = i == 0 ? "strong" : "small";
                svg.text(
                        kind,
                        "start",
                        box.x() + 10,
                        box.y() + 19 + i * Svg.LINE_HEIGHT,
                        line.texts().get(i));
            }
        } else {
            svg.centred(box.middleX(), box.middleY(), line.texts());
        }
    }

    private void arrow(PictureLine line) {
        String[] from = line.word(1).split("\\.");
        String[] to = line.word(2).split("\\.");
        Box start = boxes.get(from[0]);
        Box end = boxes.get(to[0]);
        int[] a = start.edge(from.length > 1 ? from[1] : start.sideTowards(end));
        int[] b = end.edge(to.length > 1 ? to[1] : end.sideTowards(start));
        svg.arrow("arrow", a[0], a[1], b[0], b[1]);
        for (int i = 0; i < line.texts().size(); i++) {
            int y = (a[1] + b[1]) / 2 - 4 + i * Svg.LINE_HEIGHT;
            svg.text(
                    "small",
                    a[1] == b[1] ? "middle" : "start",
                    (a[0] + b[0]) / 2 + (a[1] == b[1] ? 0 : 7),
                    y,
                    line.texts().get(i));
        }
    }

    private void text(PictureLine line) {
        for (int i = 0; i < line.texts().size(); i++) {
            svg.text(
                    line.word(3),
                    "start",
                    line.number(1),
                    line.number(2) + i * Svg.LINE_HEIGHT,
                    line.texts().get(i));
        }
    }
}
