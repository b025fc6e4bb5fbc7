package org.sgxra.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands of the pages do what the pages say. Each page is run in a folder of its own; exceptions, with reasons, stand in
 * src/test/resources/docs/remarks.tsv.
 */
class DocsIT {
    private static final Path HOME = Checkout.home();

    @TempDir
    private Path folder;

    static List<MarkdownPage> pages() throws Exception {
        Remarks remarks = Remarks.read();
        return MarkdownPage.all(HOME).stream()
                .filter(page -> PageCommands.of(page, HOME).stream()
                        .anyMatch(item -> item.isCommand() && remarks.isRun(page.name(HOME), item.first())))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    @Tag("long")
    void commandsDoWhatThePageSays(MarkdownPage page) throws Exception {
        PreparedFolder prepared = PreparedFolder.of(HOME, folder);
        try (PageShell shell = new PageShell(prepared.folder(), prepared.notes(), Map.of())) {
            new PageRun(prepared, shell, Remarks.read()).run(page, HOME);
        }
    }

    @Test
    void keysOfTheRecordedSessionCanBeComputed() throws Exception {
        commandsDoWhatThePageSays(MarkdownPage.read(HOME.resolve("docs/keys.md")));
    }
}
