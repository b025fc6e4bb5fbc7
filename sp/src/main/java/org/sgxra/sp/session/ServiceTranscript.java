package org.sgxra.sp.session;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.SignedReport;
import org.sgxra.common.report.SigningChain;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.service.ServiceEvent;
import org.sgxra.sp.service.ServiceEvent.AnswerReceived;
import org.sgxra.sp.service.ServiceEvent.GroupsCompared;
import org.sgxra.sp.service.ServiceEvent.QuoteAccepted;
import org.sgxra.sp.service.ServiceEvent.ReportReceived;
import org.sgxra.sp.service.ServiceEvent.ReportVerified;
import org.sgxra.sp.service.ServiceEvent.RequestSent;
import org.sgxra.sp.service.ServiceEvent.SecondaryKeyTried;
import org.sgxra.sp.service.ServiceEvent.Warning;
import org.sgxra.sp.service.ServiceListener;

/**
 * What people see of a session's dealings with its attestation service, in the order and under the headings of
 * docs/spec/sample-session.md.
 */
public final class ServiceTranscript implements ServiceListener {
    private static final String KEY_HEADER = "Ocp-Apim-Subscription-Key";
    /** As in the report: always six digits, no zone. */
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Transcript transcript;

    /** @param transcript where it is written */
    public ServiceTranscript(Transcript transcript) {
        this.transcript = transcript;
    }

    @Override
    public void on(ServiceEvent event) {
        if (event instanceof Warning warning) {
            transcript.line("warning: " + warning.text());
        } else if (event instanceof GroupsCompared groups) {
            groupsCompared(groups);
        } else if (event instanceof QuoteAccepted accepted) {
            quoteAccepted(accepted);
        } else if (event instanceof RequestSent request) {
            requestSent(request);
        } else if (event instanceof AnswerReceived answer) {
            answerReceived(answer);
        } else if (event instanceof SecondaryKeyTried) {
            transcript.line("IAS refuses the primary subscription key (401): trying the secondary one");
        } else if (event instanceof ReportReceived received) {
            reportReceived(received.report());
        } else if (event instanceof ReportVerified verified) {
            reportVerified(verified.signed(), verified.report());
        }
    }

    private void groupsCompared(GroupsCompared groups) {
        transcript.debug("Validating quote's epid_group_id against msg1");
        if (transcript.shows(Level.DEBUG)) {
            transcript.field(24, "msg1.gid", groups.ofMsg1().littleEndian());
            transcript.field(24, "msg3.quote.epid_group_id", groups.ofQuote().littleEndian());
        }
    }

    private void quoteAccepted(QuoteAccepted accepted) {
        transcript.heading(Level.VERBOSE, "Enclave Quote (base64) ==> Send to IAS");
        if (transcript.shows(Level.VERBOSE)) {
            transcript.verbose(base64(accepted.quote().encode()));
        }
        transcript.divider(Level.VERBOSE);
    }

    private void requestSent(RequestSent request) {
        transcript.heading(Level.VERBOSE, "IAS " + request.call() + " HTTP Request");
        transcript.verbose("HTTP " + request.method() + " " + request.uri());
        request.subscriptionKey().ifPresent(key -> transcript.verbose(KEY_HEADER + ": " + key));
        transcript.divider(Level.VERBOSE);
    }

    private void answerReceived(AnswerReceived answer) {
        answer.header("Request-ID").ifPresent(id -> transcript.message("IAS " + answer.call(), "Request-ID", id));
        transcript.heading(Level.VERBOSE, "IAS " + answer.call() + " HTTP Response");
        transcript.verbose("HTTP/1.1 " + answer.statusLine());
        answer.headers().forEach(header -> transcript.verbose(header.getKey() + ": " + header.getValue()));
        transcript.verbose("");
        transcript.text(Level.VERBOSE, text(answer.body()));
        transcript.divider(Level.VERBOSE);
        answer.header("Warning").ifPresent(warning -> transcript.verbose("warning from IAS: " + warning));
    }

    private void reportReceived(SignedReport report) {
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
        transcript.text(Level.VERBOSE, text(report.body()));
        transcript.divider(Level.VERBOSE);
        transcript.verbose("Content-length: " + report.body().size() + " bytes");
    }

    private void reportVerified(SignedReport signed, AttestationReport report) {
        transcript.debug("certificate chain verified");
        transcript.debug("Signature verified");
        transcript.heading(Level.VERBOSE, "Report Body");
        transcript.text(Level.VERBOSE, text(signed.body()));
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

    private static String text(ByteString bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }

    private static Object or(Object value) {
        return value == null ? "" : value;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
