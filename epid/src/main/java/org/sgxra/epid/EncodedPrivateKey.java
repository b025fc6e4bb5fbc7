package org.sgxra.epid;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.security.auth.Destroyable;

/** A private key that is kept as its bytes, and wiped with them: gid (4 or 16 bytes) | numbers of 32 bytes, big-endian, among others. */
abstract sealed class EncodedPrivateKey implements Destroyable permits IssuerPrivateKey, MemberPrivateKey {
    private final byte[] encoded;
    private final int afterGroupId;
    private boolean destroyed;

    /**
     * Takes the array as it is.
     *
     * @param afterGroupId size of what follows the group id
     */
    EncodedPrivateKey(byte[] encoded, int afterGroupId) {
        this.encoded = encoded;
        this.afterGroupId = afterGroupId;
    }

    /**
     * All bytes, in the caller's own array.
     *
     * @throws IllegalStateException once the key has been destroyed
     */
    public byte[] encode() {
        return usable().clone();
    }

    /**
     * The group id, 4 or 16 bytes.
     *
     * @throws IllegalStateException once the key has been destroyed
     */
    public byte[] groupId() {
        return Arrays.copyOf(usable(), encoded.length - afterGroupId);
    }

    /** The number whose 32 bytes begin so many bytes before the end. */
    final BigInteger scalar(int beforeEnd) {
        return new BigInteger(1, usable(), encoded.length - beforeEnd, Scalars.SIZE);
    }

    private byte[] usable() {
        if (destroyed) {
            throw new IllegalStateException(name() + " has been destroyed");
        }
        return encoded;
    }

    private String name() {
        return getClass().getSimpleName();
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
        return other instanceof EncodedPrivateKey that
                && getClass() == that.getClass()
                && MessageDigest.isEqual(encoded, that.encoded);
    }

    @Override
    public abstract int hashCode();

    @Override
    public String toString() {
        return name() + " (" + encoded.length + " bytes)";
    }
}
