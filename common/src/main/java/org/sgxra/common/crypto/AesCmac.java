package org.sgxra.common.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/**
 * AES-128-CMAC (RFC 4493), tags of 16 bytes.
 *
 * <p>Built on the JDK's AES because the JDK has no CMAC, and because client and platform, which need no other library for
 * cryptography, would pay for loading one at every start.
 */
public final class AesCmac {
    private static final int BLOCK = 16;

    private AesCmac() {
    }

    /** The tag of {@code data} under a 16-byte key. */
    public static ByteString mac(SecretBytes key, ByteString data) {
        return ByteString.of(key.use(bytes -> compute(bytes, data.toArray())));
    }

    /** The tag as a new key. */
    static SecretBytes derive(SecretBytes key, byte[] data) {
        return SecretBytes.wrap(key.use(bytes -> compute(bytes, data)));
    }

    private static byte[] compute(byte[] key, byte[] data) {
        if (key.length != BLOCK) {
            throw new IllegalArgumentException("AES-128-CMAC takes a key of 16 bytes, not " + key.length);
        }
        try {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            byte[] subkey = doubled(aes.doFinal(new byte[BLOCK]));
            int whole = data.length == 0 ? 0 : (data.length - 1) / BLOCK * BLOCK;
            byte[] last = new byte[BLOCK];
            System.arraycopy(data, whole, last, 0, data.length - whole);
            if (data.length - whole < BLOCK) {
                last[data.length - whole] = (byte) 0x80;
                subkey = doubled(subkey);
            }
            byte[] state = new byte[BLOCK];
            for (int at = 0; at < whole; at += BLOCK) {
                xor(state, data, at);
                aes.update(state, 0, BLOCK, state, 0);
            }
            xor(state, last, 0);
            xor(state, subkey, 0);
            byte[] tag = aes.doFinal(state);
            Arrays.fill(subkey, (byte) 0);
            return tag;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    private static void xor(byte[] state, byte[] with, int offset) {
        for (int i = 0; i < BLOCK; i++) {
            state[i] ^= with[offset + i];
        }
    }

    /** Multiplication by x in GF(2^128), as RFC 4493 section 2.3 derives its subkeys. */
    private static byte[] doubled(byte[] block) {
        byte[] result = new byte[BLOCK];
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            int value = (block[i] & 0xff) << 1 | carry;
            result[i] = (byte) value;
            carry = value >>> 8;
        }
        result[BLOCK - 1] ^= (byte) (carry * 0x87);
        return result;
    }
}
