package org.sgxra.epid;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.sgxra.epid.math.Bn;
import org.sgxra.epid.math.G1;
import org.sgxra.epid.math.G2;

/** Reads the fields of one object in their order; every error names the object, the field and the offset. */
final class Reader {
    private final String object;
    private final byte[] in;
    private int offset;

    /** Starts to read an object that must have one of these lengths in bytes. */
    Reader(String object, byte[] in, int... lengths) throws EpidException {
        this.object = object;
        this.in = in;
        if (Arrays.stream(lengths).noneMatch(length -> length == in.length)) {
            throw new EpidException(object + ": " + in.length + " bytes instead of " + Arrays.toString(lengths));
        }
    }

    byte[] bytes(int length) {
        offset += length;
        return Arrays.copyOfRange(in, offset - length, offset);
    }

    /** A point of G1; infinity is accepted. */
    G1 g1(String field) throws EpidException {
        Optional<G1> point = G1.parse(in, offset);
        return checked(point, field, "is no point of G1", G1.SIZE);
    }

    /** A point of G1 other than infinity. */
    G1 finiteG1(String field) throws EpidException {
        Optional<G1> point = G1.parse(in, offset).filter(p -> !p.isInfinity());
        return checked(point, field, "is no point of G1 other than infinity", G1.SIZE);
    }

    /** An element of G2 other than infinity. */
    G2 finiteG2(String field) throws EpidException {
        Optional<G2> point = G2.parse(in, offset).filter(p -> !p.isInfinity());
        return checked(point, field, "is no element of G2 other than infinity", G2.SIZE);
    }

    /** An integer of 32 bytes below p. */
    BigInteger scalar(String field) throws EpidException {
        Optional<BigInteger> value = Scalars.parse(in, offset);
        return checked(value, field, "is not below p = " + Bn.P.toString(16), Scalars.SIZE);
    }

    /** A point with the given x of 32 bytes, either of the two. */
    G1 pointWithX(String field) throws EpidException {
        return checked(G1.withX(in, offset), field, "is no coordinate of a point of G1", Scalars.SIZE);
    }

    private <T> T checked(Optional<T> value, String field, String problem, int length) throws EpidException {
        if (value.isEmpty()) {
            throw new EpidException(object + ": " + field + " at offset " + offset + " " + problem);
        }
        offset += length;
        return value.get();
    }
}
