package org.sgxra.epid.math;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Points of G1 by the textbook, in BigInteger arithmetic; null is infinity. */
record ReferencePoint(BigInteger x, BigInteger y) {
    static ReferencePoint of(G1 point) {
        byte[] bytes = point.encode();
        return point.isInfinity()
                ? null
                : new ReferencePoint(new BigInteger(1, bytes, 0, 32), new BigInteger(1, bytes, 32, 32));
    }

    static byte[] encode(ReferencePoint p) {
        ByteBuffer out = ByteBuffer.allocate(64);
        if (p != null) {
            for (BigInteger coordinate : new BigInteger[] {p.x, p.y}) {
                byte[] bytes = coordinate.toByteArray();
                int length = Math.min(32, bytes.length);
                out.position(out.position() + 32 - length);
                out.put(bytes, bytes.length - length, length);
            }
        }
        return out.array();
    }

    static ReferencePoint add(ReferencePoint p, ReferencePoint q) {
        if (p == null || q == null) {
            return p == null ? q : p;
        }
        BigInteger slope;
        if (!p.x.equals(q.x)) {
            slope = q.y.subtract(p.y).multiply(q.x.subtract(p.x).modInverse(Bn.Q));
        } else if (p.y.equals(q.y)) {
            slope = p.x.pow(2)
                    .multiply(BigInteger.valueOf(3))
                    .multiply(p.y.shiftLeft(1).modInverse(Bn.Q));
        } else {
            return null;
        }
        BigInteger x = slope.pow(2).subtract(p.x).subtract(q.x).mod(Bn.Q);
        return new ReferencePoint(
                x, slope.multiply(p.x.subtract(x)).subtract(p.y).mod(Bn.Q));
    }

    static ReferencePoint multiply(BigInteger k, ReferencePoint p) {
        ReferencePoint sum = null;
        for (int i = k.bitLength() - 1; i >= 0; i--) {
            sum = add(sum, sum);
            sum = k.testBit(i) ? add(sum, p) : sum;
        }
        return sum;
    }
}
