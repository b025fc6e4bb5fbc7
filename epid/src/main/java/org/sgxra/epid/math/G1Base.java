package org.sgxra.epid.math;

import java.util.ArrayList;
import java.util.List;

/** A point of G1 with its odd multiples 1, 3, 5, ..., from which {@link G1Sum} puts multiples of it together. */
public final class G1Base {
    /** Digits of this width are worth their table for a point that is used once. */
    private static final int WIDTH_ONCE = 5;
    /** And these for one that stays. */
    private static final int WIDTH_OFTEN = 7;

    final G1 point;
    final int width;
    private final G1[] odd;
    private final Fq[] betaX;

    private G1Base(G1 point, int width, G1[] odd) {
        this.point = point;
        this.width = width;
        this.odd = odd;
        this.betaX = new Fq[odd.length];
        for (int i = 0; i < odd.length; i++) {
            betaX[i] = new Fq();
            betaX[i].mul(odd[i].x, Glv.BETA);
        }
    }

    /** Prepares points for one or two sums; cheaper for all of them at once than one by one. */
    public static G1Base[] of(G1... points) {
        return tables(WIDTH_ONCE, points);
    }

    /** Prepares points for many sums. */
    public static G1Base[] forManyUses(G1... points) {
        return tables(WIDTH_OFTEN, points);
    }

    private static G1Base[] tables(int width, G1... points) {
        int size = 1 << width - 2;
        List<G1Jacobian> multiples = new ArrayList<>();
        for (G1 point : points) {
            multiples.addAll(oddMultiples(point, size));
        }
        G1[] affine = G1Jacobian.toAffine(multiples.toArray(new G1Jacobian[0]));
        G1Base[] bases = new G1Base[points.length];
        for (int i = 0; i < bases.length; i++) {
            G1[] odd = new G1[size];
            System.arraycopy(affine, i * size, odd, 0, size);
            bases[i] = new G1Base(points[i], width, odd);
        }
        return bases;
    }

    private static List<G1Jacobian> oddMultiples(G1 point, int size) {
        G1Jacobian multiple = new G1Jacobian();
        multiple.add(point, 1);
        G1Jacobian two = new G1Jacobian();
        two.set(multiple);
        two.twice();
        List<G1Jacobian> multiples = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            G1Jacobian copy = new G1Jacobian();
            copy.set(multiple);
            multiples.add(copy);
            multiple.add(two);
        }
        return multiples;
    }

    /** sum = sum + digit point, or sum + digit lambda point if it is the turn of lambda; digit is odd. */
    void addTo(G1Jacobian sum, int digit, boolean lambda) {
        if (point.isInfinity()) {
            return;
        }
        int i = Math.abs(digit) >> 1;
        sum.add(lambda ? betaX[i] : odd[i].x, odd[i].y, Integer.signum(digit));
    }
}
