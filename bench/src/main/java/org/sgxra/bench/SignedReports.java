package org.sgxra.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.report.EvidencePayload;
import org.sgxra.common.report.InvalidEvidenceException;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.common.report.ReportDocument;

/** Attestation reports of API version 4 that find every quote good; really signed. Safe for use by many threads. */
final class SignedReports {
    private final LoadCertificates.Identity identity;
    private final String chainHeader;
    private final AtomicLong ids = new AtomicLong();
    /** With the key; a thread takes one for each report. */
    private final Queue<Signature> signatures = new ConcurrentLinkedQueue<>();

    /**
     * A report as it is sent.
     *
     * @param body JSON
     * @param headers with the signature and the chain, each line ended by CR LF
     */
    record Report(byte[] body, String headers) {}

    SignedReports(LoadCertificates.Identity identity) throws GeneralSecurityException {
        this.identity = identity;
        this.chainHeader = percentEncoded(Pem.encode(identity.chain()));
    }

    /** The report on a quote. */
    Report report(byte[] evidence) throws InvalidEvidenceException, GeneralSecurityException {
        EvidencePayload payload = EvidencePayload.parse(evidence);
        byte[] body = new ReportDocument(
                        EvidencePayload.nonceText(evidence),
                        String.valueOf(ids.incrementAndGet()),
                        Instant.now(),
                        4,
                        Optional.empty(),
                        List.of(),
                        QuoteStatus.OK,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        payload.quote().slice(0, EpidQuoteBody.SIZE),
                        Optional.empty())
                .toJson();
        return new Report(
                body,
                "X-IASReport-Signature: " + Base64.getEncoder().encodeToString(sign(body))
                        + "\r\nX-IASReport-Signing-Certificate: " + chainHeader + "\r\n");
    }

    private byte[] sign(byte[] body) throws GeneralSecurityException {
        Signature rsa = signatures.poll();
        if (rsa == null) {
            rsa = Signature.getInstance("SHA256withRSA", LoadCertificates.PROVIDER);
            rsa.initSign(identity.key().getPrivate());
        }
        rsa.update(body);
        byte[] signature = rsa.sign();
        signatures.add(rsa);
        return signature;
    }

    private static String percentEncoded(String pem) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : pem.getBytes(StandardCharsets.US_ASCII)) {
            boolean plain = Character.isLetterOrDigit(b) || b == '-' || b == '/';
            encoded.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b));
        }
        return encoded.toString();
    }
}
