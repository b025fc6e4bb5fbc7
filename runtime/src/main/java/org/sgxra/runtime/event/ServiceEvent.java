package org.sgxra.runtime.event;

import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.TcbSummary;
import org.sgxra.common.message.Quote;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.SignedReport;
import org.sgxra.common.report.SigningChain;
import org.sgxra.runtime.net.HeaderFields;

/** What happens between a session and its attestation service. */
public sealed interface ServiceEvent extends SessionEvent {
    /** The quote is what was asked for and goes to the service. */
    record QuoteAccepted(Quote quote) implements ServiceEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("quoteBase64", Base64.getEncoder().encodeToString(quote.encode()));
        }
    }

    /**
     * A request is about to be sent.
     *
     * @param call {@code sigrl} or {@code report}
     * @param method of HTTP
     * @param subscriptionKey masked; none when none is sent
     * @param body JSON; none with GET
     */
    record RequestSent(String call, String method, URI uri, Optional<String> subscriptionKey, Optional<String> body)
            implements ServiceEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("call", call);
            out.text("method", method);
            out.text("uri", uri.toString());
            subscriptionKey.ifPresent(key -> out.text("maskedSubscriptionKey", key));
            body.ifPresent(json -> out.text("body", json));
        }
    }

    /**
     * An answer came.
     *
     * @param call {@code sigrl} or {@code report}
     * @param statusLine HTTP status with its name
     * @param headers name and value each, as they came
     * @param body the exact bytes
     */
    record AnswerReceived(String call, String statusLine, List<Map.Entry<String, String>> headers, ByteString body)
            implements ServiceEvent {
        public AnswerReceived {
            headers = List.copyOf(headers);
        }

        /** Value of the first header of that name, in any case. */
        public Optional<String> header(String name) {
            return HeaderFields.first(headers, name);
        }

        @Override
        public void describe(EventWriter out) {
            out.text("call", call);
            out.text("status", statusLine);
            out.pairs("headers", headers);
            out.document("body", body);
        }
    }

    /** The service refuses the primary subscription key; the secondary one is tried. */
    record SecondaryKeyTried() implements ServiceEvent {
        @Override
        public void describe(EventWriter out) {}
    }

    /** A report came; nothing of it is verified yet. */
    record ReportReceived(SignedReport report) implements ServiceEvent {
        @Override
        public void describe(EventWriter out) {
            out.texts(
                    "certificates",
                    report.chain().certificates().stream()
                            .map(certificate -> new SigningChain(List.of(certificate)).toPem())
                            .toList());
            out.bytes("signature", report.signature());
            out.document("report", report.body());
        }
    }

    /**
     * A report is genuine.
     *
     * @param signed as it came
     * @param report its content
     */
    record ReportVerified(SignedReport signed, AttestationReport report) implements ServiceEvent {
        @Override
        public void describe(EventWriter out) {
            out.pairs("required", ReportText.required(report));
            out.pairs("optional", ReportText.optional(report));
        }
    }

    /**
     * A part of the collateral is about to be asked for.
     *
     * @param part for example {@code TCB info}
     */
    record CollateralRequested(String part, URI uri) implements ServiceEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("part", part);
            out.text("uri", uri.toString());
        }
    }

    /**
     * An answer about a part of the collateral came.
     *
     * @param part as in {@link CollateralRequested}
     * @param statusLine HTTP status with its name
     * @param headers name and value each, as they came
     * @param body the exact bytes
     */
    record CollateralReceived(String part, String statusLine, List<Map.Entry<String, String>> headers, ByteString body)
            implements ServiceEvent {
        public CollateralReceived {
            headers = List.copyOf(headers);
        }

        @Override
        public void describe(EventWriter out) {
            out.text("part", part);
            out.text("status", statusLine);
            out.pairs("headers", headers);
            out.document("body", body);
        }
    }

    /** A DCAP quote is genuine; what Intel says of its platform. */
    record QuoteVerified(TcbSummary tcb) implements ServiceEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("status", tcb.status().toString());
            out.text("qeStatus", tcb.qeStatus().toString());
            tcb.advisoryIds().ifPresent(ids -> out.texts("advisoryIDs", ids));
            out.text("tcbDate", tcb.tcbDate().toString());
            out.number("tcbEvaluationDataNumber", tcb.tcbEvaluationDataNumber());
            out.bytes("fmspc", tcb.fmspc());
            out.text("earliestExpiration", tcb.earliestExpiration().toString());
        }
    }
}
