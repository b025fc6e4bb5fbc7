package org.sgxra.page.guide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A resource of lines with columns between tabs; the first column is a name in which {@code *} stands for any characters. */
final class GuideTable {
    /** A line. */
    private record Row(Pattern name, List<String> columns) {}

    private final List<Row> rows;

    private GuideTable(List<Row> rows) {
        this.rows = rows;
    }

    /**
     * Reads a resource of this package's parent; lines that begin with {@code #} are remarks.
     *
     * @param suffix true if a name also fits where it is the end of a name, after a dot
     */
    static GuideTable read(String resource, int columns, boolean suffix) {
        try (InputStream in = GuideTable.class.getResourceAsStream("/org/sgxra/page/" + resource)) {
            return new GuideTable(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> row(resource, line, columns, suffix))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static Row row(String resource, String line, int columns, boolean suffix) {
        List<String> cells = List.of(line.split("\t", -1));
        if (cells.size() != columns) {
            throw new IllegalStateException(resource + ": " + cells.size() + " columns in: " + line);
        }
        String name = ("\\Q" + cells.get(0) + "\\E").replace("*", "\\E.*\\Q");
        return new Row(Pattern.compile((suffix ? "(.*\\.)?" : "") + name), cells);
    }

    /** The columns of the first line whose name fits. */
    Optional<List<String>> find(String name) {
        return rows.stream()
                .filter(row -> row.name.matcher(name).matches())
                .map(Row::columns)
                .findFirst();
    }
}
