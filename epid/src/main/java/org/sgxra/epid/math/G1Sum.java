package org.sgxra.epid.math;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A product of powers in G1, written as a sum of multiples; all terms share their doublings (Straus). */
public final class G1Sum {
    private final List<G1Base> bases = new ArrayList<>();
    private final List<byte[][]> digits = new ArrayList<>();
    private G1 constant = G1.INFINITY;

    /** k times one point. */
    static G1 of(BigInteger k, G1 point) {
        return new G1Sum().add(k, G1Base.of(point)[0]).evaluate();
    }

    /** Adds the term k base, for any integer k. */
    public G1Sum add(BigInteger k, G1Base base) {
        BigInteger[] halves = Glv.split(k.mod(Bn.P));
        bases.add(base);
        digits.add(
                new byte[][] {SignedWindows.digits(halves[0], base.width), SignedWindows.digits(halves[1], base.width)
                });
        return this;
    }

    /** Adds one point as it is. */
    public G1Sum plus(G1 point) {
        constant = constant.isInfinity() ? point : constant.add(point);
        return this;
    }

    /** The sum of all terms. */
    public G1 evaluate() {
        return evaluateAll(this)[0];
    }

    /** Several sums; cheaper than one by one. */
    public static G1[] evaluateAll(G1Sum... sums) {
        G1Jacobian[] values = new G1Jacobian[sums.length];
        for (int i = 0; i < sums.length; i++) {
            values[i] = sums[i].evaluateProjective();
        }
        return G1Jacobian.toAffine(values);
    }

    /** Whether the sum is the given point; cheaper than to evaluate it. */
    public boolean evaluatesTo(G1 point) {
        G1Jacobian difference = evaluateProjective();
        difference.add(point, -1);
        return difference.isInfinity();
    }

    private G1Jacobian evaluateProjective() {
        int length = 0;
        for (int j = 0; j < bases.size(); j++) {
            for (byte[] row : digits.get(j)) {
                for (int part = 0; part < bases.get(j).parts; part++) {
                    length = Math.max(length, end(bases.get(j), part, row) - start(part));
                }
            }
        }
        G1Jacobian sum = new G1Jacobian();
        for (int i = length - 1; i >= 0; i--) {
            sum.twice();
            for (int j = 0; j < bases.size(); j++) {
                for (int part = 0; part < bases.get(j).parts; part++) {
                    addDigit(sum, j, part, 0, i);
                    addDigit(sum, j, part, 1, i);
                }
            }
        }
        sum.add(constant, 1);
        return sum;
    }

    private static int start(int part) {
        return part * G1Base.PART_LENGTH;
    }

    /** Where a part of the digits ends; the last part takes all that are left. */
    private static int end(G1Base base, int part, byte[] row) {
        return part == base.parts - 1 ? row.length : Math.min(start(part + 1), row.length);
    }

    private void addDigit(G1Jacobian sum, int term, int part, int half, int i) {
        G1Base base = bases.get(term);
        byte[] row = digits.get(term)[half];
        int position = start(part) + i;
        if (position < end(base, part, row) && row[position] != 0) {
            base.addTo(sum, part, row[position], half == 1);
        }
    }
}
