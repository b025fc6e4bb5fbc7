package org.sgxra.sp.service;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.Quote;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.SignedReport;

/** What happens between a session and its attestation service. */
public sealed interface ServiceEvent {
    /** Something that people should know though it ends nothing; one line. */
    record Warning(String text) implements ServiceEvent {}

    /**
     * The group of the quote is about to be compared with that of msg1.
     *
     * @param ofMsg1 asked for
     * @param ofQuote came
     */
    record GroupsCompared(EpidGroupId ofMsg1, EpidGroupId ofQuote) implements ServiceEvent {}

    /** The quote is what was asked for and goes to the service. */
    record QuoteAccepted(Quote quote) implements ServiceEvent {}

    /**
     * A request is about to be sent.
     *
     * @param call {@code sigrl} or {@code report}
     * @param method of HTTP
     * @param subscriptionKey masked; none when none is sent
     */
    record RequestSent(String call, String method, URI uri, Optional<String> subscriptionKey) implements ServiceEvent {}

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
            return headers.stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }
    }

    /** The service refuses the primary subscription key; the secondary one is tried. */
    record SecondaryKeyTried() implements ServiceEvent {}

    /** A report came; nothing of it is verified yet. */
    record ReportReceived(SignedReport report) implements ServiceEvent {}

    /**
     * A report is genuine.
     *
     * @param signed as it came
     * @param report its content
     */
    record ReportVerified(SignedReport signed, AttestationReport report) implements ServiceEvent {}
}
