package org.sgxra.epid;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.sgxra.epid.math.G1;

/** What a future member sends to the issuer: F (G1, 64) | c (32) | s (32); 128 bytes (docs/spec/epid2.md, section 6.2). */
public final class JoinRequest {
    private final G1 f;
    private final BigInteger c;
    private final BigInteger s;

    JoinRequest(G1 f, BigInteger c, BigInteger s) {
        this.f = f;
        this.c = c;
        this.s = s;
    }

    /**
     * Reads 128 bytes.
     *
     * @throws EpidException for another length, or if F is no point of G1, or c or s is not below p
     */
    public static JoinRequest parse(byte[] encoded) throws EpidException {
        Reader in = new Reader("JoinRequest", encoded, 128);
        return new JoinRequest(in.g1("F"), in.scalar("c"), in.scalar("s"));
    }

    /** The 128 bytes. */
    public byte[] encode() {
        return ByteBuffer.allocate(128)
                .put(f.encode())
                .put(Scalars.encode(c))
                .put(Scalars.encode(s))
                .array();
    }

    G1 f() {
        return f;
    }

    BigInteger c() {
        return c;
    }

    BigInteger s() {
        return s;
    }
}
