package org.sgxra.platform;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;

/**
 * The certificate of a PCK, as it was issued for a platform.
 *
 * @param running what the platform was when it asked for the certificate
 * @param issuer SHA-256 of the CA file that the issuing emulator had, 32 bytes
 * @param pem the certificate and its chain, as quotes carry them but for the zero byte at the end
 * @param level TCB level that it is for
 * @param key the PCK
 * @param notAfter last second in which it is valid
 */
record PckCertificate(
        PlatformTcb running,
        ByteString issuer,
        ByteString pem,
        PlatformTcb level,
        P256PublicKey key,
        Instant notAfter) {
    private static final String DOCUMENT = "PCK certificate";
    private static final String BEGIN = "-----BEGIN";
    /** Bytes that the certification data of a quote may have (docs/spec/dcap.md section 8.3). */
    private static final int MIN_SIZE = 500;

    private static final int MAX_SIZE = 12294;

    /** Reads what the service delivered. */
    static PckCertificate of(PlatformTcb running, ByteString issuer, ByteString pem) throws DcapFormatException {
        if (pem.size() + 1 < MIN_SIZE || pem.size() + 1 > MAX_SIZE) {
            throw new DcapFormatException(
                    DOCUMENT,
                    "size",
                    ByteCount.of(pem.size()) + " with its chain; " + MIN_SIZE + " to " + MAX_SIZE + " fit a quote");
        }
        List<SgxCertificate> chain = PemChain.parse(pem);
        SgxCertificate leaf = chain.get(0);
        if (chain.size() != PemChain.MAX_LENGTH || !leaf.commonName().equals(SgxCertificate.PCK)) {
            throw new DcapFormatException(
                    DOCUMENT, "chain", "is not \"" + SgxCertificate.PCK + "\" with the two certificates above it");
        }
        PckExtension extension = leaf.pckExtension();
        P256PublicKey key = leaf.key()
                .orElseThrow(() -> new DcapFormatException(DOCUMENT, "key", "is no uncompressed point on P-256"));
        PlatformTcb level = new PlatformTcb(extension.components(), extension.pceSvn());
        return new PckCertificate(running, issuer, pem, level, key, leaf.notAfter());
    }

    /** Reads what {@link #encode} wrote. */
    static PckCertificate parse(byte[] bytes) throws DcapFormatException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int pem = text.indexOf(BEGIN);
        if (pem < 0) {
            throw new DcapFormatException(DOCUMENT, "text", "no certificate");
        }
        Properties head = new Properties();
        try {
            head.load(new StringReader(text.substring(0, pem)));
            PlatformTcb running = new PlatformTcb(
                    ByteString.fromHex(head.getProperty("cpu_svn", "")),
                    Integer.parseInt(head.getProperty("pce_svn", "")));
            return of(
                    running,
                    ByteString.fromHex(head.getProperty("issuer", "")),
                    ByteString.of(bytes, pem, bytes.length));
        } catch (IOException | IllegalArgumentException | HexFormatException e) {
            throw new DcapFormatException(DOCUMENT, "its first lines are damaged: " + e.getMessage(), e);
        }
    }

    /** A text file: three settings, then the certificates in PEM. */
    byte[] encode() {
        String head = "# The PCK certificate of this SOFT platform and its chain, with what it was asked for.\n"
                + "cpu_svn = " + running.svns() + "\npce_svn = " + running.pceSvn() + "\nissuer = " + issuer + "\n\n";
        return ByteString.concat(ByteString.of(head.getBytes(StandardCharsets.US_ASCII)), pem)
                .toArray();
    }

    /** What a quote carries: certification data of type 5. */
    ByteString certificationData() {
        return ByteString.concat(pem, ByteString.zeros(1));
    }
}
