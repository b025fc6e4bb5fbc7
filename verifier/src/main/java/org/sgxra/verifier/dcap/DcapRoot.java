package org.sgxra.verifier.dcap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;

/**
 * The root that is trusted, by its key: Intel has issued two certificates of one root, with the same name, serial number and key.
 *
 * @param key of the root
 */
public record DcapRoot(P256PublicKey key) {
    private static final byte DER_SEQUENCE = 0x30;

    private static final String INTEL = "0ba9c4c0c0c86193a3fe23d6b02cda10a8bbd4e88e48b4458561a36e705525f5"
            + "67918e2edc88e40d860bd0cc4ee26aacc988e505a953558c453f6b0904ae7394";

    /** The Intel SGX Root CA (docs/spec/dcap.md section 2). */
    public static DcapRoot intel() {
        try {
            return new DcapRoot(P256PublicKey.fromBigEndian(ByteString.fromHex(INTEL)));
        } catch (HexFormatException | InvalidPointException e) {
            throw new IllegalStateException("Intel's key is a point on P-256", e);
        }
    }

    /**
     * The root of one certificate, in PEM or DER.
     *
     * @throws DcapFormatException if there is not exactly one certificate, with a P-256 key and the name of the SGX root
     */
    public static DcapRoot ofCertificate(byte[] bytes) throws DcapFormatException {
        List<SgxCertificate> certificates = certificates(bytes);
        SgxCertificate root = certificates.get(0);
        if (certificates.size() != 1 || !root.commonName().equals(SgxCertificate.ROOT_CA)) {
            throw new DcapFormatException(
                    "root", "certificate", "must be one certificate of \"" + SgxCertificate.ROOT_CA + "\"");
        }
        return new DcapRoot(root.key()
                .orElseThrow(() -> new DcapFormatException("root", "key", "is no uncompressed point on P-256")));
    }

    private static List<SgxCertificate> certificates(byte[] bytes) throws DcapFormatException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int pem = text.indexOf("-----BEGIN CERTIFICATE");
        if (pem >= 0) {
            // Tools print what a certificate says before it.
            return PemChain.parse(ByteString.of(bytes).slice(pem, bytes.length));
        }
        if (text.contains("PRIVATE KEY-----")) {
            throw new DcapFormatException("certificate", "encoding", "is that of a private key");
        }
        if (bytes.length == 0 || bytes[0] != DER_SEQUENCE) {
            throw new DcapFormatException("certificate", "encoding", "is neither PEM nor DER");
        }
        return List.of(SgxCertificate.parse(bytes));
    }
}
