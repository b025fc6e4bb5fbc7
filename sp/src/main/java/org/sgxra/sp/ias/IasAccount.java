package org.sgxra.sp.ias;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.SignedReport;
import org.sgxra.common.report.SigningChain;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;

/** What people see of the exchange with IAS, in the order and under the headings of docs/spec/sample-session.md. */
final class IasAccount {
    /** As in the report: always six digits, no zone. */
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Transcript transcript;

    IasAccount(Transcript transcript) {
        this.transcript = transcript;
    }

    void request(String call, HttpQuestion question) {
        transcript.heading(Level.VERBOSE, "IAS " + call + " HTTP Request");
        transcript.verbose("HTTP " + question.method() + " " + question.uri());
        question.key().ifPresent(key -> transcript.verbose(HttpQuestion.KEY_HEADER + ": " + key));
        transcript.divider(Level.VERBOSE);
    }

    void response(String call, HttpAnswer answer) {
        answer.header("Request-ID").ifPresent(id -> transcript.message("IAS " + call, "Request-ID", id));
        transcript.heading(Level.VERBOSE, "IAS " + call + " HTTP Response");
        transcript.verbose("HTTP/1.1 " + answer.statusLine());
        answer.headers().forEach(header -> transcript.verbose(header.getKey() + ": " + header.getValue()));
        transcript.verbose("");
        transcript.text(Level.VERBOSE, new String(answer.body(), StandardCharsets.UTF_8));
        transcript.divider(Level.VERBOSE);
        answer.header("Warning").ifPresent(warning -> transcript.verbose("warning from IAS: " + warning));
    }

    void secondKey() {
        transcript.line("IAS refuses the primary subscription key (401): trying the secondary one");
    }

    void received(SignedReport report) {
        for (var certificate : report.chain().certificates()) {
            transcript.heading(Level.VERBOSE, "Certificate");
            transcript.text(Level.VERBOSE, new SigningChain(List.of(certificate)).toPem());
            transcript.divider(Level.VERBOSE);
        }
        transcript.debug("Found " + report.chain().certificates().size() + " certificates in chain");
        transcript.heading(Level.VERBOSE, "Report Signature");
        transcript.verbose(report.signature().hex());
        transcript.divider(Level.VERBOSE);
        transcript.heading(Level.VERBOSE, "Report");
        transcript.text(Level.VERBOSE, new String(report.body().toArray(), StandardCharsets.UTF_8));
        transcript.divider(Level.VERBOSE);
        transcript.verbose("Content-length: " + report.body().size() + " bytes");
    }

    void verified(SignedReport signed, AttestationReport report) {
        transcript.debug("certificate chain verified");
        transcript.debug("Signature verified");
        transcript.heading(Level.VERBOSE, "Report Body");
        transcript.text(Level.VERBOSE, new String(signed.body().toArray(), StandardCharsets.UTF_8));
        transcript.divider(Level.VERBOSE);
        transcript.heading(Level.VERBOSE, "IAS Report - JSON - Required Fields");
        transcript.field(21, "version", or(report.version()));
        transcript.field(21, "id", report.id());
        transcript.field(21, "timestamp", TIMESTAMP.format(report.timestamp()));
        transcript.field(21, "isvEnclaveQuoteStatus", report.status());
        transcript.field(21, "isvEnclaveQuoteBody", base64(report.quoteBody().toArray()));
        transcript.divider(Level.VERBOSE);
        transcript.heading(Level.VERBOSE, "IAS Report - JSON - Optional Fields");
        transcript.field(23, "platformInfoBlob", or(report.platformInfo()));
        transcript.field(23, "revocationReason", or(report.revocationReason()));
        transcript.field(23, "pseManifestStatus", or(report.pseManifestStatus()));
        transcript.field(23, "pseManifestHash", or(report.pseManifestHash()));
        transcript.field(23, "nonce", or(report.nonce()));
        transcript.field(
                23,
                "epidPseudonym",
                report.epidPseudonym() == null
                        ? ""
                        : base64(report.epidPseudonym().toArray()));
        transcript.field(23, "advisoryURL", or(report.advisoryUrl()));
        transcript.field(23, "advisoryIDs", String.join(",", report.advisoryIds()));
        transcript.field(23, "tcbEvaluationDataNumber", or(report.tcbEvaluationDataNumber()));
        transcript.divider(Level.VERBOSE);
        transcript.debug("Verifying report version against API version");
    }

    void warn(String text) {
        transcript.line("warning: " + text);
    }

    private static Object or(Object value) {
        return value == null ? "" : value;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
