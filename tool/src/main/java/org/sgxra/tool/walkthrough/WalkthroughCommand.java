package org.sgxra.tool.walkthrough;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sgxra.page.html.ComparisonPage;
import org.sgxra.page.html.SequenceDiagram;
import org.sgxra.page.html.WalkthroughPage;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.ErrorText;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.state.PrivateFile;
import org.sgxra.tool.io.PlainText;
import org.sgxra.tool.session.SessionFiles;

/** {@code sgx-ra walkthrough}: a session as a page to read (docs/walkthrough.md). */
public final class WalkthroughCommand {
    /** Its options. */
    public static final OptionTable TABLE = OptionTable.named("sgx-ra walkthrough")
            .operands("SESSION...")
            .purpose("Writes a session as a page to read in a browser: who said what and when, every byte of every"
                    + " message, where the keys come from, what was checked, the quote and who vouches for it."
                    + " SESSION is a file of --events of the client or the service provider, or both of them; or"
                    + " logs such as sp.log, or pasted messages, which say less; or a JSON document with the messages"
                    + " of a session (docs/walkthrough.md). The page is one HTML file, which loads nothing and links"
                    + " to nothing.")
            .group("What and how")
            .options(
                    CommandOption.value("output", "FILE", "the page; required").letter('o'),
                    CommandOption.value("session", "ID", "of several sessions in the files this one")
                            .standard("the last one"),
                    CommandOption.value(
                            "compare",
                            "FILE[,FILE]",
                            "another session, the last one in these files: which bytes differ, and why"),
                    CommandOption.flag("diagram", "the sequence diagram alone, as SVG"),
                    CommandOption.flag(
                                    "debug", "show the values of keys, if they are recorded, instead of their hashes")
                            .letter('d'))
            .example("sgx-ra walkthrough client.jsonl sp.jsonl -o page.html", "a session as both ends noted it")
            .example("sgx-ra walkthrough sp.log -o page.html", "the messages in a log")
            .example("sgx-ra walkthrough sp.jsonl --compare=other.jsonl -o page.html", "two sessions side by side")
            .exitCode(0, "written")
            .exitCode(1, "wrong usage, or a file cannot be read or written")
            .exitCode(2, "there is no session in the files, or they do not belong together")
            .build();

    private static final int NO_SESSION = 2;

    private WalkthroughCommand() {}

    /** Runs the command; the result is its exit code. */
    public static int run(GivenOptions options, ProcessStreams streams) throws UsageException {
        OptionValue output = options.required("output");
        SessionFiles files = SessionFiles.read(options.operands(), streams);
        options.exclude("compare", "debug");
        options.exclude("compare", "diagram");
        options.exclude("diagram", "debug");
        boolean showsSecrets = options.has("debug");
        try {
            String page = page(files, options, streams);
            write(output.path(), page.getBytes(StandardCharsets.UTF_8), showsSecrets);
            return 0;
        } catch (SessionFormatException e) {
            streams.stderr().println(ErrorText.of("sgx-ra walkthrough: " + PlainText.of(e.getMessage())));
            return NO_SESSION;
        } catch (IOException e) {
            throw output.fault("cannot be written: " + Reason.of(e));
        }
    }

    private static String page(SessionFiles files, GivenOptions options, ProcessStreams streams)
            throws UsageException, SessionFormatException {
        RecordedSession session = files.session(options.get("session").map(OptionValue::value));
        if (options.has("diagram")) {
            return SequenceDiagram.picture(session);
        }
        if (!options.has("compare")) {
            return WalkthroughPage.render(session, files.title(), options.has("debug"));
        }
        List<String> names = options.required("compare").list().stream()
                .map(OptionValue::value)
                .toList();
        SessionFiles others = SessionFiles.read(names, streams);
        return ComparisonPage.render(session, files.title(), others.session(Optional.empty()), others.title());
    }

    /** A page with keys is for its owner alone. */
    private static void write(Path file, byte[] page, boolean isSecret) throws IOException {
        if (!isSecret || PrivateFile.isDevice(file)) {
            Files.write(file, page);
            return;
        }
        try (PrivateFile own = PrivateFile.open(file)) {
            own.truncate();
            own.out().write(page);
        }
    }
}
