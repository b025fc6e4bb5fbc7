package org.sgxra.verifier;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.InvalidReportException.Step;
import org.sgxra.common.report.SignedReport;
import org.sgxra.common.report.SigningChain;
import org.sgxra.common.report.UnverifiedBody;

/**
 * Verifies attestation reports: time stamp, signing chain at that time, signature over the exact bytes, content, signature
 * of the platform info blob, in this order (docs/spec/wire-hex.md, "SP on msg3"). Whether a report is fresh, and about the
 * quote in question, is the caller's affair. Safe for use by many threads.
 */
public final class ReportVerifier {
    /** Intel's key for platform info blobs, x and y big-endian (docs/spec/ias-api.md section 5.4). */
    private static final P256PublicKey INTEL_PLATFORM_INFO_KEY =
            key("e0162855984ec7c501ef1ca4d81d7d5da60f6e0e0daef08fcd0cde50274ce3b3"
                    + "17da9a8a6d2c1db53a013499e4c895b34df3af48f2fb3fbc8b4046e4522eabe6");

    private final ReportSigningCa ca;
    private final P256PublicKey otherPlatformInfoKey;
    private volatile ValidatedChain last;

    /** A chain that was found valid, and how long it stays so: nothing but time can change the answer. */
    record ValidatedChain(SigningChain chain, Instant from, Instant to, boolean intels) {
        boolean covers(SigningChain other, Instant time) {
            return chain.equals(other) && !time.isBefore(from) && !time.isAfter(to);
        }
    }

    /**
     * @param ca who may sign reports
     * @param platformInfoKey who signs platform info blobs of reports under a CA other than Intel's; null: those
     *     signatures are not checked. Under Intel's, Intel's key counts
     */
    public ReportVerifier(ReportSigningCa ca, P256PublicKey platformInfoKey) {
        this.ca = ca;
        this.otherPlatformInfoKey = platformInfoKey;
    }

    /**
     * Verifies a report.
     *
     * @return its content
     * @throws InvalidReportException if it must not be believed, with the first step that failed
     */
    public AttestationReport verify(SignedReport report) throws InvalidReportException {
        UnverifiedBody body = read(report);
        ValidatedChain chain = signingChain(report, body.timestamp());
        signature(report);
        AttestationReport content = body.content();
        platformInfo(content, chain);
        return content;
    }

    /** The body before anything is known of its signer: only its time may be looked at. */
    UnverifiedBody read(SignedReport report) throws InvalidReportException {
        return UnverifiedBody.read(report.body().toArray());
    }

    void signature(SignedReport report) throws InvalidReportException {
        if (!report.chain().signed(report.body().toArray(), report.signature())) {
            throw new InvalidReportException(
                    Step.SIGNATURE,
                    "signature",
                    "not one over this body by "
                            + SigningChain.describe(report.chain().leaf()));
        }
    }

    /** @return the key whose signature was found; nothing if there is no blob or nobody knows whose it should be */
    Optional<P256PublicKey> platformInfo(AttestationReport content, ValidatedChain chain)
            throws InvalidReportException {
        P256PublicKey key = chain.intels() ? intelPlatformInfoKey() : otherPlatformInfoKey;
        Optional<PlatformInfoBlob> blob = content.platformInfoBlob();
        if (key == null || blob.isEmpty()) {
            return Optional.empty();
        }
        if (!isSigned(blob.get(), key)) {
            throw new InvalidReportException(
                    Step.PLATFORM_INFO,
                    "platformInfoBlob",
                    "its signature is not by " + (chain.intels() ? "Intel's key" : "the given key"));
        }
        return Optional.of(key);
    }

    ValidatedChain signingChain(SignedReport report, Instant time) throws InvalidReportException {
        SigningChain chain = report.chain();
        ValidatedChain known = last;
        if (known == null || !known.covers(chain, time)) {
            X509Certificate anchor = ca.validate(chain, time);
            Instant from = anchor.getNotBefore().toInstant();
            Instant to = anchor.getNotAfter().toInstant();
            for (X509Certificate certificate : chain.certificates()) {
                Instant notBefore = certificate.getNotBefore().toInstant();
                Instant notAfter = certificate.getNotAfter().toInstant();
                from = notBefore.isAfter(from) ? notBefore : from;
                to = notAfter.isBefore(to) ? notAfter : to;
            }
            known = new ValidatedChain(chain, from, to, ReportSigningCa.isIntels(anchor));
            last = known;
        }
        return known;
    }

    /** Intel's key for platform info blobs. */
    public static P256PublicKey intelPlatformInfoKey() {
        return INTEL_PLATFORM_INFO_KEY;
    }

    private static P256PublicKey key(String digits) {
        try {
            return P256PublicKey.fromBigEndian(ByteString.fromHex(digits));
        } catch (HexFormatException | InvalidPointException e) {
            throw new IllegalStateException("Intel's key is a point", e);
        }
    }

    /** True if the signature of {@code blob} is by the owner of {@code key}. */
    public static boolean isSigned(PlatformInfoBlob blob, P256PublicKey key) {
        return P256.instance().verify(key, blob.signedBytes(), EcdsaP256Signature.fromBigEndian(blob.signature()));
    }
}
