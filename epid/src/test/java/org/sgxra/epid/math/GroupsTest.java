package org.sgxra.epid.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** G1 against a textbook implementation, G2, GT and the pairing against their laws. */
class GroupsTest {
    private static final G1 P = G1.GENERATOR;
    private static final G2 Q = G2.GENERATOR;

    private final Random random = new Random(12);

    @Test
    void multipliesInG1LikeTheTextbook() {
        for (int i = 0; i < 60; i++) {
            G1 point = P.multiply(scalar());
            BigInteger k = i < 20 ? BigInteger.valueOf(i) : scalar();
            byte[] expected = ReferencePoint.encode(ReferencePoint.multiply(k, ReferencePoint.of(point)));
            assertThat(point.multiply(k).encode()).isEqualTo(expected);
            assertThat(point.multiply(k.subtract(Bn.P)).encode()).isEqualTo(expected);
        }
    }

    @Test
    void addsInG1LikeTheTextbook() {
        for (int i = 0; i < 40; i++) {
            G1 a = P.multiply(scalar());
            G1 b = P.multiply(scalar());
            assertThat(a.add(b).encode())
                    .isEqualTo(ReferencePoint.encode(ReferencePoint.add(ReferencePoint.of(a), ReferencePoint.of(b))));
            assertThat(a.add(a)).isEqualTo(a.multiply(BigInteger.TWO));
            assertThat(a.add(a.negate())).isEqualTo(G1.INFINITY);
            assertThat(a.add(G1.INFINITY)).isEqualTo(a);
            assertThat(G1.INFINITY.add(a)).isEqualTo(a);
        }
        assertThat(G1.INFINITY.add(G1.INFINITY).isInfinity()).isTrue();
        assertThat(G1.INFINITY.multiply(BigInteger.TEN).isInfinity()).isTrue();
    }

    @Test
    void evaluatesSumsOfManyTerms() {
        for (int i = 0; i < 30; i++) {
            BigInteger[] k = {scalar(), scalar(), BigInteger.valueOf(i), scalar()};
            G1 a = P.multiply(scalar());
            G1 b = P.multiply(scalar());
            G1Base[] once = G1Base.of(a, b, G1.INFINITY);
            G1Base often = G1Base.forManyUses(b)[0];
            G1Sum sum = new G1Sum()
                    .add(k[0], once[0])
                    .add(k[1], once[1])
                    .add(k[2], often)
                    .add(k[3], once[2])
                    .plus(a);
            G1 expected = a.multiply(k[0].add(BigInteger.ONE)).add(b.multiply(k[1].add(k[2])));
            assertThat(sum.evaluate()).isEqualTo(expected);
            assertThat(sum.evaluatesTo(expected)).isTrue();
        }
        G1Base base = G1Base.of(P)[0];
        assertThat(new G1Sum().add(BigInteger.TEN, base).evaluatesTo(P)).isFalse();
        assertThat(new G1Sum()
                        .add(BigInteger.TEN, base)
                        .add(BigInteger.TEN.negate(), base)
                        .evaluate()
                        .isInfinity())
                .isTrue();
    }

    @Test
    void splitsScalarsIntoHalves() {
        for (int i = 0; i < 500; i++) {
            BigInteger k = i == 0 ? Bn.P.subtract(BigInteger.ONE) : scalar();
            for (BigInteger half : Glv.split(k)) {
                assertThat(half.bitLength()).isLessThanOrEqualTo(128);
            }
        }
    }

    @Test
    void splitsExponentsIntoQuarters() {
        BigInteger lambda = Bn.Q.mod(Bn.P);
        for (int i = 0; i < 500; i++) {
            BigInteger k = i == 0 ? Bn.P.subtract(BigInteger.ONE) : scalar().shiftRight(i / 2);
            BigInteger sum = BigInteger.ZERO;
            BigInteger[] quarters = GtBase.split(k);
            for (int j = quarters.length - 1; j >= 0; j--) {
                assertThat(quarters[j].bitLength()).isLessThanOrEqualTo(66);
                sum = sum.multiply(lambda).add(quarters[j]);
            }
            assertThat(sum.mod(Bn.P)).isEqualTo(k);
        }
    }

    @Test
    void sumsMultiplesOfPointsThatAreMadeForManySums() {
        G1 point = P.multiply(scalar());
        G1Base base = G1Base.forManySums(P, point)[1];
        G1Base infinity = G1Base.forManySums(G1.INFINITY)[0];
        G1Base once = G1Base.of(P)[0];
        // of every length, so that the parts of the scalar have all lengths as well
        for (int length = 0; length <= 256; length++) {
            BigInteger k = new BigInteger(length, random);
            BigInteger l = scalar().shiftRight(length);
            assertThat(new G1Sum().add(k, base).evaluate()).isEqualTo(G1Sum.of(k, point));
            assertThat(new G1Sum().add(k, base).add(l, once).add(k, infinity).evaluate())
                    .isEqualTo(G1Sum.of(k, point).add(G1Sum.of(l, P)));
        }
    }

    @Test
    void writesScalarsAsSparseDigits() {
        for (int i = 0; i < 500; i++) {
            BigInteger k = i < 300 ? BigInteger.valueOf(i - 150) : scalar();
            for (int width = 2; width < 8; width++) {
                BigInteger sum = BigInteger.ZERO;
                byte[] digits = SignedWindows.digits(k, width);
                for (int j = digits.length - 1; j >= 0; j--) {
                    sum = sum.shiftLeft(1).add(BigInteger.valueOf(digits[j]));
                    assertThat(digits[j] == 0 || digits[j] % 2 != 0 && Math.abs(digits[j]) < 1 << width - 1)
                            .isTrue();
                }
                assertThat(sum).isEqualTo(k);
            }
        }
    }

    @Test
    void acceptsOnlyPointsOfTheCurveInG1() {
        byte[] point = P.encode();
        assertThat(G1.parse(point, 0)).contains(P);
        point[63] ^= 1;
        assertThat(G1.parse(point, 0)).isEmpty();
        assertThat(G1.parse(new byte[64], 0)).contains(G1.INFINITY);
        byte[] tooLarge = ReferencePoint.encode(new ReferencePoint(BigInteger.ONE.add(Bn.Q), BigInteger.TWO));
        assertThat(G1.parse(tooLarge, 0)).isEmpty();
    }

    @Test
    void obeysTheLawsOfG2() {
        for (int i = 0; i < 10; i++) {
            BigInteger k = scalar();
            BigInteger l = scalar();
            assertThat(Q.multiply(k).multiply(l)).isEqualTo(Q.multiply(l.multiply(k)));
            assertThat(G2.parse(Q.multiply(k).encode(), 0)).contains(Q.multiply(k));
        }
        assertThat(Q.multiply(Bn.P).isInfinity()).isTrue();
        assertThat(Q.multiply(Bn.P.add(BigInteger.ONE))).isEqualTo(Q);
        assertThat(G2.INFINITY.multiply(BigInteger.TEN).isInfinity()).isTrue();
    }

    @Test
    void refusesPointsOfTheTwistOutsideG2() {
        // x = 0: y^2 = 3/xi; and further x until the curve has a point, which is hardly ever one of order p
        int found = 0;
        for (int x = 0; found < 5; x++) {
            Fq2 candidate = Fq2.of(FqBytes.of(BigInteger.valueOf(x)), FqBytes.of(BigInteger.ONE));
            byte[] point = TwistPoint.withX(candidate);
            if (point != null) {
                assertThat(G2.parse(point, 0)).isEmpty();
                found++;
            }
        }
    }

    @Test
    void pairsBilinearly() {
        Gt e = Pairing.of(P, Q);
        assertThat(e.isOne()).isFalse();
        assertThat(e.power(Bn.P).isOne()).isTrue();
        for (int i = 0; i < 15; i++) {
            BigInteger k = scalar();
            BigInteger l = scalar();
            assertThat(Pairing.of(P.multiply(k), Q.multiply(l))).isEqualTo(e.power(k.multiply(l)));
            assertThat(Pairing.of(P.multiply(k).add(P), Q)).isEqualTo(e.power(k).multiply(e));
        }
    }

    @Test
    void pairsInfinityToOne() {
        assertThat(Pairing.of(G1.INFINITY, Q).isOne()).isTrue();
        assertThat(Pairing.of(P, G2.INFINITY).isOne()).isTrue();
    }

    @Test
    void multipliesPairings() {
        BigInteger k = scalar();
        PairingLines lines = new PairingLines(Q.multiply(k));
        Gt product = new Pairing()
                .times(P, PairingLines.ofGenerator())
                .times(P.multiply(k), lines)
                .value();
        assertThat(product).isEqualTo(Pairing.of(P, Q).power(k.multiply(k).add(BigInteger.ONE)));
    }

    @Test
    void raisesProductsInGt() {
        Gt e = Pairing.of(P, Q);
        for (int i = 0; i < 10; i++) {
            BigInteger k = i < 5 ? BigInteger.valueOf(i - 2) : scalar();
            BigInteger l = scalar();
            Gt f = e.power(l);
            Gt product = new GtProduct()
                    .times(GtBase.of(e), k)
                    .times(GtBase.forManyUses(f), l)
                    .value();
            assertThat(product).isEqualTo(e.power(k.add(l.multiply(l))));
            assertThat(e.power(k).multiply(e.power(k.negate())).isOne()).isTrue();
        }
    }

    @Test
    void refusesWhatIsNoElementOfGt() {
        byte[] element = Pairing.of(P, Q).encode();
        assertThat(Gt.parse(element, 0)).isPresent();
        element[Gt.SIZE - 1] ^= 1;
        assertThat(Gt.parse(element, 0)).isEmpty();
        assertThat(Gt.parse(new byte[Gt.SIZE], 0)).isEmpty();
    }

    private BigInteger scalar() {
        return new BigInteger(300, random).mod(Bn.P);
    }
}
