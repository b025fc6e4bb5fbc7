package org.sgxra.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualPageTest {
    private static final OptionTable TABLE = OptionTable.named("demo")
            .operands("[ FILE ]")
            .purpose("Shows \\ and .dots. More of it.")
            .group("First - of all")
            .options(
                    value("spid-file", "FILE", "a 'file'")
                            .letter('S')
                            .alias("spid")
                            .standard("none"),
                    flag("debug", ".hidden").letter('d'))
            .subcommand(OptionTable.named("demo list").purpose("Lists.").build())
            .example("demo -d", "'quoted' at the beginning.")
            .exitCode(0, "done")
            .startedBy("run-demo")
            .build();

    @TempDir
    Path folder;

    @Test
    void hasTheSectionsOfAManualPage() {
        ManualPage page = new ManualPage(TABLE);

        assertThat(page.fileName()).isEqualTo("demo.1");
        assertThat(page.toString())
                .startsWith(".TH \"DEMO\" 1 \"\" ")
                .contains(
                        "\n.SH NAME\ndemo \\- Shows \\e and .dots\n",
                        "\n.SH SYNOPSIS\ndemo [ options ] [ FILE ]\n",
                        "\n.SH COMMANDS\n.TP\n\\fBlist\\fR\nLists. See demo\\-list(1).\n",
                        "\n.SS \"First \\- of all\"\n.TP\n\\fB\\-S\\fR, \\fB\\-\\-spid\\-file\\fR=\\fIFILE\\fR\n"
                                + "a 'file'; also \\-\\-spid (default none)\n",
                        "\n.TP\n\\fB\\-d\\fR, \\fB\\-\\-debug\\fR\n\\&.hidden\n",
                        "\n.SH EXAMPLES\n.TP\n\\fBdemo \\-d\\fR\n\\&'quoted' at the beginning.\n",
                        "\n.SH \"EXIT STATUS\"\n.TP\n\\fB0\\fR\ndone\n");
    }

    @Test
    void groffReadsItWithoutAWarning() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "groff is there");
        Path file = Files.writeString(folder.resolve("demo.1"), new ManualPage(TABLE).toString());
        Process groff = new ProcessBuilder("/usr/bin/groff", "-man", "-Tutf8", "-ww", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(groff.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("warning", "error").contains("quoted", "done");
    }
}
