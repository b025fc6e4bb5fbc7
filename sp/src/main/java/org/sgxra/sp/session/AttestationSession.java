package org.sgxra.sp.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.Evidence;
import org.sgxra.sp.service.PlatformAttestation;
import org.sgxra.sp.service.QuoteRequest;
import org.sgxra.sp.service.ServiceListener;

/**
 * One attestation: msg0||msg1 in, msg2 out, msg3 in, msg4 out (docs/spec/wire-hex.md). Every check of "What each side must
 * check" stands here in its order, except the parsing of the messages and what belongs to the kind of quote: what is asked
 * of the platform and what the service's answer goes through. For one connection and one thread; {@link #close} wipes its keys.
 */
public final class AttestationSession implements AutoCloseable {
    /** How far the attestation service's clock may be ahead of ours. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private final AttestationService service;
    private final SessionSettings settings;
    private final KeySource keySource;
    private final Clock clock;
    private final SessionTranscript account;
    private final ServiceListener listener;

    private Msg0Msg1 msg1;
    private PlatformAttestation platform;
    private ByteString gb;
    private SessionKeys keys;
    private Verdict verdict;

    /**
     * @param service judges the evidence
     * @param settings common to all sessions
     * @param keySource ephemeral keys, signatures, nonces
     * @param clock tells how old the judgement is
     * @param transcript where the session is told of
     */
    public AttestationSession(
            AttestationService service,
            SessionSettings settings,
            KeySource keySource,
            Clock clock,
            Transcript transcript) {
        this.service = service;
        this.settings = settings;
        this.keySource = keySource;
        this.clock = clock;
        this.account = new SessionTranscript(transcript);
        this.listener = new ServiceTranscript(transcript);
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
        account.msg0Msg1(message);
        if (message.extendedGroupId() != 0) {
            throw new RefusedException("msg0: extended EPID group id "
                    + Integer.toUnsignedString(message.extendedGroupId()) + " is not supported, only 0 (Intel's) is");
        }
        P256PublicKey ga = point(message.ga());
        platform = service.open(message.gid(), listener);
        KeyExchange exchange = keySource.exchange(ga);
        try (SecretBytes sharedX = exchange.sharedX()) {
            keys = SessionKeys.from(sharedX);
            account.keyExchange(sharedX, keys);
        }
        msg1 = message;
        gb = exchange.gb().littleEndian();
        Msg2 msg2 = msg2(exchange, platform.request());
        account.msg2(message, msg2);
        return msg2;
    }

    private static P256PublicKey point(ByteString ga) throws RefusedException {
        try {
            return P256PublicKey.fromLittleEndian(ga);
        } catch (InvalidPointException e) {
            throw new RefusedException("msg1: g_a is " + e.getMessage());
        }
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
        Appraisal appraisal = platform.appraise(new Evidence(quote, platformServices, keySource.nonce()));
        checkFresh(appraisal.issuedAt());
        checkReportData(quote.report());
        verdict = judge(quote.report(), appraisal);
        account.verdict(verdict, quote.report(), settings.enclavePolicy());
        account.enclave(keys.vk(), quote.report());
        return new Msg4(verdict.status(), appraisal.platformInfo().orElse(ByteString.zeros(PlatformInfoBlob.SIZE)));
    }

    private Quote authenticate(Msg3 message) throws RefusedException, MalformedMessageException {
        account.comparesGa(msg1, message);
        if (!message.ga().equals(msg1.ga())) {
            throw new RefusedException("msg3: g_a is not that of msg1");
        }
        ByteString mac = AesCmac.mac(keys.smk(), message.macInput());
        account.comparesMac(message, mac);
        if (!message.mac().equals(mac)) {
            throw new RefusedException(
                    "msg3: the MAC does not match: the message was changed, or the client derived " + "another SMK");
        }
        Quote quote = Quote.parse(message.quote().toArray());
        account.msg3(message, quote);
        return quote;
    }

    private void checkFresh(Instant issuedAt) throws DisbelievedException {
        Instant now = clock.instant();
        if (issuedAt.isBefore(now.minus(settings.maxReportAge()))) {
            throw new DisbelievedException("attestation report: its time stamp " + issuedAt + " is older than "
                    + settings.maxReportAge().toSeconds() + " s (it is " + now + " here; --max-report-age)");
        }
        if (issuedAt.isAfter(now.plus(CLOCK_SKEW))) {
            throw new DisbelievedException("attestation report: its time stamp " + issuedAt
                    + " lies in the future (it is " + now + " here: is the clock right?)");
        }
    }

    private void checkReportData(ReportBody enclave) throws RefusedException {
        ByteString expected = Sha256.reportData(msg1.ga(), gb, keys.vk());
        if (!enclave.reportData().equals(expected)) {
            account.reportData(keys.vk(), expected, enclave.reportData());
            throw new RefusedException("msg3: the enclave's report data does not belong to this session");
        }
    }

    private Verdict judge(ReportBody enclave, Appraisal appraisal) {
        List<String> violations = settings.enclavePolicy().violations(enclave);
        TrustStatus status = violations.isEmpty() ? settings.trustPolicy().judge(appraisal) : TrustStatus.NOT_TRUSTED;
        return new Verdict(status, appraisal, violations);
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
            account.provides(provision);
            return provision.attachTo(message, mk, sk, clock.instant());
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
        return verdict != null && verdict.status() == TrustStatus.TRUSTED;
    }

    /** Shows MK and SK, as far as the transcript shows such things, if they are to be used. */
    public void showKeys() {
        if (isTrusted()) {
            try (SecretBytes mk = keys.mk();
                    SecretBytes sk = keys.sk()) {
                account.sessionKeys(mk, sk);
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
