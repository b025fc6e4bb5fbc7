package org.sgxra.services.report;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteDecryption;
import org.sgxra.common.message.EpidQuoteSignature;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.SignType;
import org.sgxra.common.report.EvidencePayload;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.common.report.ReportDocument;
import org.sgxra.services.state.EmulatorState;
import org.sgxra.services.state.EpidTcbLevel;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.Groups;
import org.sgxra.services.state.Subscription;
import org.sgxra.services.state.TcbLevels;

/** Turns evidence into reports. */
public final class ReportIssuer {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Real report ids have 37 digits or more. */
    private static final BigInteger SMALLEST_ID = BigInteger.TEN.pow(36);

    private final EmulatorState state;
    private final EpidQuoteVerification verification;
    private final PlatformInfo platformInfo;
    private final Clock clock;

    /** Verifies with the keys and against the lists of {@code state}. */
    public ReportIssuer(EmulatorState state, Clock clock) {
        this.state = state;
        this.verification =
                new EpidQuoteVerification(new EpidQuoteDecryption(state.keys().qsdk()));
        this.platformInfo = new PlatformInfo(state.keys().pibSigning().privateKey());
        this.clock = clock;
    }

    /**
     * A report, and what API version 3 says beside it.
     *
     * @param report to be signed
     * @param headerAdvisories for the headers of version 3, in the order of the levels' file; empty means no headers
     */
    public record Outcome(ReportDocument report, List<String> headerAdvisories) {}

    /**
     * The report on {@code evidence} as API version 1 to 5 gives it.
     *
     * @param nonce as it is written in the evidence
     * @param subscriptions of the one who asks; the quote must be for one of them
     */
    public Outcome report(
            int version, EvidencePayload evidence, Optional<String> nonce, List<Subscription> subscriptions)
            throws RejectedEvidenceException {
        EpidQuote quote = quote(evidence);
        checkSubscription(quote, subscription(quote, subscriptions));
        Groups groups = state.groups();
        Group group = groups.find(quote.body().gid())
                .orElseThrow(() -> new RejectedEvidenceException(
                        "unknown EPID group " + quote.body().gid()));
        EpidQuoteVerification.Finding finding = verification.verify(quote, group, groups);
        TcbLevels tcb = state.tcb();
        EpidTcbLevel level = tcb.levelOf(quote.body());
        QuoteStatus status = forVersion(version, status(finding, group, level));
        List<String> advisories = status.isForPolicy() ? tcb.advisoriesFor(level) : List.of();
        ReportDocument report = new ReportDocument(
                nonce,
                newId(),
                Instant.now(clock),
                version,
                quote.body().signType() == SignType.LINKABLE ? finding.pseudonym() : Optional.empty(),
                version >= 4 ? advisories : List.of(),
                status,
                status == QuoteStatus.GROUP_REVOKED ? group.revocationReason() : Optional.empty(),
                evidence.pseManifest()
                        .filter(m -> status == QuoteStatus.OK || status.isForPolicy())
                        .map(m -> "UNKNOWN"),
                evidence.pseManifest().map(m -> Sha256.of(m)),
                PlatformInfo.belongsTo(status)
                        ? Optional.of(platformInfo.about(quote.body(), status, group, tcb))
                        : Optional.empty(),
                ByteString.of(quote.body().encode()),
                version >= 5 ? Optional.of(tcb.evaluationDataNumber()) : Optional.empty());
        return new Outcome(report, version == 3 ? advisories : List.of());
    }

    private static EpidQuote quote(EvidencePayload evidence) throws RejectedEvidenceException {
        try {
            EpidQuote quote = EpidQuote.parse(evidence.quote().toArray());
            int proofs = quote.signature().size() - EpidQuoteSignature.sizeFor(0);
            if (proofs < 0 || proofs % EpidQuoteSignature.PROOF_SIZE != 0) {
                throw new RejectedEvidenceException("malformed quote: the signature has "
                        + ByteCount.of(quote.signature().size()) + ", not 680 + 160 n");
            }
            return quote;
        } catch (MalformedMessageException e) {
            throw new RejectedEvidenceException(e.getMessage(), e);
        }
    }

    private static Subscription subscription(EpidQuote quote, List<Subscription> subscriptions)
            throws RejectedEvidenceException {
        return subscriptions.stream()
                .filter(subscription -> quote.body().spid().equals(subscription.spid()))
                .findFirst()
                .orElseThrow(() -> new RejectedEvidenceException(
                        "the quote is for SPID " + quote.body().spid() + ", the subscription is of "
                                + subscriptions.stream()
                                        .map(subscription -> subscription.spid().toString())
                                        .collect(Collectors.joining(" or "))));
    }

    private static void checkSubscription(EpidQuote quote, Subscription subscription) throws RejectedEvidenceException {
        if (quote.body().signType() != subscription.signType()) {
            throw new RejectedEvidenceException("the quote is " + quote.body().signType() + ", the subscription is for "
                    + subscription.signType() + " ones");
        }
        if (quote.body().signType() == SignType.LINKABLE
                && !quote.body().basename().slice(16, 32).isZero()) {
            throw new RejectedEvidenceException("the basename of a linkable quote is the SPID and 16 zero bytes");
        }
    }

    private static QuoteStatus status(EpidQuoteVerification.Finding finding, Group group, EpidTcbLevel level) {
        if (finding.status() != QuoteStatus.OK) {
            return finding.status();
        }
        return group.outOfDate() ? QuoteStatus.GROUP_OUT_OF_DATE : level.status();
    }

    /** Version 3 knows nothing of software hardening, and those before nothing of configuration (docs/spec/ias-api.md section 5.1). */
    private static QuoteStatus forVersion(int version, QuoteStatus status) {
        return switch (status) {
            case SW_HARDENING_NEEDED -> version > 3 ? status : QuoteStatus.OK;
            case CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                version > 3 ? status : forVersion(version, QuoteStatus.CONFIGURATION_NEEDED);
            case CONFIGURATION_NEEDED -> version > 2 ? status : QuoteStatus.GROUP_OUT_OF_DATE;
            default -> status;
        };
    }

    private static String newId() {
        BigInteger id;
        do {
            id = new BigInteger(128, RANDOM);
        } while (id.compareTo(SMALLEST_ID) < 0);
        return id.toString();
    }
}
