package org.sgxra.common.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/**
 * AES-128-CMAC (RFC 4493), tags of 16 bytes.
 *
 * <p>By Conscrypt where that is loaded for P-256 anyway, in a third of the time. Else built on the JDK's AES, because the JDK has no
 * CMAC, and because client and platform, which need no other library for cryptography, would pay for loading one at every start.
 */
public final class AesCmac {
    private static final int BLOCK = 16;
    private static final String AES = "AES/ECB/NoPadding";

    /** The provider that the JDK chooses for AES: to look for it takes longer than a short tag. */
    private static final class Chosen {
        static final Provider PROVIDER = provider();

        private static Provider provider() {
            try {
                return Cipher.getInstance(AES).getProvider();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has AES", e);
            }
        }
    }

    private AesCmac() {}

    /**
     * The tag of {@code data}.
     *
     * @param key 16 bytes
     * @throws IllegalArgumentException if the key has another length
     */
    public static ByteString mac(SecretBytes key, ByteString data) {
        return ByteString.of(key.use(bytes -> compute(bytes, data.toArray())));
    }

    /**
     * The tag of {@code data} as a new key, which the caller destroys.
     *
     * @param key 16 bytes
     * @throws IllegalArgumentException if the key has another length
     */
    public static SecretBytes derive(SecretBytes key, byte[] data) {
        return SecretBytes.wrap(key.use(bytes -> compute(bytes, data)));
    }

    private static byte[] compute(byte[] key, byte[] data) {
        if (key.length != BLOCK) {
            throw new IllegalArgumentException("AES-128-CMAC takes a key of 16 bytes, not " + key.length);
        }
        Optional<Provider> loaded = P256.loadedProvider();
        return loaded.isPresent() ? byLibrary(loaded.get(), key, data) : byJdk(key, data);
    }

    /** By a provider that has the whole algorithm. */
    static byte[] byLibrary(Provider provider, byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("AESCMAC", provider);
            mac.init(new SecretKeySpec(key, "AES"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(provider.getName() + " failed on AES-128-CMAC: " + e.getMessage(), e);
        }
    }

    /** By the JDK's AES. */
    static byte[] byJdk(byte[] key, byte[] data) {
        byte[] subkey = new byte[BLOCK];
        byte[] last = new byte[BLOCK];
        byte[] state = new byte[BLOCK];
        try {
            Cipher aes = Cipher.getInstance(AES, Chosen.PROVIDER);
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            aes.update(subkey, 0, BLOCK, subkey, 0);
            twice(subkey);
            int whole = data.length == 0 ? 0 : (data.length - 1) / BLOCK * BLOCK;
            System.arraycopy(data, whole, last, 0, data.length - whole);
            if (data.length - whole < BLOCK) {
                last[data.length - whole] = (byte) 0x80;
                twice(subkey);
            }
            for (int at = 0; at < whole; at += BLOCK) {
                xor(state, data, at);
                aes.update(state, 0, BLOCK, state, 0);
            }
            xor(state, last, 0);
            xor(state, subkey, 0);
            return aes.doFinal(state);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        } finally {
            // What is derived from the key, and a block that may be the end of another secret.
            Arrays.fill(subkey, (byte) 0);
            Arrays.fill(last, (byte) 0);
            Arrays.fill(state, (byte) 0);
        }
    }

    private static void xor(byte[] state, byte[] with, int offset) {
        for (int i = 0; i < BLOCK; i++) {
            state[i] ^= with[offset + i];
        }
    }

    /** Multiplies by x in GF(2^128), as RFC 4493 section 2.3 derives its subkeys. */
    private static void twice(byte[] block) {
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            int value = (block[i] & 0xff) << 1 | carry;
            block[i] = (byte) value;
            carry = value >>> 8;
        }
        block[BLOCK - 1] ^= (byte) (carry * 0x87);
    }
}
