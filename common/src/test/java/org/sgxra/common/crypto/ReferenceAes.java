package org.sgxra.common.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** CMAC and GCM as their standards put them, on single blocks of AES: what vectors are made and checked with. */
final class ReferenceAes {
    private static final BigInteger MASK = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    private final byte[] key;

    ReferenceAes(byte[] key) {
        this.key = key.clone();
    }

    private BigInteger block(BigInteger input) {
        try {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            return new BigInteger(1, aes.doFinal(bytes(input)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(BigInteger number) {
        byte[] long17 = number.or(BigInteger.ONE.shiftLeft(128)).toByteArray();
        return Arrays.copyOfRange(long17, long17.length - 16, long17.length);
    }

    private static BigInteger number(byte[] from, int start) {
        byte[] padded = Arrays.copyOf(Arrays.copyOfRange(from, start, Math.min(from.length, start + 16)), 16);
        return new BigInteger(1, padded);
    }

    /** RFC 4493. */
    byte[] cmac(byte[] message) {
        BigInteger subkey = twice(block(BigInteger.ZERO));
        int last = message.length == 0 ? 0 : (message.length - 1) / 16 * 16;
        BigInteger end = number(message, last);
        if (message.length - last < 16) {
            subkey = twice(subkey);
            end = end.setBit(127 - 8 * (message.length - last));
        }
        BigInteger state = BigInteger.ZERO;
        for (int at = 0; at < last; at += 16) {
            state = block(state.xor(number(message, at)));
        }
        return bytes(block(state.xor(end).xor(subkey)));
    }

    private static BigInteger twice(BigInteger block) {
        BigInteger shifted = block.shiftLeft(1).and(MASK);
        return block.testBit(127) ? shifted.xor(BigInteger.valueOf(0x87)) : shifted;
    }

    /** NIST SP 800-38D with an IV of 12 bytes: the ciphertext of the plaintext, or the other way round. */
    byte[] gcmStream(byte[] iv, byte[] text) {
        byte[] out = text.clone();
        for (int at = 0; at < text.length; at += 16) {
            byte[] stream = bytes(block(counter(iv, 2 + at / 16)));
            for (int i = at; i < Math.min(text.length, at + 16); i++) {
                out[i] ^= stream[i - at];
            }
        }
        return out;
    }

    /** The tag. */
    byte[] gcmTag(byte[] iv, byte[] additional, byte[] ciphertext) {
        BigInteger h = block(BigInteger.ZERO);
        BigInteger hash = BigInteger.ZERO;
        for (byte[] part : new byte[][] {additional, ciphertext}) {
            for (int at = 0; at < part.length; at += 16) {
                hash = product(hash.xor(number(part, at)), h);
            }
        }
        BigInteger lengths =
                BigInteger.valueOf(8L * additional.length).shiftLeft(64).or(BigInteger.valueOf(8L * ciphertext.length));
        return bytes(product(hash.xor(lengths), h).xor(block(counter(iv, 1))));
    }

    private static BigInteger counter(byte[] iv, int count) {
        return new BigInteger(1, iv).shiftLeft(32).or(BigInteger.valueOf(count));
    }

    /** In GF(2^128), bits counted from the left. */
    private static BigInteger product(BigInteger x, BigInteger y) {
        BigInteger sum = BigInteger.ZERO;
        BigInteger v = y;
        for (int bit = 127; bit >= 0; bit--) {
            sum = x.testBit(bit) ? sum.xor(v) : sum;
            v = v.testBit(0) ? v.shiftRight(1).xor(BigInteger.valueOf(0xe1).shiftLeft(120)) : v.shiftRight(1);
        }
        return sum;
    }
}
