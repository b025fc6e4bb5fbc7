package org.sgxra.tool.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.tool.archive.ReportCertificate;
import org.sgxra.tool.archive.StoredReport;
import org.sgxra.tool.decode.Decoded;
import org.sgxra.tool.decode.Kind;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.decode.Structure;
import org.sgxra.tool.decode.StructurePrinter;
import org.sgxra.tool.io.CheckText;
import org.sgxra.tool.io.JsonDocument;
import org.sgxra.tool.io.Outcome;
import org.sgxra.tool.io.PlainText;

/**
 * A report that was judged, for people and for programs. What is not genuine is not shown: whoever reads it might believe it.
 *
 * @param stored what was read; empty if that failed
 */
record ReportText(ReportAppraisal.Result result, Optional<StoredReport> stored) {
    void print(PrintStream out) {
        StructurePrinter.print(structures(), out);
        if (!result.checks().isEmpty()) {
            CheckText.print(result.checks(), out);
        }
        out.println();
        certificateKey().ifPresent(key -> out.println("certificate: " + PlainText.of(carrier()) + ": " + key));
        advice().forEach(out::println);
        out.println(result.outcome());
    }

    void write(JsonDocument document) {
        result.outcome().write(document);
        document.member("advice", advice());
        document.member("repaired", result.repaired());
        certificateKey().ifPresent(key -> document.member("certificateKey", key));
        CheckText.write(result.checks(), document);
        StructurePrinter.write(structures(), document);
    }

    private List<Structure> structures() {
        if (result.outcome().conclusion() == Outcome.Conclusion.NOT_GENUINE) {
            return List.of();
        }
        try {
            return Decoded.of(result.body(), Optional.of(Kind.JSON)).structures();
        } catch (NotDecodableException e) {
            return List.of();
        }
    }

    private Object carrier() {
        return stored.orElseThrow().carrier().orElseThrow().getSubjectX500Principal();
    }

    /** Whether the certificate that the report was in is the enclave's. */
    private Optional<String> certificateKey() {
        return stored.flatMap(StoredReport::carrier).flatMap(certificate -> result.report()
                .flatMap(ReportText::body)
                .map(body -> ReportCertificate.keyIn(body.report().reportData(), certificate)
                        .map(form -> "the report data begins with " + form)
                        .orElse("nothing of its public key stands in the report data, which begins with "
                                + body.report().reportData().slice(0, 32))));
    }

    private static Optional<EpidQuoteBody> body(AttestationReport report) {
        try {
            return Optional.of(EpidQuoteBody.parse(report.quoteBody().toArray()));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private List<String> advice() {
        List<String> advice = new ArrayList<>();
        result.report()
                .flatMap(AttestationReport::platformInfoBlob)
                .map(PlatformInfoBlob::flags)
                .ifPresent(flags -> flags.stream()
                        .sorted()
                        .forEach((PlatformFlag flag) -> advice.add(flag.name() + ": " + flag.remedy())));
        return advice;
    }
}
