package org.sgxra.page.docs;

import java.util.List;

/** Writes the few shapes that pictures of the documentation consist of. Positions and sizes are in pixels, y grows downwards. */
final class Svg {
    static final int LINE_HEIGHT = 17;
    private static final int HEAD = 9;

    private static final String STYLE = """
        <style>
        text { font: 13px Verdana, "DejaVu Sans", sans-serif; fill: #1a1a1a }
        .small { font-size: 11px; fill: #444 }
        .strong { font-weight: bold }
        .plain { fill: #f4f4f4; stroke: #777 }
        .client { fill: #e3edfb; stroke: #4a78b5 }
        .provider { fill: #e4f3e4; stroke: #4c8a4c }
        .service { fill: #f3e8f8; stroke: #85559c }
        .secret { fill: #fdf0d0; stroke: #b08420 }
        .bad { fill: #fbe3e1; stroke: #b5433b }
        .frame { fill: none; stroke: #777 }
        .life { stroke: #bbb; stroke-dasharray: 3 4 }
        .arrow { stroke: #444; fill: none }
        .head { fill: #444 }
        .lost { stroke: #b5433b; fill: none; stroke-dasharray: 6 4 }
        </style>
        """;

    private final StringBuilder out = new StringBuilder();

    Svg(String title, int width, int height) {
        out.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\">\n"
                        .formatted(width, height));
        out.append("<title>").append(escaped(title)).append("</title>\n").append(STYLE);
        out.append("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n".formatted(width, height));
    }

    void rectangle(String kind, int x, int y, int width, int height) {
        out.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>\n"
                .formatted(kind, x, y, width, height));
    }

    /** Lines of text, the middle of which is at (x, y); the second and later ones in small letters. */
    void centred(int x, int y, List<String> lines) {
        int top = y - (lines.size() - 1) * LINE_HEIGHT / 2 + 5;
        for (int i = 0; i < lines.size(); i++) {
            text(i == 0 ? "" : "small", "middle", x, top + i * LINE_HEIGHT, lines.get(i));
        }
    }

    /** @param anchor start, middle or end: which part of the text is at x */
    void text(String kind, String anchor, int x, int y, String text) {
        out.append("<text class=\"%s\" text-anchor=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n"
                .formatted(kind, anchor, x, y, escaped(text)));
    }

    void line(String kind, int x1, int y1, int x2, int y2) {
        out.append("<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n".formatted(kind, x1, y1, x2, y2));
    }

    /** A line with a head at its end. */
    void arrow(String kind, int x1, int y1, int x2, int y2) {
        double length = Math.hypot(x2 - x1, y2 - y1);
        double dx = (x2 - x1) / length;
        double dy = (y2 - y1) / length;
        int baseX = (int) Math.round(x2 - HEAD * dx);
        int baseY = (int) Math.round(y2 - HEAD * dy);
        line(kind, x1, y1, baseX, baseY);
        out.append("<polygon class=\"head\" points=\"%d,%d %d,%d %d,%d\"/>\n"
                .formatted(
                        x2,
                        y2,
                        Math.round(baseX - 4 * dy),
                        Math.round(baseY + 4 * dx),
                        Math.round(baseX + 4 * dy),
                        Math.round(baseY - 4 * dx)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String toString() {
        return out + "</svg>\n";
    }
}
