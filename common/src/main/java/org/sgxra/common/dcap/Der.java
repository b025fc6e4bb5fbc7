package org.sgxra.common.dcap;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sgxra.common.crypto.EcdsaP256Signature;

/** DER (X.690), and nothing that is only BER. */
final class Der {
    private static final int FIELD_BITS = 256;

    private Der() {}

    /** One value with nothing after it. */
    static ASN1Primitive read(byte[] der) throws IOException {
        try {
            ASN1Primitive value = ASN1Primitive.fromByteArray(der);
            if (value != null && Arrays.equals(value.getEncoded(ASN1Encoding.DER), der)) {
                return value;
            }
        } catch (RuntimeException e) {
            // Bouncy Castle reports what is malformed further inside only when it is looked at.
            throw new IOException(e.getMessage(), e);
        }
        throw new IOException("not DER");
    }

    static boolean isEcdsaWithSha256(String oid) {
        return X9ObjectIdentifiers.ecdsa_with_SHA256.getId().equals(oid);
    }

    /** SEQUENCE of two INTEGERs (RFC 3279 section 2.2.3) of at most 256 bits, not negative. */
    static Optional<EcdsaP256Signature> readSignature(byte[] der) {
        try {
            if (read(der) instanceof ASN1Sequence sequence
                    && sequence.size() == 2
                    && sequence.getObjectAt(0) instanceof ASN1Integer r
                    && sequence.getObjectAt(1) instanceof ASN1Integer s
                    && isInField(r.getValue())
                    && isInField(s.getValue())) {
                return Optional.of(new EcdsaP256Signature(r.getValue(), s.getValue()));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isInField(BigInteger number) {
        return number.signum() >= 0 && number.bitLength() <= FIELD_BITS;
    }
}
