package org.sgxra.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.Sha256;

/** Test keys and their signatures, the same in each run. */
public final class FakeKeys {
    private static final X9ECParameters P_256 = CustomNamedCurves.getByName("secp256r1");
    private static final ECDomainParameters CURVE =
            new ECDomainParameters(P_256.getCurve(), P_256.getG(), P_256.getN(), P_256.getH());
    /** The numbers of the keys that were asked for. */
    private static final Map<P256PublicKey, BigInteger> NUMBERS = new ConcurrentHashMap<>();

    private FakeKeys() {}

    /** The key pair of a name. */
    public static P256KeyPair of(String name) {
        byte[] hash = Sha256.of(ByteString.of(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .toArray();
        try {
            BigInteger number = new BigInteger(1, hash).shiftRight(1);
            P256PrivateKey key = P256PrivateKey.of(number);
            P256KeyPair pair = new P256KeyPair(key, P256.publicKey(key));
            NUMBERS.put(pair.publicKey(), number);
            return pair;
        } catch (InvalidPointException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A signature as quotes and documents have it, 64 bytes. */
    public static ByteString sign(P256KeyPair pair, ByteString message) {
        return signature(pair, message).bigEndian();
    }

    /** A signature without a random number (RFC 6979): a test that fails does so again. */
    private static EcdsaP256Signature signature(P256KeyPair pair, ByteString message) {
        BigInteger number = NUMBERS.get(pair.publicKey());
        if (number == null) {
            throw new IllegalArgumentException("only keys that have a name sign");
        }
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(number, CURVE));
        BigInteger[] rs = signer.generateSignature(Sha256.of(message).toArray());
        return new EcdsaP256Signature(rs[0], rs[1]);
    }

    /** A signature as certificates have it. */
    static byte[] signDer(P256KeyPair pair, byte[] message) {
        EcdsaP256Signature signature = signature(pair, ByteString.of(message));
        return der(signature.r(), signature.s());
    }

    static byte[] der(BigInteger r, BigInteger s) {
        ASN1EncodableVector numbers = new ASN1EncodableVector();
        numbers.add(new ASN1Integer(r));
        numbers.add(new ASN1Integer(s));
        try {
            return new DERSequence(numbers).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
