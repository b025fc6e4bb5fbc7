package org.sgxra.page.html;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.page.session.Step;

/** What the service provider asked the attestation service, or the source of collateral, and what it was answered. */
final class ServiceSection {
    private static final int MAX_VALUE = 2000;

    private final RecordedSession session;

    ServiceSection(RecordedSession session) {
        this.session = session;
    }

    void write(Html out) {
        List<Step.Service> calls = session.steps(Step.Service.class);
        Optional<RecordedEvent> quoteVerified = session.event("quote-verified");
        out.open("section", "id", "service", "aria-labelledby", "service-h");
        out.element("h2", "Who vouches for the quote", "id", "service-h");
        if (calls.isEmpty() && quoteVerified.isEmpty()) {
            out.element("p", "Nothing about it is recorded: the service provider's events say it.");
        }
        out.element(
                "p",
                session.isDcap()
                        ? "The service provider checks the quote itself, with collateral that Intel signed: which platforms are"
                                + " up to date, which quoting enclave is Intel's, which certificates are revoked."
                        : "The attestation service checks the quote, which is encrypted for it, and signs a report about it;"
                                + " the service provider checks the report.");
        session.event("report-verified").ifPresent(event -> report(out, event));
        quoteVerified.ifPresent(event -> verified(out, event));
        new CollateralBoxes(session).write(out);
        if (!calls.isEmpty()) {
            out.element("h3", "Questions and answers");
        }
        for (Step.Service call : calls) {
            call(out, call);
        }
        out.close().line();
    }

    private void report(Html out, RecordedEvent event) {
        out.element("h3", "The attestation service's report");
        out.open("dl");
        event.pairs("required").forEach(pair -> entry(out, pair));
        event.pairs("optional").stream()
                .filter(pair -> !pair.getValue().isEmpty())
                .forEach(pair -> entry(out, pair));
        out.close();
        session.event("report-received")
                .ifPresent(received -> CertificateBoxes.write(out, String.join("", received.texts("certificates"))));
    }

    private static void verified(Html out, RecordedEvent event) {
        out.element("h3", "What Intel says of the platform").open("dl");
        for (String name :
                List.of("status", "qeStatus", "tcbDate", "tcbEvaluationDataNumber", "fmspc", "earliestExpiration")) {
            event.find(name).ifPresent(value -> entry(out, Map.entry(name, value)));
        }
        if (!event.texts("advisoryIDs").isEmpty()) {
            entry(out, Map.entry("advisoryIDs", String.join(", ", event.texts("advisoryIDs"))));
        }
        out.close();
    }

    private static void entry(Html out, Map.Entry<String, String> pair) {
        out.element("dt", Texts.shortened(pair.getKey(), 200)).open("dd");
        out.element("code", Texts.shortened(pair.getValue(), MAX_VALUE)).close();
    }

    private static void call(Html out, Step.Service call) {
        RecordedEvent event = call.event();
        out.open("details");
        out.element(
                "summary",
                call.isAnswer()
                        ? "Answer: " + Texts.shortened(call.what() + ", " + event.text("status"), 200)
                        : "Question: "
                                + Texts.shortened(
                                        call.what() + ", " + event.text("method") + " " + event.text("uri"), 400));
        out.open("dl");
        event.find("maskedSubscriptionKey").ifPresent(key -> entry(out, Map.entry("subscription key", key)));
        event.pairs("headers").forEach(pair -> entry(out, pair));
        out.close();
        ByteString body = event.document("body");
        if (!body.isEmpty()) {
            out.element("pre", Texts.shortened(readable(body), Texts.MAX_TEXT), "tabindex", "0", "aria-label", "body");
        }
        out.close().line();
    }

    /** Text as it is; bytes as digits. */
    private static String readable(ByteString body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.toArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return Texts.spaced(body);
        }
    }
}
