package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of invalid DCAP evidence in docs/spec/dcap.md against the tests that are marked for its rows. */
class InvalidEvidenceRowsTest {
    private static final Path HOME = Path.of("..");
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| .+");
    /** Stands before a test that its rows' evidence is refused, by the check that the rows name. */
    private static final Pattern MARK =
            Pattern.compile("    // dcap\\.md section 13, (?:row (\\d+)|rows (\\d+(?:, \\d+)+))");

    private static TreeSet<Integer> documented() throws IOException {
        TreeSet<Integer> rows = new TreeSet<>();
        Files.readAllLines(HOME.resolve("docs/spec/dcap.md")).stream()
                .dropWhile(line -> !line.startsWith("## 13."))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> rows.add(Integer.valueOf(row.group(1))));
        return rows;
    }

    /** The rows that are marked, each with the classes of its tests. */
    private static Map<Integer, TreeSet<String>> marked() throws IOException {
        Map<Integer, TreeSet<String>> rows = new TreeMap<>();
        for (Path source : sources()) {
            List<String> lines = Files.readAllLines(source);
            for (int i = 0; i < lines.size(); i++) {
                Matcher mark = MARK.matcher(lines.get(i));
                if (mark.matches()) {
                    assertThat(lines.get(i + 1))
                            .as("%s, line %d: what follows the mark", source, i + 2)
                            .matches("    @(Test|ParameterizedTest)\\b.*");
                    for (String row : (mark.group(1) == null ? mark.group(2) : mark.group(1)).split(", ")) {
                        rows.computeIfAbsent(Integer.valueOf(row), key -> new TreeSet<>())
                                .add(source.getFileName().toString());
                    }
                } else if (!source.endsWith("InvalidEvidenceRowsTest.java")) {
                    assertThat(lines.get(i)).as("a mark in another form").doesNotContain("// dcap.md section 13");
                }
            }
        }
        return rows;
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(HOME)) {
            for (Path module : modules.toList()) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> files = Files.walk(tests)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }

    @Test
    void everyRowHasATestAndEveryMarkARow() throws IOException {
        Map<Integer, TreeSet<String>> marked = marked();

        assertThat(documented()).hasSize(81).first().isEqualTo(1);
        assertThat(marked.keySet()).containsExactlyElementsOf(documented());
    }
}
