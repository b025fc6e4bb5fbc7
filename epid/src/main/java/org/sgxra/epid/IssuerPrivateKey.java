package org.sgxra.epid;

import java.math.BigInteger;
import java.util.Arrays;

/** An issuer's private key: gid (4 or 16 bytes) | gamma (32); 36 or 48 bytes (docs/spec/epid2.md, section 5.2). */
public final class IssuerPrivateKey extends EncodedPrivateKey {
    private IssuerPrivateKey(byte[] encoded) {
        super(encoded, Scalars.SIZE);
    }

    /**
     * Reads 36 or 48 bytes.
     *
     * @throws EpidException for another length, or if gamma is not below p
     */
    public static IssuerPrivateKey parse(byte[] encoded) throws EpidException {
        Reader in = new Reader("IssuerPrivateKey", encoded, 36, 48);
        in.bytes(encoded.length - Scalars.SIZE);
        in.scalar("gamma");
        return new IssuerPrivateKey(encoded.clone());
    }

    static IssuerPrivateKey of(byte[] groupId, BigInteger gamma) {
        byte[] encoded = Arrays.copyOf(groupId, groupId.length + Scalars.SIZE);
        System.arraycopy(Scalars.encode(gamma), 0, encoded, groupId.length, Scalars.SIZE);
        return new IssuerPrivateKey(encoded);
    }

    BigInteger gamma() {
        return scalar(Scalars.SIZE);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(groupId());
    }
}
