package org.sgxra.epid;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.security.auth.Destroyable;

/** An issuer's private key: gid (4 or 16 bytes) | gamma (32); 36 or 48 bytes (docs/spec/epid2.md, section 5.2). */
public final class IssuerPrivateKey implements Destroyable {
    private final byte[] encoded;
    private boolean destroyed;

    private IssuerPrivateKey(byte[] encoded) {
        this.encoded = encoded;
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

    /** The 36 or 48 bytes. */
    public byte[] encode() {
        return usable().clone();
    }

    /** The group id, 4 or 16 bytes. */
    public byte[] groupId() {
        return Arrays.copyOf(usable(), encoded.length - Scalars.SIZE);
    }

    BigInteger gamma() {
        return new BigInteger(1, usable(), encoded.length - Scalars.SIZE, Scalars.SIZE);
    }

    private byte[] usable() {
        if (destroyed) {
            throw new IllegalStateException("the issuer's private key has been destroyed");
        }
        return encoded;
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(encoded, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IssuerPrivateKey that && MessageDigest.isEqual(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(groupId());
    }

    @Override
    public String toString() {
        return "IssuerPrivateKey (" + encoded.length + " bytes)";
    }
}
