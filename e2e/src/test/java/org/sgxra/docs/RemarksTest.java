package org.sgxra.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything in the pages that looks like code is run, is compared, or has a remark with the reason; no remark is about nothing. */
class RemarksTest {
    private static final Path HOME = Checkout.home();

    @Test
    void allCodeIsAccountedFor() throws Exception {
        Remarks remarks = Remarks.read();
        List<String> unknown = new ArrayList<>();
        for (MarkdownPage page : MarkdownPage.all(HOME)) {
            for (PageCommands.Item item : PageCommands.of(page, HOME)) {
                boolean known = remarks.about(page.name(HOME), item.first()).stream()
                        .anyMatch(remark ->
                                item.isCommand() || List.of("output", "figure").contains(remark.kind()));
                if (!item.isCommand() && !known) {
                    unknown.add(item.block() + " " + item.first());
                }
            }
        }
        assertThat(unknown).as("neither commands nor in remarks.tsv").isEmpty();
        assertThat(remarks.unused()).as("remarks about nothing").isEmpty();
    }
}
