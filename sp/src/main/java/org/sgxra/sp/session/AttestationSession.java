package org.sgxra.sp.session;

import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.dcap.TcbSummary;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.runtime.event.KeyEvent.KeysAgreed;
import org.sgxra.runtime.event.KeyEvent.KeysSigned;
import org.sgxra.runtime.event.KeyEvent.SessionKeysDerived;
import org.sgxra.runtime.event.MessageEvent.Msg1Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg2Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg3Decoded;
import org.sgxra.runtime.event.MessageEvent.QuoteDecoded;
import org.sgxra.runtime.event.OutcomeEvent.EnclaveIdentified;
import org.sgxra.runtime.event.OutcomeEvent.ProvisionAttached;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReached;
import org.sgxra.runtime.event.PolicyEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.service.Criteria;
import org.sgxra.sp.service.Evidence;
import org.sgxra.sp.service.PlatformAttestation;
import org.sgxra.sp.service.QuoteRequest;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.Verdict;
import org.sgxra.verifier.check.CheckName;

/**
 * One attestation: msg0||msg1 in, msg2 out, msg3 in, msg4 out (docs/spec/wire-hex.md). Every check of "What each side must
 * check" stands here in its order, except the parsing of the messages and what belongs to the kind of quote: what is asked
 * of the platform and what the service's answer goes through. For one connection and one thread; {@link #close} wipes its keys.
 */
public final class AttestationSession implements AutoCloseable {
    private static final String ON_CURVE = "a point on P-256";

    private final AttestationService service;
    private final SessionSettings settings;
    private final KeySource keySource;
    private final Clock clock;
    private final SessionListener events;
    private final Expiry end;

    private Msg0Msg1 msg1;
    private PlatformAttestation platform;
    private ByteString gb;
    private SessionKeys keys;
    private Verdict verdict;
    private Optional<TcbSummary> tcb = Optional.empty();

    /**
     * @param service judges the evidence
     * @param settings common to all sessions
     * @param keySource ephemeral keys, signatures, nonces
     * @param clock tells how old the judgement is
     * @param events told what happens
     * @param end of the session: the service is not waited for any longer
     */
    public AttestationSession(
            AttestationService service,
            SessionSettings settings,
            KeySource keySource,
            Clock clock,
            SessionListener events,
            Expiry end) {
        this.service = service;
        this.settings = settings;
        this.keySource = keySource;
        this.clock = clock;
        this.events = events;
        this.end = end;
    }

    /**
     * Answers the first message.
     *
     * @throws RefusedException if it fails a check
     * @throws AttestationServiceException if what the platform needs to make its quote cannot be had
     */
    public Msg2 answer(Msg0Msg1 message) throws RefusedException, AttestationServiceException {
        if (msg1 != null) {
            throw new IllegalStateException("a session answers one msg1");
        }
        events.on(new Msg1Decoded(message));
        if (!isEqual("extended-group-id", 0L, Integer.toUnsignedLong(message.extendedGroupId()))) {
            throw new RefusedException("msg0: extended EPID group id "
                    + Integer.toUnsignedString(message.extendedGroupId()) + " is not supported, only 0 (Intel's) is");
        }
        P256PublicKey ga = point(message.ga());
        platform = service.open(message.gid(), events, end);
        KeyExchange exchange = keySource.exchange(ga);
        try (SecretBytes sharedX = exchange.sharedX()) {
            keys = SessionKeys.from(sharedX);
            events.on(new KeysAgreed(sharedX, keys));
        }
        msg1 = message;
        gb = exchange.gb().littleEndian();
        Msg2 msg2 = msg2(exchange, platform.request());
        events.on(new KeysSigned(message, msg2));
        events.on(new Msg2Decoded(msg2));
        return msg2;
    }

    private P256PublicKey point(ByteString ga) throws RefusedException {
        P256PublicKey point;
        try {
            point = P256PublicKey.fromLittleEndian(ga);
        } catch (InvalidPointException e) {
            events.on(new CheckEvent("g_a-on-curve", false, ON_CURVE, e.getMessage()));
            throw new RefusedException("msg1: g_a is " + e.getMessage());
        }
        events.on(new CheckEvent("g_a-on-curve", true, ON_CURVE, ON_CURVE));
        return point;
    }

    private Msg2 msg2(KeyExchange exchange, QuoteRequest request) {
        ByteString signature = exchange.signature().littleEndian();
        ByteString mac =
                AesCmac.mac(keys.smk(), Msg2.macInput(gb, request.spid(), request.quoteType(), Msg2.KDF_ID, signature));
        return new Msg2(gb, request.spid(), request.quoteType(), Msg2.KDF_ID, signature, mac, request.sigRl());
    }

    /**
     * Judges the proof. The verdict goes into msg4 whatever it is.
     *
     * @throws RefusedException if the message fails a check
     * @throws MalformedMessageException if the quote in it is none
     * @throws AttestationServiceException if there is no judgement of the quote that can be believed
     */
    public Msg4 answer(Msg3 message) throws RefusedException, MalformedMessageException, AttestationServiceException {
        if (gb == null || verdict != null) {
            throw new IllegalStateException("msg3 comes once, after msg2");
        }
        Quote quote = authenticate(message);
        ByteString platformServices = message.psSecProp().isZero() ? ByteString.EMPTY : message.psSecProp();
        Criteria criteria = criteria();
        events.on(new PolicyEvent(
                settings.maxReportAge(), settings.maxFuture(), settings.enclavePolicy(), settings.platformPolicy()));
        Appraisal appraisal = platform.appraise(new Evidence(quote, platformServices, keySource.nonce()), criteria);
        if (isVerified(appraisal.verdict())) {
            boolean ours =
                    isEqual("report-data", criteria.reportData(), quote.report().reportData());
            if (!ours || !appraisal.verdict().isGenuine()) {
                throw new RefusedException("msg3: the enclave's report data does not belong to this session");
            }
        }
        verdict = appraisal.verdict();
        tcb = appraisal.tcb();
        tellPolicyChecks(verdict);
        events.on(new VerdictReached(
                verdict.trust(),
                verdict.status(),
                verdict.violations(),
                appraisal.advice(),
                appraisal.platformInfo(),
                verdict.isGenuine()
                        && quote.report().attributes().isDebug()
                        && settings.enclavePolicy().allowDebug()));
        if (verdict.isGenuine()) {
            events.on(new EnclaveIdentified(keys.vk(), quote.report()));
        }
        return new Msg4(verdict.trust(), appraisal.platformInfo().orElse(ByteString.zeros(PlatformInfoBlob.SIZE)));
    }

    /** False for evidence that is refused for itself: what its enclave says of this session means nothing then. */
    private static boolean isVerified(Verdict judged) {
        return judged.refusal()
                .map(check -> check.name() == CheckName.REPORT_DATA)
                .orElse(true);
    }

    private Quote authenticate(Msg3 message) throws RefusedException, MalformedMessageException {
        events.on(new Msg3Decoded(message));
        if (!isEqual("g_a", msg1.ga(), message.ga())) {
            throw new RefusedException("msg3: g_a is not that of msg1");
        }
        if (!isEqual("msg3-mac", AesCmac.mac(keys.smk(), message.macInput()), message.mac())) {
            throw new RefusedException(
                    "msg3: the MAC does not match: the message was changed, or the client derived another SMK");
        }
        Quote quote = Quote.parse(message.quote().toArray());
        events.on(new QuoteDecoded(message, quote));
        return quote;
    }

    private Criteria criteria() {
        return new Criteria(
                new AppraisalPolicy(settings.enclavePolicy(), settings.platformPolicy()),
                settings.maxReportAge(),
                settings.maxFuture(),
                clock,
                Sha256.reportData(msg1.ga(), gb, keys.vk()));
    }

    private void tellPolicyChecks(Verdict found) {
        CheckEvent.tell(found.checks(), CheckName.OF_POLICY::contains, events);
    }

    private boolean isEqual(String check, Object expected, Object actual) {
        CheckEvent event = CheckEvent.equal(check, expected, actual);
        events.on(event);
        return event.passed();
    }

    /** The verdict, after msg3 was answered. */
    public Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    /**
     * The message with what a trusted enclave is given; the message as it is for others.
     *
     * @param message this session's msg4
     */
    public Msg4 extend(Msg4 message, Provision provision) {
        if (!isTrusted() || provision.isNone()) {
            return message;
        }
        try (SecretBytes mk = keys.mk();
                SecretBytes sk = keys.sk()) {
            events.on(new ProvisionAttached(
                    provision
                            .secret()
                            .map(secret -> OptionalLong.of(secret.size()))
                            .orElse(OptionalLong.empty()),
                    provision.reattestAfter(),
                    provision.trustedKeys().stream()
                            .map(P256PublicKey::littleEndian)
                            .toList()));
            return provision.attachTo(message, mk, sk, clock.instant(), tcb);
        }
    }

    /**
     * MK for the MAC of a result in the protobuf system, where a refusal carries one, too
     * (docs/spec/wire-tls-protobuf.md section 14); the caller destroys it.
     *
     * @throws IllegalStateException before there is a verdict
     */
    public SecretBytes resultKey() {
        if (verdict == null) {
            throw new IllegalStateException("there is no result yet");
        }
        return keys.mk();
    }

    /** MK, 16 bytes, if the verdict is {@link TrustStatus#TRUSTED}; the caller destroys it. */
    public Optional<SecretBytes> mk() {
        return isTrusted() ? Optional.of(keys.mk()) : Optional.empty();
    }

    /** SK, 16 bytes, if the verdict is {@link TrustStatus#TRUSTED}; the caller destroys it. */
    public Optional<SecretBytes> sk() {
        return isTrusted() ? Optional.of(keys.sk()) : Optional.empty();
    }

    private boolean isTrusted() {
        return verdict != null && verdict.trust() == TrustStatus.TRUSTED;
    }

    /** Says that MK and SK exist, if they are to be used and anybody listens. */
    public void showKeys() {
        if (isTrusted() && events.shows(Level.VERBOSE)) {
            try (SecretBytes mk = keys.mk();
                    SecretBytes sk = keys.sk()) {
                events.on(new SessionKeysDerived(mk, sk));
            }
        }
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        if (keys != null) {
            keys.close();
        }
    }
}
