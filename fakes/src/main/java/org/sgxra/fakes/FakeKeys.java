package org.sgxra.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.Sha256;

/** Test keys, the same in each run. */
public final class FakeKeys {
    private FakeKeys() {}

    /** The key pair of a name. */
    public static P256KeyPair of(String name) {
        byte[] hash = Sha256.of(ByteString.of(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .toArray();
        try {
            P256PrivateKey key = P256PrivateKey.of(new BigInteger(1, hash).shiftRight(1));
            return new P256KeyPair(key, P256.publicKey(key));
        } catch (InvalidPointException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A signature as quotes and documents have it, 64 bytes. */
    public static ByteString sign(P256KeyPair pair, ByteString message) {
        return P256.instance().sign(pair.privateKey(), message).bigEndian();
    }

    /** A signature as certificates have it. */
    static byte[] signDer(P256KeyPair pair, byte[] message) {
        EcdsaP256Signature signature = P256.instance().sign(pair.privateKey(), ByteString.of(message));
        ASN1EncodableVector numbers = new ASN1EncodableVector();
        numbers.add(new ASN1Integer(signature.r()));
        numbers.add(new ASN1Integer(signature.s()));
        try {
            return new DERSequence(numbers).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
