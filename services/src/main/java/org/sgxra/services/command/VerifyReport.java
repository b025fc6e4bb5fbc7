package org.sgxra.services.command;

import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.ReportSigningCa;
import org.sgxra.common.report.ReportVerifier;
import org.sgxra.common.report.SignedReport;
import org.sgxra.runtime.cli.OptionTable;

/** Verifies a stored report at its own time stamp and prints it. */
final class VerifyReport implements Command {
    private static final int REFUSED = 2;
    /** Clocks of others may be ahead by so much. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    @Override
    public OptionTable table() {
        return Command.table(
                "verify-report",
                "Verifies an archived report under Intel's CA, or another one, and prints it: exit code 0 valid, 2 "
                        + "refused.",
                value("body", "FILE", "the report, JSON; required"),
                value("signature", "FILE", "its signature in base64, as in the header; required"),
                value("chain", "FILE", "certificates, PEM or percent-encoded as in the header; required"),
                value("ca", "FILE", "another CA, PEM").standard("Intel's"),
                value("max-age", "SECONDS", "how old the report may be").standard("any age"));
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws CommandException {
        byte[] body = Arguments.file(arguments.required("body"));
        String signature = text(arguments.required("signature"));
        String chain = text(arguments.required("chain"));
        Optional<Integer> maxAge = arguments.number("max-age", Integer.MAX_VALUE);
        ReportVerifier verifier = new ReportVerifier(ca(arguments), null);
        try {
            AttestationReport report = verifier.verify(
                    chain.contains("%0A") || chain.contains("%0a")
                            ? SignedReport.fromAnswer(body, signature.strip(), chain.strip())
                            : SignedReport.fromArchive(body, signature, chain));
            Optional<String> stale = maxAge.flatMap(seconds -> stale(report.timestamp(), seconds));
            if (stale.isPresent()) {
                out.println("refused: " + stale.get());
                return REFUSED;
            }
            print(report, new QuotePrinter(out));
            out.println("valid: signed under "
                    + (arguments.has("ca") ? "the CA in " + arguments.required("ca") : "Intel's CA"));
            return 0;
        } catch (InvalidReportException e) {
            out.println("refused: " + e.getMessage());
            return REFUSED;
        }
    }

    private static String text(String file) throws CommandException {
        return new String(Arguments.file(file), StandardCharsets.ISO_8859_1);
    }

    private static ReportSigningCa ca(Arguments arguments) throws CommandException {
        Optional<String> file = arguments.value("ca");
        if (file.isEmpty()) {
            return ReportSigningCa.intel();
        }
        try {
            return ReportSigningCa.fromPem(text(file.get()));
        } catch (CertificateException e) {
            throw new CommandException(file.get() + ": " + e.getMessage(), e);
        }
    }

    private static Optional<String> stale(Instant timestamp, int maxAge) {
        Duration age = Duration.between(timestamp, Instant.now());
        if (age.compareTo(AHEAD.negated()) < 0) {
            return Optional.of("the report is of " + timestamp + ", in the future");
        }
        return age.toSeconds() > maxAge
                ? Optional.of("the report is of " + timestamp + ", " + age.toSeconds() + " seconds old; allowed are "
                        + maxAge)
                : Optional.empty();
    }

    private static void print(AttestationReport report, QuotePrinter printer) {
        printer.field("id", report.id());
        printer.field("timestamp", report.timestamp());
        printer.field("version", Optional.ofNullable(report.version()));
        printer.field("isvEnclaveQuoteStatus", report.status());
        printer.field("nonce", Optional.ofNullable(report.nonce()));
        printer.field("epidPseudonym", Optional.ofNullable(report.epidPseudonym()));
        printer.field("advisoryURL", Optional.ofNullable(report.advisoryUrl()));
        if (!report.advisoryIds().isEmpty()) {
            printer.field("advisoryIDs", String.join(", ", report.advisoryIds()));
        }
        printer.field(
                "revocationReason",
                Optional.ofNullable(report.revocationReason()).map(r -> r + " (" + CrlReason.name(r) + ")"));
        printer.field("pseManifestStatus", Optional.ofNullable(report.pseManifestStatus()));
        printer.field("pseManifestHash", Optional.ofNullable(report.pseManifestHash()));
        printer.field("tcbEvaluationDataNumber", Optional.ofNullable(report.tcbEvaluationDataNumber()));
        printer.field("attestationType", Optional.ofNullable(report.attestationType()));
        if (!report.docIds().isEmpty()) {
            printer.field("docIDs", String.join(", ", report.docIds()));
        }
        try {
            printer.body(EpidQuoteBody.parse(report.quoteBody().toArray()));
        } catch (MalformedMessageException e) {
            printer.field("isvEnclaveQuoteBody", e.getMessage());
        }
        if (report.platformInfo() != null) {
            report.platformInfoBlob()
                    .ifPresentOrElse(
                            printer::platformInfo,
                            () -> printer.field("platformInfoBlob", report.platformInfo() + " (of an unknown form)"));
        }
    }
}
