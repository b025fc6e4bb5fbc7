package org.sgxra.common.report;

import java.util.Base64;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.report.InvalidReportException.Step;

/**
 * A report as the attestation service answers, not yet verified.
 *
 * @param body the exact bytes of the answer; the signature is over them
 * @param signature RSA PKCS#1 v1.5 with SHA-256, as long as the signer's modulus
 * @param chain certificates of who is said to have signed it
 */
public record SignedReport(ByteString body, ByteString signature, SigningChain chain) {
    /**
     * Puts together what an answer has.
     *
     * @param body of the answer
     * @param signature value of {@code X-IASReport-Signature}, base64; null when there was none
     * @param certificates value of {@code X-IASReport-Signing-Certificate}, percent-encoded PEM; null when there was none
     */
    public static SignedReport fromAnswer(byte[] body, String signature, String certificates)
            throws InvalidReportException {
        return fromAnswer(body, signature, certificates, SigningChain::fromHeader);
    }

    /**
     * The same for whoever reads the same certificates again and again.
     *
     * @param reader of the certificates, {@link SigningChain#fromHeader} or what knows its result
     */
    public static SignedReport fromAnswer(byte[] body, String signature, String certificates, ChainReader reader)
            throws InvalidReportException {
        if (certificates == null) {
            throw new InvalidReportException(Step.CHAIN, "signing chain", "the answer has none");
        }
        if (signature == null) {
            throw new InvalidReportException(Step.SIGNATURE, "signature", "the answer has none");
        }
        return new SignedReport(ByteString.of(body), decode(signature), reader.read(certificates));
    }

    /** Reads the value of the header {@code X-IASReport-Signing-Certificate}. */
    @FunctionalInterface
    public interface ChainReader {
        /** The chain that the value holds. */
        SigningChain read(String value) throws InvalidReportException;
    }

    /**
     * Puts together what an archive has.
     *
     * @param signature base64; white space at its ends is ignored
     * @param pem the certificates as PEM, leaf first
     */
    public static SignedReport fromArchive(byte[] body, String signature, String pem) throws InvalidReportException {
        return new SignedReport(ByteString.of(body), decode(signature.strip()), SigningChain.fromPem(pem));
    }

    private static ByteString decode(String signature) throws InvalidReportException {
        try {
            return ByteString.of(Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException e) {
            throw new InvalidReportException(Step.SIGNATURE, "signature", "not base64", e);
        }
    }
}
