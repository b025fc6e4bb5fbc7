package org.sgxra.common.dcap;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.bytes.PemFormatException;
import org.sgxra.common.crypto.EcdsaP256Signature;

/**
 * A certificate revocation list (docs/spec/dcap.md section 3.4): version 2, complete, direct, with CRL number and authority key
 * identifier and no critical extension.
 *
 * @param signedBytes what the signature covers
 * @param signature nothing if the algorithm is not ecdsa-with-SHA256 or the signature not that of a P-256 key
 * @param issuer whose list it is
 * @param thisUpdate when it was issued
 * @param nextUpdate until when it may be used
 * @param serialNumbers of the revoked certificates
 */
public record RevocationList(
        ByteString signedBytes,
        Optional<EcdsaP256Signature> signature,
        DistinguishedName issuer,
        Instant thisUpdate,
        Instant nextUpdate,
        Set<BigInteger> serialNumbers) {
    /** Bytes at most, in whichever form. */
    public static final int MAX_SIZE = 16 * 1024 * 1024;

    private static final String DOCUMENT = "revocation list";
    private static final int SEQUENCE = 0x30;
    private static final String CRL_NUMBER = "2.5.29.20";
    private static final String REASON_CODE = "2.5.29.21";
    private static final String DELTA_INDICATOR = "2.5.29.27";
    private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    private static final String CERTIFICATE_ISSUER = "2.5.29.29";
    private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";

    /** Reads a list in DER, in PEM, or in hexadecimal digits of its DER as Intel's caching service gives it. */
    public static RevocationList parse(byte[] bytes) throws DcapFormatException {
        if (bytes.length > MAX_SIZE) {
            throw new DcapFormatException(
                    DOCUMENT, "size", ByteCount.of(bytes.length) + "; at most " + MAX_SIZE + " are possible");
        }
        byte[] der = toDer(bytes);
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(der);
            X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
            if (in.available() > 0) {
                throw new DcapFormatException(DOCUMENT, "end", "something follows it");
            }
            if (!Arrays.equals(list.getEncoded(), der)) {
                // The JDK writes lengths anew that were not in their only form.
                throw new DcapFormatException(DOCUMENT, "lengths", "are not those of DER");
            }
            return of(list);
        } catch (CRLException | CertificateException | RuntimeException e) {
            // The JDK's parser reports some malformed input by unchecked exceptions.
            throw DcapFormatException.unreadable(DOCUMENT, e);
        }
    }

    /** The DER of a list in one of the forms that {@link #parse} reads; whether it is a list, is not looked at. */
    public static ByteString der(ByteString bytes) throws DcapFormatException {
        return ByteString.of(toDer(bytes.toArray()));
    }

    private static byte[] toDer(byte[] bytes) throws DcapFormatException {
        if (bytes.length > 0 && bytes[0] == SEQUENCE) {
            return bytes;
        }
        String text =
                withoutZero(new String(bytes, StandardCharsets.ISO_8859_1)).strip();
        try {
            return text.startsWith("-") ? wholeBlock(text).der() : Hex.decode(text);
        } catch (PemFormatException e) {
            throw new DcapFormatException(DOCUMENT, "text", "is not base64");
        } catch (HexFormatException e) {
            throw new DcapFormatException(
                    DOCUMENT, "text", "is neither DER nor PEM nor hexadecimal: " + e.getMessage());
        }
    }

    /** Intel's quote provider library ends texts as C does. */
    private static String withoutZero(String text) {
        return text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    }

    private static Pem wholeBlock(String text) throws DcapFormatException {
        DcapFormatException fault = new DcapFormatException(DOCUMENT, "text", "is no PEM of the kind " + Pem.X509_CRL);
        try {
            return Pem.find(text, 0, Pem.X509_CRL)
                    .filter(block -> block.start() == 0 && block.end() == text.length())
                    .orElseThrow(() -> fault);
        } catch (PemFormatException e) {
            throw fault;
        }
    }

    private static RevocationList of(X509CRL list) throws DcapFormatException, CRLException {
        if (list.getVersion() != 2) {
            throw new DcapFormatException(DOCUMENT, "version", "is " + list.getVersion() + ", not 2");
        }
        if (list.getNextUpdate() == null) {
            throw new DcapFormatException(DOCUMENT, "nextUpdate", "is missing");
        }
        requireExtensions(list);
        return new RevocationList(
                ByteString.of(list.getTBSCertList()),
                Der.isEcdsaWithSha256(list.getSigAlgOID()) ? Der.readSignature(list.getSignature()) : Optional.empty(),
                new DistinguishedName(
                        ByteString.of(list.getIssuerX500Principal().getEncoded())),
                list.getThisUpdate().toInstant(),
                list.getNextUpdate().toInstant(),
                readSerialNumbers(list));
    }

    private static void requireExtensions(X509CRL list) throws DcapFormatException {
        for (String oid : Set.of(CRL_NUMBER, AUTHORITY_KEY_IDENTIFIER)) {
            if (list.getExtensionValue(oid) == null) {
                throw new DcapFormatException(DOCUMENT, "extension " + oid, "is missing");
            }
        }
        for (String oid : Set.of(DELTA_INDICATOR, ISSUING_DISTRIBUTION_POINT)) {
            if (list.getExtensionValue(oid) != null) {
                throw new DcapFormatException(DOCUMENT, "extension " + oid, "the list must be complete and direct");
            }
        }
        if (!list.getCriticalExtensionOIDs().isEmpty()) {
            throw new DcapFormatException(
                    DOCUMENT,
                    "extension " + list.getCriticalExtensionOIDs().iterator().next(),
                    "is critical");
        }
    }

    private static Set<BigInteger> readSerialNumbers(X509CRL list) throws DcapFormatException {
        Set<BigInteger> serialNumbers = new HashSet<>();
        Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
        for (X509CRLEntry entry : entries == null ? Set.<X509CRLEntry>of() : entries) {
            Set<String> critical = entry.getCriticalExtensionOIDs();
            if (critical != null && !Set.of(REASON_CODE).containsAll(critical)
                    || entry.getExtensionValue(CERTIFICATE_ISSUER) != null) {
                throw new DcapFormatException(
                        DOCUMENT,
                        "entry " + entry.getSerialNumber().toString(16),
                        "has an extension that is not known");
            }
            serialNumbers.add(entry.getSerialNumber());
        }
        return Set.copyOf(serialNumbers);
    }

    /** True if the certificate of a serial number, issued by the issuer of this list, is revoked. */
    public boolean revokes(BigInteger serialNumber) {
        return serialNumbers.contains(serialNumber);
    }
}
