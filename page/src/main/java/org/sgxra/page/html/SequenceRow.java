package org.sgxra.page.html;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.Party;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.page.session.Step;

/**
 * A row of the sequence diagram.
 *
 * @param time when, if it is known
 * @param from who
 * @param to whom; {@code from} for what a party does alone
 * @param label what
 * @param size in words; empty for what has none
 * @param target id of the part of the page about it
 * @param kind {@code arrow}, {@code before}, {@code good} or {@code bad}
 */
record SequenceRow(
        Optional<Instant> time, Party from, Party to, String label, String size, String target, String kind) {
    static List<SequenceRow> of(RecordedSession session) {
        List<SequenceRow> rows = new ArrayList<>();
        provisioned(session).ifPresent(rows::add);
        List<Step.Compared> checks = new ArrayList<>();
        for (Step step : session.steps()) {
            if (step instanceof Step.Compared check) {
                if (!checks.isEmpty() && checks.get(0).by() != check.by()) {
                    addChecks(rows, checks);
                }
                checks.add(check);
                continue;
            }
            addChecks(rows, checks);
            row(step).ifPresent(rows::add);
        }
        addChecks(rows, checks);
        return timed(rows);
    }

    /** Without times where all are the same: then no clock ran. */
    private static List<SequenceRow> timed(List<SequenceRow> rows) {
        long different =
                rows.stream().flatMap(row -> row.time().stream()).distinct().count();
        return different != 1
                ? rows
                : rows.stream()
                        .map(row -> new SequenceRow(
                                Optional.empty(), row.from, row.to, row.label, row.size, row.target, row.kind))
                        .toList();
    }

    /** What a platform has from before the session; msg1 says which kind. */
    private static Optional<SequenceRow> provisioned(RecordedSession session) {
        return session.structure("msg0||msg1")
                .map(Message::structure)
                .map(fields -> fields.field("msg1.gid"))
                .map(gid -> {
                    String label = gid.bytes().isZero()
                            ? "before: PCK certificate"
                            : "before: EPID key, group "
                                    + gid.bytes().reversed().hex();
                    return new SequenceRow(
                            Optional.empty(), Party.PROVISIONING, Party.ENCLAVE, label, "", "quote", "before");
                });
    }

    /** Checks that were made one after the other share a row; one that failed has its own. */
    private static void addChecks(List<SequenceRow> rows, List<Step.Compared> checks) {
        List<Step.Compared> passed =
                checks.stream().filter(Step.Compared::passed).toList();
        if (!passed.isEmpty()) {
            Step.Compared last = passed.get(passed.size() - 1);
            String label = passed.size() == 1 ? "✓ " + last.check() : "✓ " + passed.size() + " checks";
            rows.add(new SequenceRow(
                    last.time(), last.by(), last.by(), label, "", passed.get(0).id(), "good"));
        }
        checks.stream()
                .filter(check -> !check.passed())
                .forEach(check -> rows.add(new SequenceRow(
                        check.time(), check.by(), check.by(), "✗ " + check.check(), "", check.id(), "bad")));
        checks.clear();
    }

    private static Optional<SequenceRow> row(Step step) {
        SequenceRow row = null;
        if (step instanceof Step.Sent sent) {
            row = new SequenceRow(
                    sent.time(),
                    sent.message().from(),
                    sent.message().from().peer(),
                    sent.message().name(),
                    Texts.size(sent.message().wire().size()),
                    sent.message().id(),
                    "arrow");
        } else if (step instanceof Step.Service service) {
            Party source = Party.ATTESTATION_SERVICE;
            Party provider = Party.SERVICE_PROVIDER;
            row = new SequenceRow(
                    service.time(),
                    service.isAnswer() ? source : provider,
                    service.isAnswer() ? provider : source,
                    service.what() + (service.isAnswer() ? ": " + code(service.event()) : "?"),
                    service.isAnswer()
                            ? Texts.size(service.event().document("body").size())
                            : "",
                    "service",
                    "arrow");
        } else if (step instanceof Step.Verdict verdict) {
            boolean good =
                    verdict.verdict().equals("TRUSTED") || verdict.verdict().startsWith("TRUSTED_");
            row = new SequenceRow(
                    verdict.time(), verdict.by(), verdict.by(), verdict.verdict(), "", "top", good ? "good" : "bad");
        } else if (step instanceof Step.Failed failed) {
            row = new SequenceRow(failed.time(), failed.by(), failed.by(), "✗ " + failed.reason(), "", "top", "bad");
        }
        return Optional.ofNullable(row);
    }

    /** The status without its words. */
    private static String code(RecordedEvent answer) {
        return answer.text("status").split(" ", 2)[0];
    }
}
