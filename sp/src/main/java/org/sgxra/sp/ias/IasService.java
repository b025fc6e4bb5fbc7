package org.sgxra.sp.ias;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.QuoteBody;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.common.report.ReportVerifier;
import org.sgxra.common.report.SignedReport;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.Appraisal.Standing;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.service.Evidence;

/**
 * IAS, API v3 to v5: asks for SigRLs and reports, and verifies the reports (docs/spec/wire-hex.md, "SP on msg3"). A 401 on the
 * primary subscription key makes it try the secondary one, for both calls. Safe for use by many threads.
 */
public final class IasService implements AttestationService {
    /** A SigRL must fit into msg2, which must fit into a line. */
    private static final int MAX_SIGRL = HexLineChannel.MAX_LINE / 2 - Msg2.FIXED_SIZE;

    private static final int MAX_SIGRL_ANSWER = HexLineChannel.MAX_LINE;
    private static final int MAX_REPORT_ANSWER = 1 << 16;
    private static final int MAX_EXCERPT = 120;
    private static final JsonFactory JSON = new JsonFactory();

    private final IasAddress address;
    private final List<SubscriptionKey> keys;
    private final HttpAgent agent;
    private final ReportVerifier verifier;

    /**
     * @param keys subscription keys in the order in which to try them; none, one or two
     * @param agent reaches the service
     * @param verifier knows who may sign reports
     */
    public IasService(IasAddress address, List<SubscriptionKey> keys, HttpAgent agent, ReportVerifier verifier) {
        this.address = address;
        this.keys = List.copyOf(keys);
        this.agent = agent;
        this.verifier = verifier;
    }

    @Override
    public ByteString revocationData(ByteString group, Transcript transcript) throws AttestationServiceException {
        HttpAnswer answer =
                ask("sigrl", address.sigRl(group.hex()), null, MAX_SIGRL_ANSWER, new IasAccount(transcript));
        if (answer.status() != 200) {
            throw failure(
                    "sigrl", answer, answer.status() == 404 ? "it does not know the EPID group " + group.hex() : null);
        }
        byte[] sigRl;
        try {
            sigRl = Base64.getDecoder().decode(new String(answer.body(), StandardCharsets.ISO_8859_1).strip());
        } catch (IllegalArgumentException e) {
            throw failure("sigrl", answer, "the body is not base64");
        }
        if (sigRl.length > MAX_SIGRL) {
            throw failure("sigrl", answer, "a SigRL of " + sigRl.length + " bytes does not fit into msg2");
        }
        return ByteString.of(sigRl);
    }

    @Override
    public Appraisal appraise(Evidence evidence, Transcript transcript) throws AttestationServiceException {
        IasAccount account = new IasAccount(transcript);
        HttpAnswer answer = ask("report", address.report(), requestBody(evidence), MAX_REPORT_ANSWER, account);
        if (answer.status() != 200 && answer.status() != 201) {
            throw failure(
                    "report",
                    answer,
                    answer.status() == 400
                            ? "it finds the quote, its SPID or its kind (linkable or "
                                    + "not) unfit for the subscription"
                            : null);
        }
        try {
            SignedReport signed = SignedReport.fromAnswer(
                    answer.body(),
                    answer.header("X-IASReport-Signature").orElse(null),
                    answer.header("X-IASReport-Signing-Certificate").orElse(null));
            account.received(signed);
            AttestationReport report = verifier.verify(signed);
            account.verified(signed, report);
            checkSubject(report, evidence);
            if (report.platformInfo() != null && report.platformInfoBlob().isEmpty()) {
                account.warn("the platform info blob is of an unknown form; msg4 will have zeros instead");
            }
            return appraisal(report, answer.header("Advisory-IDs"));
        } catch (InvalidReportException e) {
            throw new AttestationServiceException(e.getMessage() + requestId(answer), e);
        }
    }

    private static String requestBody(Evidence evidence) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("isvEnclaveQuote", base64(evidence.quote()));
            if (!evidence.platformServices().isEmpty()) {
                json.writeStringField("pseManifest", base64(evidence.platformServices()));
            }
            if (evidence.nonce().isPresent()) {
                json.writeStringField("nonce", evidence.nonce().get());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a string can be written to", e);
        }
        return text.toString();
    }

    private static String base64(ByteString bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    /** A genuine report may still be about something else. */
    private void checkSubject(AttestationReport report, Evidence evidence) throws AttestationServiceException {
        if (report.version() == null || report.version() != address.version()) {
            throw new AttestationServiceException("attestation report refused: version: it is of API version "
                    + report.version() + ", asked was version " + address.version());
        }
        if (!report.quoteBody().equals(evidence.quote().slice(0, QuoteBody.SIZE))) {
            throw new AttestationServiceException(
                    "attestation report refused: isvEnclaveQuoteBody: it is about another quote");
        }
        if (evidence.nonce().isPresent() && !evidence.nonce().get().equals(report.nonce())) {
            throw new AttestationServiceException(
                    "attestation report refused: nonce: it is " + (report.nonce() == null ? "missing" : report.nonce())
                            + ", sent was " + evidence.nonce().get());
        }
    }

    private static Appraisal appraisal(AttestationReport report, Optional<String> unsignedAdvisories) {
        return new Appraisal(
                standing(report.status()),
                report.status().name(),
                report.advisoryIds(),
                report.timestamp(),
                report.platformInfoBlob().map(blob -> ByteString.of(blob.encode())),
                PlatformAdvice.of(report, unsignedAdvisories));
    }

    private static Standing standing(QuoteStatus status) {
        return switch (status) {
            case OK -> Standing.CURRENT;
            case CONFIGURATION_NEEDED, SW_HARDENING_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                Standing.NEEDS_HARDENING;
            case GROUP_OUT_OF_DATE -> Standing.OUT_OF_DATE;
            default -> Standing.REJECTED;
        };
    }

    private HttpAnswer ask(String call, URI uri, String json, int limit, IasAccount account)
            throws AttestationServiceException {
        HttpAnswer answer = null;
        int tries = Math.max(1, keys.size());
        for (int i = 0; i < tries; i++) {
            HttpQuestion question = new HttpQuestion(
                    uri,
                    keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(i)),
                    Optional.ofNullable(json),
                    limit);
            account.request(call, question);
            try {
                answer = agent.send(question);
            } catch (IOException e) {
                throw new AttestationServiceException("IAS " + call + ": " + e.getMessage(), e);
            }
            account.response(call, answer);
            if (answer.status() != 401 || i + 1 == tries) {
                return answer;
            }
            account.secondKey();
        }
        return answer;
    }

    private AttestationServiceException failure(String call, HttpAnswer answer, String detail) {
        String reason = detail != null
                ? detail
                : switch (answer.status()) {
                    case 401 ->
                        keys.isEmpty()
                                ? "no subscription key was given (-i)"
                                : "it refuses the subscription key" + (keys.size() > 1 ? "s, the secondary too" : "");
                    case 301, 302, 303, 307, 308 -> "redirects are not followed";
                    case 500, 502, 504 -> "it failed";
                    case 503 -> "it is overloaded or under maintenance; try again later";
                    default -> "not an answer that IAS gives";
                };
        return new AttestationServiceException("IAS " + call + ": HTTP status " + answer.statusLine() + ": " + reason
                + excerpt(answer.body()) + requestId(answer));
    }

    /** How the body of an answer that is none begins. */
    private static String excerpt(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, MAX_EXCERPT), StandardCharsets.UTF_8);
        return body.length == 0
                ? ""
                : " (body: " + text.replaceAll("\\s+", " ") + (body.length > MAX_EXCERPT ? "..." : "") + ")";
    }

    private static String requestId(HttpAnswer answer) {
        return answer.header("Request-ID").map(id -> " [Request-ID " + id + "]").orElse("");
    }
}
