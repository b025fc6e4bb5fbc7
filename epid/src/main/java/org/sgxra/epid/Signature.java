package org.sgxra.epid;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sgxra.epid.math.G1;

/**
 * A parsed signature: B | K | T (G1, 64 each) | c | sx | sf | sa | sb (32 each) | rl_ver u32 | n2 u32 | n2 proofs (160 each)
 * (docs/spec/epid2.md, section 5.3). The proofs are left as they are.
 */
final class Signature {
    static final int BASIC_SIZE = 352;
    static final int HEADER_SIZE = 360;

    private final byte[] encoded;
    final G1 b;
    final G1 k;
    final G1 t;
    final BigInteger c;
    final BigInteger sx;
    final BigInteger sf;
    final BigInteger sa;
    final BigInteger sb;

    private Signature(byte[] encoded) throws EpidException {
        this.encoded = encoded;
        Reader in = new Reader("Signature", encoded, encoded.length);
        b = in.finiteG1("B");
        k = in.g1("K");
        t = in.g1("T");
        c = in.scalar("c");
        sx = in.scalar("sx");
        sf = in.scalar("sf");
        sa = in.scalar("sa");
        sb = in.scalar("sb");
    }

    /** Whether the length is exactly 360 + 160 n2. */
    static boolean hasGoodLength(byte[] encoded) {
        return encoded.length >= HEADER_SIZE
                && encoded.length == HEADER_SIZE + NonRevocation.PROOF_SIZE * unsigned(encoded, BASIC_SIZE + 4);
    }

    private static long unsigned(byte[] in, int offset) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(in).getInt(offset));
    }

    /**
     * Reads a signature of good length.
     *
     * @throws EpidException if B, K or T is no point of G1, B is infinity, or a number is not below p
     */
    static Signature parse(byte[] encoded) throws EpidException {
        return new Signature(encoded);
    }

    long listVersion() {
        return unsigned(encoded, BASIC_SIZE);
    }

    long proofCount() {
        return unsigned(encoded, BASIC_SIZE + 4);
    }

    byte[] proof(int i) {
        int offset = HEADER_SIZE + i * NonRevocation.PROOF_SIZE;
        return Arrays.copyOfRange(encoded, offset, offset + NonRevocation.PROOF_SIZE);
    }
}
