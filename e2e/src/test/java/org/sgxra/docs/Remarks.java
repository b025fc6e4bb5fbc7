package org.sgxra.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What there is to say about code in pages that is not a command that ends with 0: src/test/resources/docs/remarks.tsv. */
final class Remarks {
    /** Kinds: what each means stands at the top of the file. */
    static final Set<String> KINDS = Set.of("exit", "not-run", "output", "figure", "prepare", "then");

    /**
     * A line of the file.
     *
     * @param page for example docs/keys.md
     * @param start how the line of the page starts that it is about
     * @param kind one of {@link #KINDS}
     * @param value exit code, reason or command
     */
    record Remark(String page, String start, String kind, String value) {}

    private final List<Remark> remarks;
    private final Set<Remark> used = new HashSet<>();

    private Remarks(List<Remark> remarks) {
        this.remarks = remarks;
    }

    static Remarks read() throws IOException {
        try (InputStream in = Remarks.class.getResourceAsStream("/docs/remarks.tsv")) {
            return new Remarks(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(parts -> {
                        if (parts.length != 4 || !KINDS.contains(parts[2])) {
                            throw new IllegalArgumentException("remark " + Arrays.toString(parts));
                        }
                        return new Remark(parts[0], parts[1], parts[2], parts[3]);
                    })
                    .toList());
        }
    }

    /** Remarks about a line of a page, in their order. */
    List<Remark> about(String page, String line) {
        List<Remark> found = remarks.stream()
                .filter(remark -> remark.page().equals(page) && line.startsWith(remark.start()))
                .toList();
        used.addAll(found);
        return found;
    }

    /** False if there is a reason not to run a command. */
    boolean isRun(String page, String line) {
        return about(page, line).stream().noneMatch(remark -> remark.kind().equals("not-run"));
    }

    /** Those that were about nothing. */
    List<Remark> unused() {
        return remarks.stream().filter(remark -> !used.contains(remark)).toList();
    }
}
