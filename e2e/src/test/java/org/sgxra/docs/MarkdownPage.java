package org.sgxra.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param file in the checkout
 * @param text what it says
 */
record MarkdownPage(Path file, String text) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    /** Lines between blank lines that are indented by four blanks, or between fences. */
    record Block(String page, int line, String language, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }

        @Override
        public String toString() {
            return page + ":" + line;
        }
    }

    static MarkdownPage read(Path file) {
        try {
            return new MarkdownPage(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pages for users: those at the top of the checkout and of docs, without the specifications. */
    static List<MarkdownPage> all(Path home) {
        List<MarkdownPage> pages = new ArrayList<>();
        for (Path folder : List.of(home, home.resolve("docs"), home.resolve("docs/pictures"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(file -> pages.add(read(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return pages;
    }

    /** Name from the top of the checkout, for example docs/keys.md. */
    String name(Path home) {
        return home.relativize(file).toString();
    }

    /** Targets of links. */
    List<String> links() {
        return LINK.matcher(withoutCode())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** What the headings are called in links, as GitHub makes it of their texts. */
    List<String> anchors() {
        return HEADING.matcher(withoutCode())
                .results()
                .map(match -> match.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private String withoutCode() {
        return text.replaceAll("(?ms)^```.*?^```$", "").replaceAll("(?m)^    .*$", "");
    }

    /** Its blocks of code, in order. */
    List<Block> blocks(Path home) {
        List<Block> blocks = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        boolean afterBlank = true;
        for (int i = 0; i < lines.length; i++) {
            int start = i + 1;
            List<String> block = new ArrayList<>();
            String language = "";
            if (lines[i].startsWith("```")) {
                language = lines[i].substring(3);
                for (i++; !lines[i].equals("```"); i++) {
                    block.add(lines[i]);
                }
            } else if (afterBlank && lines[i].startsWith("    ")) {
                for (; i < lines.length && (lines[i].startsWith("    ") || lines[i].isEmpty()); i++) {
                    block.add(lines[i].isEmpty() ? "" : lines[i].substring(4));
                }
                i--;
                while (block.get(block.size() - 1).isEmpty()) {
                    block.remove(block.size() - 1);
                }
            }
            if (!block.isEmpty()) {
                blocks.add(new Block(name(home), start, language, block));
            }
            afterBlank = i < lines.length && lines[i].isEmpty();
        }
        return blocks;
    }

    /** Words of the text that are in this form. */
    List<String> words(String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        return matcher.results().map(match -> match.group(1)).toList();
    }
}
