package org.sgxra.platform;

import java.security.SecureRandom;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteSignature;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.QuoteCall;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.SignType;

/**
 * Quotes of the kind that the session is not for, for tests of verifiers ({@link Misbehaviour#EPID_QUOTE},
 * {@link Misbehaviour#ECDSA_QUOTE}); in themselves they are right.
 */
final class CrossedQuoting {
    /** Bytes of an EPID quote without a revocation list. */
    static final int EPID_QUOTE_SIZE = EpidQuote.FIXED_SIZE + EpidQuoteSignature.sizeFor(0);

    private static final int PLAIN_PPID = 1;
    private static final int PPID_SIZE = 16;
    private static final int PCE_ID_SIZE = 2;

    private final RootKeys keys;
    private final SecureRandom random;
    private final QuotingEnclave.Blobs blobs;

    CrossedQuoting(RootKeys keys, SecureRandom random, QuotingEnclave.Blobs blobs) {
        this.keys = keys;
        this.random = random;
        this.blobs = blobs;
    }

    /** An unlinkable EPID quote with SPID 0, as simulation SDKs up to 2.27 answer the {@code _ex} calls. */
    ByteString epidQuote(ByteString reportBody, PlatformSettings settings) throws PlatformException {
        QuoteCall call = new QuoteCall(
                keys.report(reportBody, QuotingEnclave.TARGET, settings.cpuSvn()),
                ByteString.zeros(16),
                SignType.UNLINKABLE.value(),
                Optional.empty(),
                EPID_QUOTE_SIZE,
                ByteString.EMPTY);
        ByteString answer = new QuotingEnclave(keys, settings, random).quote(call, blobs);
        return answer.slice(Report.SIZE, answer.size());
    }

    /**
     * An ECDSA quote that fits where an EPID quote is expected: with zeros instead of the certificates. It announces all of its
     * length, or the platform's library and the enclave would not pass it on.
     */
    ByteString ecdsaQuote(QuoteCall call, CertifiedKey certified, EcdsaQuotingEnclave enclave)
            throws PlatformException {
        if (!keys.verifies(
                call.report(), QuotingEnclave.TARGET, certified.settings().cpuSvn())) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_INVALID_PARAMETER,
                    "quote refused: the enclave's report was not made on this platform for the quoting enclave");
        }
        byte[] ppid = new byte[PPID_SIZE];
        random.nextBytes(ppid);
        ByteString data = ByteString.concat(
                ByteString.of(ppid), certified.certificate().level().encoded(), ByteString.zeros(PCE_ID_SIZE));
        ByteString honest = enclave.quote(certified, call.report().body());
        int rest = EPID_QUOTE_SIZE - small(honest, data).size();
        ByteString quote = small(honest, ByteString.concat(data, ByteString.zeros(rest)));
        // The enclave expects the report of the quoting enclave that it was told of.
        ByteString qeReport = call.nonce().isPresent()
                ? new QuotingEnclave(keys, certified.settings(), random).qeReport(call, quote)
                : ByteString.zeros(Report.SIZE);
        return ByteString.concat(qeReport, quote);
    }

    private static ByteString small(ByteString quote, ByteString certificationData) {
        try {
            EcdsaQuote honest = EcdsaQuote.parse(quote.toArray());
            return ByteString.of(new EcdsaQuote(
                            honest.signedPart(),
                            EcdsaForgery.withCertification(honest.authentication(), PLAIN_PPID, certificationData),
                            0)
                    .encode());
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("the quoting enclave makes well-formed quotes", e);
        }
    }
}
