package org.sgxra.bench;

import java.util.List;
import java.util.Locale;

/**
 * Curves in one pair of axes, as SVG 1.1. Both axes begin at zero.
 *
 * @param title above
 * @param subtitle below it, smaller: what was measured where
 * @param xLabel of the horizontal axis, with its unit
 * @param yLabel of the vertical axis, with its unit
 */
record SvgPlot(String title, String subtitle, String xLabel, String yLabel, List<Curve> curves) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 60;
    private static final int BOTTOM = 55;
    private static final List<String> COLOURS = List.of("#1f5fa8", "#c2410c", "#15803d", "#7e22ce");

    /**
     * A curve.
     *
     * @param points x and y, ascending by x
     */
    record Curve(String name, List<double[]> points) {}

    /** The file. */
    String svg() {
        double xMax = axisEnd(0);
        double yMax = axisEnd(1);
        StringBuilder svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                        + "font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT);
        line(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        text(svg, LEFT, 24, "start", "font-size=\"16\"", title);
        text(svg, LEFT, 43, "start", "fill=\"#555\"", subtitle);
        grid(svg, xMax, yMax);
        for (int i = 0; i < curves.size(); i++) {
            curve(svg, i, xMax, yMax);
        }
        return svg.append("</svg>\n").toString();
    }

    private void grid(StringBuilder svg, double xMax, double yMax) {
        for (int i = 0; i <= 5; i++) {
            double y = y(yMax * i / 5, yMax);
            line(svg, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - RIGHT, y);
            text(svg, LEFT - 8, y + 4, "end", "", tick(yMax * i / 5));
            text(svg, x(xMax * i / 5, xMax), HEIGHT - BOTTOM + 18, "middle", "", tick(xMax * i / 5));
        }
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", "", xLabel);
        double middle = (TOP + HEIGHT - BOTTOM) / 2.0;
        text(
                svg,
                18,
                middle,
                "middle",
                String.format(Locale.ROOT, "transform=\"rotate(-90 18 %.1f)\"", middle),
                yLabel);
    }

    private void curve(StringBuilder svg, int number, double xMax, double yMax) {
        Curve curve = curves.get(number);
        String colour = COLOURS.get(number % COLOURS.size());
        StringBuilder points = new StringBuilder();
        for (double[] point : curve.points) {
            double x = x(point[0], xMax);
            double y = y(point[1], yMax);
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            line(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x, y, colour);
        }
        line(
                svg,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                points.toString().strip(),
                colour);
        text(svg, LEFT + 12, TOP + 16 + 16 * number, "start", "fill=\"" + colour + "\"", curve.name);
    }

    private static double x(double value, double max) {
        return LEFT + value / max * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double max) {
        return HEIGHT - BOTTOM - value / max * (HEIGHT - TOP - BOTTOM);
    }

    /** The smallest of 1, 1.5, 2, 3, 5, 7.5 times a power of ten that no point exceeds. */
    private double axisEnd(int coordinate) {
        double most = curves.stream()
                .flatMap(curve -> curve.points.stream())
                .mapToDouble(point -> point[coordinate])
                .max()
                .orElse(1);
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1e-9))));
        for (double step : new double[] {1, 1.5, 2, 3, 5, 7.5}) {
            if (most <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String tick(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String attributes, String text) {
        line(
                svg,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>",
                x,
                y,
                anchor,
                attributes,
                text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private static void line(StringBuilder svg, String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
