package org.sgxra.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Figures with their names. A cell is a number, a text, or null where there is nothing to tell.
 *
 * @param title what was measured
 * @param columns of every row
 * @param rows cells in the order of the columns
 */
record Table(String title, List<Column> columns, List<List<Object>> rows) {
    /**
     * A column.
     *
     * @param name also the name in JSON
     * @param unit such as {@code ms}; empty where there is none
     * @param digits behind the point
     */
    record Column(String name, String unit, int digits) {
        /** A column of text. */
        static Column text(String name) {
            return new Column(name, "", 0);
        }

        private String heading() {
            return unit.isEmpty() ? name : name + " [" + unit + "]";
        }

        private String show(Object cell) {
            if (cell == null) {
                return "-";
            }
            return cell instanceof Number number
                    ? String.format(Locale.ROOT, "%." + digits + "f", number.doubleValue())
                    : cell.toString();
        }
    }

    /** A table without rows; {@link #add} adds them. */
    static Table of(String title, Column... columns) {
        return new Table(title, List.of(columns), new ArrayList<>());
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has not a cell for every column
     */
    Table add(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        List<Object> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell);
        }
        rows.add(row);
        return this;
    }

    /** Lines with aligned columns: texts to the left, numbers to the right. */
    String text() {
        int[] widths = new int[columns.size()];
        List<List<String>> lines = lines();
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder(title).append("\n\n");
        for (List<String> line : lines) {
            StringBuilder padded = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String format = isText(i) ? "%-" + widths[i] + "s" : "%" + widths[i] + "s";
                padded.append(i == 0 ? "" : "  ").append(String.format(Locale.ROOT, format, line.get(i)));
            }
            text.append(padded.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** The same as a table of Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder(title).append("\n\n");
        List<List<String>> lines = lines();
        for (int n = 0; n < lines.size(); n++) {
            text.append("| ").append(String.join(" | ", lines.get(n))).append(" |\n");
            if (n == 0) {
                for (int i = 0; i < columns.size(); i++) {
                    text.append(isText(i) ? "|---" : "|---:");
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }

    private List<List<String>> lines() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::heading).toList());
        for (List<Object> row : rows) {
            List<String> line = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                line.add(columns.get(i).show(row.get(i)));
            }
            lines.add(line);
        }
        return lines;
    }

    private boolean isText(int column) {
        return rows.stream().anyMatch(row -> row.get(column) instanceof String);
    }
}
