package org.sgxra.tool.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.io.JsonDocument;
import org.sgxra.tool.io.Outcome;
import org.sgxra.tool.io.Outcome.Conclusion;
import org.sgxra.tool.io.PlainText;

/** Many reports: a line for each and a summary. Files of a folder that are no reports are passed over, and counted. */
final class ReportBatch {
    private static final long PROGRESS_AFTER_NS = 1_000_000_000L;

    /** What came out of one. */
    private record Line(String name, Outcome outcome) {}

    private final List<Line> lines = new ArrayList<>();
    private final Map<Conclusion, Integer> counts = new EnumMap<>(Conclusion.class);
    private int passedOver;

    /**
     * Judges them.
     *
     * @return the worst exit code: 2 before 4 before 0; 2 if none is a report
     */
    int run(List<ReportSource> sources, VerifyReportCommand.Reader reader, boolean json, ProcessStreams streams)
            throws UsageException {
        PrintStream out = streams.stdout();
        long told = System.nanoTime();
        for (int i = 0; i < sources.size(); i++) {
            ReportSource source = sources.get(i);
            ReportText text = reader.judge(source);
            if (!source.named() && text.stored().isEmpty()) {
                passedOver++;
            } else {
                add(new Line(source.name(), text.result().outcome()), json, out);
            }
            if (System.nanoTime() - told > PROGRESS_AFTER_NS && (json || !streams.outIsTerminal())) {
                told = System.nanoTime();
                streams.stderr().println(i + 1 + " of " + sources.size() + " files");
            }
        }
        if (json) {
            JsonDocument.print(out, this::write);
        } else {
            out.println();
            out.println(summary());
        }
        return exitCode();
    }

    private void add(Line line, boolean json, PrintStream out) {
        lines.add(line);
        counts.merge(line.outcome().conclusion(), 1, Integer::sum);
        if (!json) {
            out.println(PlainText.of(line.name()) + ": " + line.outcome());
        }
    }

    private String summary() {
        List<String> parts = new ArrayList<>();
        counts.forEach((conclusion, count) -> parts.add(count + " " + conclusion));
        if (passedOver > 0) {
            parts.add(passedOver + (passedOver == 1 ? " file that is no report" : " files that are no reports")
                    + " passed over");
        }
        return lines.size()
                + (lines.size() == 1 ? " report" : " reports")
                + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
    }

    private void write(JsonDocument document) {
        document.objects(
                "reports",
                lines.stream()
                        .<JsonDocument.Part>map(line -> part -> {
                            part.member("name", line.name());
                            line.outcome().write(part);
                        })
                        .toList());
        document.object("summary", part -> {
            for (Conclusion conclusion :
                    List.of(Conclusion.ACCEPTABLE, Conclusion.NOT_ACCEPTABLE, Conclusion.NOT_GENUINE)) {
                part.member(conclusion.toString(), counts.getOrDefault(conclusion, 0));
            }
            part.member("passed over", passedOver);
        });
        document.member("exitCode", exitCode());
    }

    private int exitCode() {
        if (lines.isEmpty() || counts.containsKey(Conclusion.NOT_GENUINE)) {
            return Conclusion.NOT_GENUINE.exitCode();
        }
        return counts.containsKey(Conclusion.NOT_ACCEPTABLE)
                ? Conclusion.NOT_ACCEPTABLE.exitCode()
                : Conclusion.ACCEPTABLE.exitCode();
    }
}
