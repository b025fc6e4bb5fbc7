package org.sgxra.services.report;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Base64;
import java.util.Locale;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.crypto.RsaSha256;
import org.sgxra.services.state.SigningIdentity;

/** Signs reports, and writes the chain of the signing certificate as the header has it (docs/spec/ias-api.md section 3). */
public final class ReportSigner {
    private final SigningIdentity identity;
    private final String chainHeader;

    /** @throws GeneralSecurityException if a certificate cannot be encoded */
    public ReportSigner(SigningIdentity identity) throws GeneralSecurityException {
        this.identity = identity;
        this.chainHeader = percentEncoded(Pem.encode(identity.chain()));
    }

    /** RSA PKCS #1 v1.5 with SHA-256 over {@code body}, in base64. */
    public String sign(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(RsaSha256.sign(identity.privateKey(), body).toArray());
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the key of reports cannot sign", e);
        }
    }

    /** Leaf and root, percent-encoded. */
    public String chainHeader() {
        return chainHeader;
    }

    /** Everything but letters, digits, hyphens and slashes as a percent sign and two hexadecimal digits. */
    static String percentEncoded(String pem) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : pem.getBytes(StandardCharsets.US_ASCII)) {
            if (b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b == '-' || b == '/') {
                encoded.append((char) b);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", b));
            }
        }
        return encoded.toString();
    }
}
