package org.sgxra.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The code of a page, one command or block of output after the other. */
final class PageCommands {
    private static final Pattern COMMAND =
            Pattern.compile("((?:\\.\\./)+bin/|\\./|bin/|run-|sp |[A-Za-z_]+=|[a-z_]+\\(\\) \\{|"
                    + "(bytes|cmac|printf|curl|mkfifo|cd|openssl|head|header|make|mvn|sed|jq|export|docker|cp|cat|install|systemctl|echo|chmod"
                    + "|sha256sum|JAZZER_FUZZ) ).*");

    private static final Pattern COMMENT = Pattern.compile("\\s+#\\s.*$");

    private PageCommands() {}

    /**
     * @param first its first line, as the page has it
     * @param text a command without comments, in one line or several; or a whole block that holds none
     */
    record Item(MarkdownPage.Block block, String first, String text, boolean isCommand) {}

    static List<Item> of(MarkdownPage page, Path home) {
        List<Item> items = new ArrayList<>();
        for (MarkdownPage.Block block : page.blocks(home)) {
            boolean other = !block.language().isEmpty() && !block.language().equals("sh");
            if (other || !COMMAND.matcher(block.lines().get(0)).matches()) {
                items.add(new Item(block, block.lines().get(0), block.text(), false));
            } else {
                commands(block, items);
            }
        }
        return items;
    }

    private static void commands(MarkdownPage.Block block, List<Item> items) {
        StringBuilder command = new StringBuilder();
        String first = "";
        for (int i = 0; i < block.lines().size(); i++) {
            String line = block.lines().get(i);
            if (command.isEmpty()) {
                if (line.isEmpty()) {
                    continue;
                }
                first = line;
                if (!COMMAND.matcher(line).matches()) {
                    // What the command before it writes.
                    String rest = String.join(
                            "\n", block.lines().subList(i, block.lines().size()));
                    items.add(new Item(block, first, rest, false));
                    return;
                }
            }
            command.append(COMMENT.matcher(line).replaceFirst(""));
            if (line.endsWith("\\")) {
                command.append('\n');
                continue;
            }
            items.add(new Item(block, first, command.toString(), true));
            command.setLength(0);
        }
    }
}
