package org.sgxra.common.crypto;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.bytes.PemFormatException;

/** Private keys as PKCS#8 (RFC 5958), also from the forms that OpenSSL wrote before: PKCS#1 (RFC 8017) and SEC 1 (RFC 5915). */
public final class Pkcs8 {
    private static final String RSA = "RSA PRIVATE KEY";
    private static final String EC = "EC PRIVATE KEY";

    private Pkcs8() {}

    /** The labels of the three forms in PEM. */
    public static String[] labels() {
        return new String[] {Pem.PRIVATE_KEY, RSA, EC};
    }

    /**
     * The key of a block with one of the {@link #labels}. A curve that an EC key does not name is missing in the result, too.
     *
     * @throws PemFormatException if the content is not base64, as that of a key under a password
     * @throws IOException if it is not the DER of such a key
     */
    public static PrivateKeyInfo of(Pem block) throws PemFormatException, IOException {
        ASN1Primitive content = ASN1Primitive.fromByteArray(block.der());
        try {
            return switch (block.label()) {
                case RSA ->
                    new PrivateKeyInfo(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), content);
                case EC ->
                    new PrivateKeyInfo(
                            new AlgorithmIdentifier(
                                    X9ObjectIdentifiers.id_ecPublicKey,
                                    ECPrivateKey.getInstance(ASN1Sequence.getInstance(content))
                                            .getParametersObject()),
                            content);
                default -> PrivateKeyInfo.getInstance(content);
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("no private key: " + e.getMessage(), e);
        }
    }
}
