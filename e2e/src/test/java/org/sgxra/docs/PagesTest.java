package org.sgxra.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages of the documentation name exists: other pages, headings in them, files of the checkout, test classes. */
class PagesTest {
    private static final Path HOME = Checkout.home();

    static List<MarkdownPage> pages() {
        return MarkdownPage.all(HOME);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(MarkdownPage page) {
        for (String link : page.links()) {
            if (link.matches("[a-z]+:.*")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? page.file()
                    : page.file().resolveSibling(parts[0]).normalize();
            assertThat(target).as("%s: %s", page.file(), link).exists();
            if (parts.length > 1) {
                assertThat(MarkdownPage.read(target).anchors())
                        .as("%s: headings of %s", page.file(), target)
                        .contains(parts[1]);
            }
        }
    }

    @Test
    void contentsNameEveryPage() {
        List<String> links = MarkdownPage.read(HOME.resolve("docs/README.md")).links();

        for (MarkdownPage page : pages()) {
            if (page.file().getParent().equals(HOME.resolve("docs"))
                    && !page.file().endsWith("README.md")) {
                assertThat(links).contains(page.file().getFileName().toString());
            }
        }
    }

    @Test
    void testClassesThatPagesNameExist() throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(HOME)) {
            classes = files.filter(file -> file.toString().contains("/src/test/java/"))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        for (MarkdownPage page : pages()) {
            assertThat(classes).as(page.name(HOME)).containsAll(page.words("`([A-Z]\\w+(?:Test|IT))`"));
        }
    }
}
