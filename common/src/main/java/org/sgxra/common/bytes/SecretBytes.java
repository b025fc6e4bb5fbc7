package org.sgxra.common.bytes;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;
import javax.security.auth.Destroyable;

/**
 * A key or another secret: wiped by {@link #close}, compared in constant time, printed as its length only.
 */
public final class SecretBytes implements Destroyable, AutoCloseable {
    private final byte[] bytes;
    private boolean destroyed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes {@code bytes} over: the caller must not use the array any more. */
    public static SecretBytes wrap(byte[] bytes) {
        return new SecretBytes(bytes);
    }

    /** Number of bytes. */
    public int size() {
        return bytes.length;
    }

    /**
     * Lends the bytes to {@code user}, which must neither keep nor change them.
     *
     * @throws IllegalStateException if this secret was destroyed
     */
    public synchronized <T> T use(Function<byte[], T> user) {
        if (destroyed) {
            throw new IllegalStateException("secret already destroyed");
        }
        return user.apply(bytes);
    }

    /** An independent copy with a life of its own. */
    public SecretBytes copy() {
        return use(secret -> new SecretBytes(secret.clone()));
    }

    /** The bytes as hexadecimal digits: for teaching output of session keys only (docs/spec/cli.md, Streams). */
    public String reveal() {
        return use(Hex::encode);
    }

    /** Wipes the bytes. */
    @Override
    public synchronized void destroy() {
        Arrays.fill(bytes, (byte) 0);
        destroyed = true;
    }

    @Override
    public synchronized boolean isDestroyed() {
        return destroyed;
    }

    /** The same as {@link #destroy}. */
    @Override
    public void close() {
        destroy();
    }

    /**
     * True for a secret of the same bytes; the time it takes does not tell where they differ.
     *
     * @throws IllegalStateException if one of two different objects was destroyed
     */
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof SecretBytes that)) {
            return false;
        }
        // One lock at a time: threads that compare two secrets in opposite directions would wait for each other for
        // ever.
        try (SecretBytes theirs = that.copy()) {
            return use(mine -> MessageDigest.isEqual(mine, theirs.bytes));
        }
    }

    /** A constant for each length: a hash of the content would tell of it. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "SecretBytes[" + bytes.length + "]";
    }
}
