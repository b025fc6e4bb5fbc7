package org.sgxra.services.web;

import java.util.List;
import org.sgxra.runtime.transcript.Transcript;

/** Makes a page. All text is escaped here, in the one place where it becomes HTML; what does not belong on a terminal is shown as {@code ?}. */
final class Html {
    private final StringBuilder html = new StringBuilder();

    /** A page with its heading. */
    Html(String title, String style) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>")
                .append(style)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n");
    }

    Html heading(String text) {
        return element("h2", text);
    }

    Html paragraph(String text) {
        return element("p", text);
    }

    private Html element(String name, String text) {
        html.append('<')
                .append(name)
                .append('>')
                .append(escaped(text))
                .append("</")
                .append(name)
                .append(">\n");
        return this;
    }

    /** A table; a cell is what {@link Object#toString} says. */
    Html table(List<String> headings, List<List<Object>> rows) {
        html.append("<table>\n<tr>");
        headings.forEach(heading -> html.append("<th>").append(escaped(heading)).append("</th>"));
        html.append("</tr>\n");
        for (List<Object> row : rows) {
            html.append("<tr>");
            row.forEach(
                    cell -> html.append("<td>").append(escaped(cell.toString())).append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</table>\n");
        return this;
    }

    /** The whole page. */
    @Override
    public String toString() {
        return html + "</body>\n</html>\n";
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        Transcript.printable(text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
