package org.sgxra.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs the commands of a page in their order, and compares quoted output with what the commands of the block before it wrote. */
final class PageRun {
    /** Scripts that go on listening, unless they are given a command or work on standard input. */
    private static final Pattern SERVER =
            Pattern.compile("(?:[A-Z_]+=\\S+ )?\\./run-(ias(?= -|$)|server|isv-app)(?!.* -z)(?!.* --help)[^|;]*");

    private final PreparedFolder folder;
    private final PageShell shell;
    private final Remarks remarks;

    PageRun(PreparedFolder folder, PageShell shell, Remarks remarks) {
        this.folder = folder;
        this.shell = shell;
        this.remarks = remarks;
    }

    void run(MarkdownPage page, Path home) throws Exception {
        StringBuilder outputs = new StringBuilder();
        String block = "";
        for (PageCommands.Item item : PageCommands.of(page, home)) {
            List<Remarks.Remark> about = remarks.about(page.name(home), item.first());
            if (item.isCommand() && values(about, "not-run").isEmpty()) {
                if (!item.block().toString().equals(block)) {
                    outputs.setLength(0);
                    block = item.block().toString();
                }
                outputs.append(run(item, about));
            } else if (!values(about, "output").isEmpty()) {
                assertThat(outputs.toString()).as("%s", item.block()).containsPattern(pattern(item.text()));
            }
        }
    }

    private String run(PageCommands.Item item, List<Remarks.Remark> about) throws Exception {
        for (String before : values(about, "prepare")) {
            expect(execute(before), 0, item);
        }
        int exitCode = values(about, "exit").stream()
                .mapToInt(value -> Integer.parseInt(value.split(" ")[0]))
                .findFirst()
                .orElse(0);
        PageShell.Result result = execute(item.text());
        expect(result, exitCode, item);
        for (String then : values(about, "then")) {
            String[] parts = then.split(" ", 2);
            expect(execute(parts[1]), Integer.parseInt(parts[0]), item);
        }
        return result.output();
    }

    /** Runs a command to its end; starts a server. */
    PageShell.Result execute(String command) throws Exception {
        String here = folder.localized(command);
        Matcher server = SERVER.matcher(here);
        return server.matches() ? shell.start(server.group(1), here.replaceFirst(" &$", "")) : shell.run(here);
    }

    private static List<String> values(List<Remarks.Remark> remarks, String kind) {
        return remarks.stream()
                .filter(remark -> remark.kind().equals(kind))
                .map(Remarks.Remark::value)
                .toList();
    }

    private static void expect(PageShell.Result result, int exitCode, PageCommands.Item item) {
        assertThat(result.exitCode()).as("%s\n%s", item.block(), result).isEqualTo(exitCode);
    }

    /** Quoted output: an ellipsis stands for anything, also for lines. */
    private Pattern pattern(String quoted) {
        return Pattern.compile(folder.localized(quoted)
                .lines()
                .filter(line -> !line.isBlank())
                .map(line ->
                        Arrays.stream(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .collect(Collectors.joining("\\s*?\\n(?:.*\\n)*?")));
    }
}
