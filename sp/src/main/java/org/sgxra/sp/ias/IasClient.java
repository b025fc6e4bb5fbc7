package org.sgxra.sp.ias;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.common.message.SignType;
import org.sgxra.common.report.EvidencePayload;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.SigningChain;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.ServiceEvent.AnswerReceived;
import org.sgxra.runtime.event.ServiceEvent.RequestSent;
import org.sgxra.runtime.event.ServiceEvent.SecondaryKeyTried;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.http.HttpCall;
import org.sgxra.sp.http.Retries;
import org.sgxra.sp.http.SubscriptionKey;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.Evidence;
import org.sgxra.sp.service.UnreachableException;

/**
 * The two calls of IAS, API v3 to v5 (docs/spec/ias-api.md sections 2 and 3). A 401 on the primary subscription key makes it try
 * the secondary one, for both calls. Safe for use by many threads.
 */
public final class IasClient {
    /** A SigRL of some 4,000 entries: the report request with proofs for all of them must fit into 1 MiB. */
    private static final int MAX_SIGRL = (1 << 19) - Msg2.FIXED_SIZE;

    private static final int MAX_SIGRL_ANSWER = 1 << 20;
    private static final int MAX_REPORT_ANSWER = 1 << 16;
    private static final int MAX_EXCERPT = 120;

    private final IasAddress address;
    private final URI report;
    private final List<SubscriptionKey> keys;
    private final HttpAgent agent;
    private volatile ParsedChain lastChain;
    private volatile SigRlAddress lastSigRl;

    /**
     * @param keys subscription keys in the order in which to try them; none, one or two
     * @param agent reaches the service
     */
    public IasClient(IasAddress address, List<SubscriptionKey> keys, HttpAgent agent) {
        this.address = address;
        this.report = address.report();
        this.keys = List.copyOf(keys);
        this.agent = agent;
    }

    /** Version of the API that is asked. */
    int version() {
        return address.version();
    }

    /** The SigRL of a group as it goes into msg2; empty when there is none. */
    ByteString sigRl(EpidGroupId gid, SessionListener listener, Expiry end)
            throws UnreachableException, DisbelievedException {
        HttpAnswer answer = ask("sigrl", sigRlAddress(gid), null, MAX_SIGRL_ANSWER, listener, end);
        if (answer.status() != 200) {
            throw refused("sigrl", answer, answer.status() == 404 ? "it does not know the EPID group " + gid : null);
        }
        byte[] sigRl;
        try {
            sigRl = Base64.getDecoder().decode(new String(answer.body(), StandardCharsets.ISO_8859_1).strip());
        } catch (IllegalArgumentException e) {
            throw new DisbelievedException(failure("sigrl", answer, "the body is not base64"), e);
        }
        if (sigRl.length > MAX_SIGRL) {
            throw new DisbelievedException(
                    failure("sigrl", answer, "a SigRL of " + ByteCount.of(sigRl.length) + " does not fit into msg2"));
        }
        if (sigRl.length > 0) {
            check(sigRl, gid, answer);
        }
        return ByteString.of(sigRl);
    }

    /** The platforms of a service provider are of few groups, mostly of one. */
    private URI sigRlAddress(EpidGroupId gid) {
        SigRlAddress known = lastSigRl;
        if (known == null || !known.gid().equals(gid)) {
            known = new SigRlAddress(gid, address.sigRl(gid.toString()));
            lastSigRl = known;
        }
        return known.uri();
    }

    private record SigRlAddress(EpidGroupId gid, URI uri) {}

    /** The signature is for the platform to check; entries that are no points are nobody's. */
    private void check(byte[] sigRl, EpidGroupId gid, HttpAnswer answer) throws DisbelievedException {
        try {
            EpidGroupId group = SgxSigRl.parse(sigRl).gid();
            if (!group.equals(gid)) {
                throw new DisbelievedException(
                        failure("sigrl", answer, "it is the SigRL of group " + group + ", asked was for " + gid));
            }
        } catch (MalformedMessageException e) {
            throw new DisbelievedException(failure("sigrl", answer, "no SigRL: " + e.getMessage()), e);
        }
    }

    /** The answer to a quote, whose status says that it is a report. */
    HttpAnswer report(Evidence evidence, SessionListener listener, Expiry end) throws UnreachableException {
        HttpAnswer answer = ask("report", report, requestBody(evidence), MAX_REPORT_ANSWER, listener, end);
        if (answer.status() != 200 && answer.status() != 201) {
            throw refused("report", answer, answer.status() == 400 ? unfit(evidence.quote()) : null);
        }
        return answer;
    }

    /** What the service does not say: what it was asked with, and where that comes from. */
    private static String unfit(Quote quote) {
        String reason = "it finds the quote, its SPID or its kind (linkable or not) unfit for the subscription";
        return quote instanceof EpidQuote epid
                ? reason + ": the SPID is " + epid.body().spid() + " (-s), the quote type is "
                        + epid.body().signType() + " (" + (epid.body().signType() == SignType.LINKABLE ? "" : "no ")
                        + "-l)"
                : reason;
    }

    private static String requestBody(Evidence evidence) {
        ByteString manifest = evidence.platformServices();
        return new EvidencePayload(
                        ByteString.of(evidence.quote().encode()),
                        manifest.isEmpty() ? Optional.empty() : Optional.of(manifest),
                        evidence.nonce())
                .toJson();
    }

    /** The chain in the header of an answer, parsed again only when it is another one: IAS signs years with one certificate. */
    SigningChain signingChain(String header) throws InvalidReportException {
        ParsedChain known = lastChain;
        if (known == null || !known.header().equals(header)) {
            known = new ParsedChain(header, SigningChain.fromHeader(header));
            lastChain = known;
        }
        return known.chain();
    }

    private record ParsedChain(String header, SigningChain chain) {}

    private HttpAnswer ask(String call, URI uri, String json, int limit, SessionListener listener, Expiry end)
            throws UnreachableException {
        HttpAnswer answer = null;
        int tries = Math.max(1, keys.size());
        for (int i = 0; i < tries; i++) {
            HttpCall httpCall = new HttpCall(
                    uri,
                    keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(i)),
                    Optional.ofNullable(json),
                    limit,
                    end);
            listener.on(new RequestSent(
                    call, httpCall.method(), uri, httpCall.key().map(SubscriptionKey::toString), httpCall.json()));
            try {
                answer = Retries.send(
                        agent, httpCall, line -> listener.on(new Notice("warning: IAS " + call + ": " + line)));
            } catch (IOException e) {
                throw new UnreachableException("IAS " + call + ": " + e.getMessage(), e);
            }
            listener.on(new AnswerReceived(call, answer.statusLine(), answer.headers(), ByteString.of(answer.body())));
            if (answer.status() != 401 || i + 1 == tries) {
                return answer;
            }
            listener.on(new SecondaryKeyTried());
        }
        return answer;
    }

    private UnreachableException refused(String call, HttpAnswer answer, String detail) {
        return new UnreachableException(failure(call, answer, detail));
    }

    private String failure(String call, HttpAnswer answer, String detail) {
        String reason = detail != null
                ? detail
                : switch (answer.status()) {
                    case 401 ->
                        keys.isEmpty()
                                ? "no subscription key was given (-i)"
                                : "it refuses the subscription key" + (keys.size() > 1 ? "s, the secondary too" : "");
                    case 301, 302, 303, 307, 308 -> "redirects are not followed";
                    case 429 -> "too many requests; try again later" + retryAfter(answer);
                    case 500, 502, 504 -> "it failed";
                    case 503 -> "it is overloaded or under maintenance; try again later";
                    default -> "not an answer that IAS gives";
                };
        return "IAS " + call + ": HTTP status " + answer.statusLine() + ": " + reason + excerpt(answer.body())
                + requestId(answer);
    }

    private static String retryAfter(HttpAnswer answer) {
        return answer.header("Retry-After")
                .map(seconds -> ", after " + seconds + " s")
                .orElse("");
    }

    /** How the body of an answer that is none begins. */
    private static String excerpt(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, MAX_EXCERPT), StandardCharsets.UTF_8);
        return body.length == 0
                ? ""
                : " (body: " + text.replaceAll("[\\s\\p{Cc}\\p{Cf}]+", " ") + (body.length > MAX_EXCERPT ? "..." : "")
                        + ")";
    }

    /** The number by which the service knows the answer, to be appended to a message. */
    static String requestId(HttpAnswer answer) {
        return answer.header("Request-ID").map(id -> " [Request-ID " + id + "]").orElse("");
    }
}
