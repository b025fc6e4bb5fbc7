package org.sgxra.epid.math;

import java.util.ArrayList;
import java.util.List;

/**
 * A point of G1 with its odd multiples 1, 3, 5, ..., from which {@link G1Sum} puts multiples of it together; if it is made for
 * many sums, then also with those of its multiples by powers of two, which spare the sum doublings.
 */
public final class G1Base {
    /** Digits of this width are worth their table for a point that is used once. */
    private static final int WIDTH_ONCE = 5;
    /** And these for one that stays. */
    private static final int WIDTH_OFTEN = 7;
    /** Parts that scalars of 128 bits are cut into for a point that is the base of many sums. */
    private static final int PARTS = 4;

    /** Length of a part of a scalar in bits, if there are several. */
    static final int PART_LENGTH = 128 / PARTS;

    final G1 point;
    final int width;
    final int parts;
    /** [part][i]: the point times (2i + 1) 2^(PART_LENGTH part). */
    private final G1[][] odd;
    /** The x of the same points times lambda. */
    private final Fq[][] betaX;

    private G1Base(G1 point, int width, G1[][] odd) {
        this.point = point;
        this.width = width;
        this.parts = odd.length;
        this.odd = odd;
        this.betaX = new Fq[odd.length][odd[0].length];
        for (int part = 0; part < odd.length; part++) {
            for (int i = 0; i < odd[part].length; i++) {
                betaX[part][i] = new Fq();
                betaX[part][i].mul(odd[part][i].x, Glv.BETA);
            }
        }
    }

    /** Prepares points for one or two sums; cheaper for all of them at once than one by one. */
    public static G1Base[] of(G1... points) {
        return tables(WIDTH_ONCE, 1, points);
    }

    /** Prepares points for many sums in which points for one or two occur as well. */
    public static G1Base[] forManyUses(G1... points) {
        return tables(WIDTH_OFTEN, 1, points);
    }

    /** Prepares points for many sums of nothing else. */
    public static G1Base[] forManySums(G1... points) {
        return tables(WIDTH_OFTEN, PARTS, points);
    }

    private static G1Base[] tables(int width, int parts, G1... points) {
        int size = 1 << width - 2;
        List<G1Jacobian> multiples = new ArrayList<>();
        for (G1 point : points) {
            G1Jacobian shifted = new G1Jacobian();
            shifted.add(point, 1);
            for (int part = 0; part < parts; part++) {
                for (int i = 0; part > 0 && i < PART_LENGTH; i++) {
                    shifted.twice();
                }
                addOddMultiples(multiples, shifted, size);
            }
        }
        G1[] affine = G1Jacobian.toAffine(multiples.toArray(new G1Jacobian[0]));
        G1Base[] bases = new G1Base[points.length];
        for (int i = 0; i < bases.length; i++) {
            G1[][] odd = new G1[parts][size];
            for (int part = 0; part < parts; part++) {
                System.arraycopy(affine, (i * parts + part) * size, odd[part], 0, size);
            }
            bases[i] = new G1Base(points[i], width, odd);
        }
        return bases;
    }

    private static void addOddMultiples(List<G1Jacobian> multiples, G1Jacobian point, int size) {
        G1Jacobian multiple = new G1Jacobian();
        multiple.set(point);
        G1Jacobian two = new G1Jacobian();
        two.set(point);
        two.twice();
        for (int i = 0; i < size; i++) {
            G1Jacobian copy = new G1Jacobian();
            copy.set(multiple);
            multiples.add(copy);
            multiple.add(two);
        }
    }

    /** sum = sum + digit point 2^(PART_LENGTH part), or that times lambda if it is the turn of lambda; digit is odd. */
    void addTo(G1Jacobian sum, int part, int digit, boolean lambda) {
        if (point.isInfinity()) {
            return;
        }
        int i = Math.abs(digit) >> 1;
        sum.add(lambda ? betaX[part][i] : odd[part][i].x, odd[part][i].y, Integer.signum(digit));
    }
}
