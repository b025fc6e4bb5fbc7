package org.sgxra.epid;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.sgxra.epid.math.G1;
import org.sgxra.epid.math.Gt;
import org.sgxra.epid.math.Pairing;
import org.sgxra.epid.math.PairingLines;

/**
 * The pairings a member needs for every signature: e12 = e(h1, g2) | e22 = e(h2, g2) | e2w = e(h2, w) | ea2 = e(A, g2),
 * 384 bytes each (docs/spec/epid2.md, sections 5.2 and 7.1).
 */
record Precomputation(Gt e12, Gt e22, Gt e2w, Gt ea2) {
    static final int SIZE = 4 * Gt.SIZE;

    static Precomputation of(GroupPublicKey group, G1 a) {
        PairingLines g2 = PairingLines.ofGenerator();
        return new Precomputation(
                pairing(group.h1(), g2),
                pairing(group.h2(), g2),
                pairing(group.h2(), group.linesOfW()),
                pairing(a, g2));
    }

    private static Gt pairing(G1 p, PairingLines q) {
        return new Pairing().times(p, q).value();
    }

    static Precomputation parse(byte[] encoded) throws EpidException {
        if (encoded.length != SIZE) {
            throw new EpidException("Precomputation: " + encoded.length + " bytes instead of " + SIZE);
        }
        return new Precomputation(
                element(encoded, "e12", 0),
                element(encoded, "e22", 1),
                element(encoded, "e2w", 2),
                element(encoded, "ea2", 3));
    }

    private static Gt element(byte[] encoded, String field, int position) throws EpidException {
        Optional<Gt> element = Gt.parse(encoded, position * Gt.SIZE);
        if (element.isEmpty()) {
            throw new EpidException(
                    "Precomputation: " + field + " at offset " + position * Gt.SIZE + " is no element of GT");
        }
        return element.get();
    }

    byte[] encode() {
        return ByteBuffer.allocate(SIZE)
                .put(e12.encode())
                .put(e22.encode())
                .put(e2w.encode())
                .put(ea2.encode())
                .array();
    }
}
