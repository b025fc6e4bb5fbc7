package org.sgxra.sp.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.TcbSummary;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.SignedReport;
import org.sgxra.common.report.SigningChain;
import org.sgxra.runtime.event.ReportText;
import org.sgxra.runtime.event.ServiceEvent;
import org.sgxra.runtime.event.ServiceEvent.AnswerReceived;
import org.sgxra.runtime.event.ServiceEvent.CollateralReceived;
import org.sgxra.runtime.event.ServiceEvent.CollateralRequested;
import org.sgxra.runtime.event.ServiceEvent.QuoteVerified;
import org.sgxra.runtime.event.ServiceEvent.ReportReceived;
import org.sgxra.runtime.event.ServiceEvent.ReportVerified;
import org.sgxra.runtime.event.ServiceEvent.RequestSent;
import org.sgxra.runtime.event.ServiceEvent.SecondaryKeyTried;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;

/**
 * What people see of a session's dealings with its attestation service, in the order and under the headings of
 * docs/spec/sample-session.md.
 */
final class ServiceTranscript {
    private static final String KEY_HEADER = "Ocp-Apim-Subscription-Key";

    private final Transcript transcript;
    /** Whose signature has not been shown yet; null most of the time. */
    private SignedReport received;

    /** @param transcript where it is written */
    ServiceTranscript(Transcript transcript) {
        this.transcript = transcript;
    }

    void write(ServiceEvent event) {
        if (event instanceof AnswerReceived answer) {
            answer.header("Request-ID").ifPresent(id -> transcript.message("IAS " + answer.call(), "Request-ID", id));
        }
        if (event instanceof SecondaryKeyTried) {
            transcript.line("IAS refuses the primary subscription key (401): trying the secondary one");
        } else if (transcript.shows(Level.VERBOSE)) {
            writeDetails(event);
        }
    }

    private void writeDetails(ServiceEvent event) {
        if (event instanceof RequestSent request) {
            requestSent(request);
        } else if (event instanceof AnswerReceived answer) {
            answerReceived(answer);
        } else if (event instanceof ReportReceived received) {
            reportReceived(received.report());
        } else if (event instanceof ReportVerified verified) {
            reportVerified(verified.signed(), verified.report());
        } else if (event instanceof CollateralRequested request) {
            collateralRequested(request);
        } else if (event instanceof CollateralReceived received) {
            collateralReceived(received);
        } else if (event instanceof QuoteVerified verified) {
            quoteVerified(verified.tcb());
        }
    }

    private void requestSent(RequestSent request) {
        transcript.heading(Level.VERBOSE, "IAS " + request.call() + " HTTP Request");
        transcript.verbose("HTTP " + request.method() + " " + request.uri());
        request.subscriptionKey().ifPresent(key -> transcript.verbose(KEY_HEADER + ": " + key));
        transcript.divider(Level.VERBOSE);
    }

    private void answerReceived(AnswerReceived answer) {
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
        received = report;
    }

    /**
     * Shows signature and text of the report that came last, unless they have been shown: after what there is to say about its
     * certificates.
     */
    void reportChecked(boolean genuine) {
        if (received == null) {
            return;
        }
        SignedReport report = received;
        received = null;
        if (genuine) {
            transcript.debug("certificate chain verified");
        }
        transcript.heading(Level.VERBOSE, "Report Signature");
        transcript.verbose(report.signature().hex());
        transcript.divider(Level.VERBOSE);
        transcript.debug("Extracting public key from signing cert");
        transcript.debug("Verifying signature over report body");
        transcript.heading(Level.VERBOSE, "Report");
        transcript.text(Level.VERBOSE, text(report.body()));
        transcript.divider(Level.VERBOSE);
        transcript.verbose("Content-length: " + ByteCount.of(report.body().size()));
    }

    private void reportVerified(SignedReport signed, AttestationReport report) {
        reportChecked(true);
        transcript.debug("Signature verified");
        transcript.heading(Level.VERBOSE, "Report Body");
        transcript.text(Level.VERBOSE, text(signed.body()));
        transcript.divider(Level.VERBOSE);
        transcript.heading(Level.VERBOSE, "IAS Report - JSON - Required Fields");
        // The original's colon, which stands at this field only.
        ReportText.required(report)
                .forEach(field ->
                        transcript.field(21, field.getKey().equals("id") ? "id:" : field.getKey(), field.getValue()));
        transcript.divider(Level.VERBOSE);
        transcript.heading(Level.VERBOSE, "IAS Report - JSON - Optional Fields");
        ReportText.optional(report).forEach(field -> transcript.field(17, field.getKey(), field.getValue()));
        transcript.divider(Level.VERBOSE);
        transcript.debug("Verifying report version against API version");
    }

    private void collateralRequested(CollateralRequested request) {
        transcript.heading(Level.VERBOSE, "Collateral HTTP Request - " + request.part());
        transcript.verbose("HTTP GET " + request.uri());
        transcript.divider(Level.VERBOSE);
    }

    private void collateralReceived(CollateralReceived answer) {
        transcript.heading(Level.VERBOSE, "Collateral HTTP Response - " + answer.part());
        transcript.verbose("HTTP/1.1 " + answer.statusLine());
        answer.headers().forEach(header -> transcript.verbose(header.getKey() + ": " + header.getValue()));
        transcript.verbose("");
        // Revocation lists are DER.
        transcript.text(
                Level.VERBOSE,
                isText(answer.body())
                        ? text(answer.body())
                        : "(" + ByteCount.of(answer.body().size()) + " that are no text)");
        transcript.divider(Level.VERBOSE);
    }

    private static boolean isText(ByteString bytes) {
        for (int i = 0; i < bytes.size(); i++) {
            int b = bytes.at(i);
            if (b > '~' || b < ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private void quoteVerified(TcbSummary tcb) {
        transcript.heading(Level.VERBOSE, "DCAP Quote - Platform TCB");
        transcript.field(24, "status", tcb.status());
        transcript.field(24, "qeStatus", tcb.qeStatus());
        transcript.field(
                24,
                "advisoryIDs",
                tcb.advisoryIds().map(ids -> String.join(",", ids)).orElse("unknown"));
        transcript.field(24, "tcbDate", tcb.tcbDate());
        transcript.field(24, "tcbEvaluationDataNumber", tcb.tcbEvaluationDataNumber());
        transcript.field(24, "fmspc", tcb.fmspc());
        transcript.field(24, "earliestExpiration", tcb.earliestExpiration());
        transcript.divider(Level.VERBOSE);
    }

    private static String text(ByteString bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }
}
