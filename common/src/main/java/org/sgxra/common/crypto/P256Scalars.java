package org.sgxra.common.crypto;

import java.math.BigInteger;
import org.sgxra.common.bytes.ByteString;

/** Numbers of up to 256 bits as 32 bytes. */
final class P256Scalars {
    /** Order of P-256. */
    static final BigInteger N = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private P256Scalars() {}

    static ByteString bigEndian(BigInteger value) {
        return ByteString.of(bytes(value));
    }

    /** 32 bytes, big-endian. */
    static byte[] bytes(BigInteger value) {
        byte[] minimal = value.toByteArray();
        byte[] bytes = new byte[32];
        int length = Math.min(minimal.length, bytes.length);
        System.arraycopy(minimal, minimal.length - length, bytes, bytes.length - length, length);
        java.util.Arrays.fill(minimal, (byte) 0);
        return bytes;
    }
}
