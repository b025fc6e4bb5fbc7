package org.sgxra.epid.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The field tower against BigInteger arithmetic and against itself. */
class FieldTest {
    private final Random random = new Random(20);

    @Test
    void multipliesAndAddsLikeBigIntegers() {
        for (int i = 0; i < 3000; i++) {
            BigInteger a = number(i);
            BigInteger b = number(i / 7);
            BigInteger c = number(i / 49);
            check(x -> x.mul(fq(a), fq(b)), a.multiply(b));
            check(x -> x.sqr(fq(a)), a.multiply(a));
            check(
                    x -> difference(fq(a), fq(b), fq(c), fq(a)).reduce(x),
                    a.multiply(b).subtract(c.multiply(a)));
            check(
                    x -> difference(fq(c), fq(b), fq(a), fq(a)).reduce(x),
                    c.multiply(b).subtract(a.multiply(a)));
            check(x -> x.add(fq(a), fq(b)), a.add(b));
            check(x -> x.sub(fq(a), fq(b)), a.subtract(b));
            check(x -> x.negate(fq(a)), a.negate());
            check(x -> x.times(fq(a), -7), a.multiply(BigInteger.valueOf(-7)));
        }
    }

    @Test
    void multipliesSumsOfEightTerms() {
        for (int i = 0; i < 2000; i++) {
            Fq left = new Fq();
            Fq right = new Fq();
            BigInteger leftSum = BigInteger.ZERO;
            BigInteger rightSum = BigInteger.ZERO;
            for (int j = 0; j < 8; j++) {
                BigInteger a = number(random.nextInt(40));
                Fq term = new Fq();
                term.mul(fq(a), fq(a));
                left.add(left, term);
                leftSum = leftSum.add(a.multiply(a));
                right.sub(right, term);
                rightSum = rightSum.subtract(a.multiply(a));
            }
            BigInteger product = leftSum.multiply(rightSum);
            check(x -> x.mul(left, right), product);
            check(x -> x.sqr(right), rightSum.pow(2));
            check(
                    x -> difference(left, right, left, left).reduce(x),
                    product.subtract(FqBytes.toInteger(left).pow(2)));
            FqWide square = new FqWide();
            square.sqr(left);
            square.add(square, -2, square);
            check(square::reduce, leftSum.pow(2).negate());
        }
    }

    /** a b - c d. */
    private static FqWide difference(Fq a, Fq b, Fq c, Fq d) {
        FqWide left = new FqWide();
        FqWide right = new FqWide();
        left.mul(a, b);
        right.mul(c, d);
        left.sub(left, right);
        return left;
    }

    @Test
    void multipliesTheLargestElementsOfFq6() {
        for (int signs = 0; signs < 256; signs++) {
            Fq6 x = largest(2, signs);
            Fq6 y = largest(4, signs >> 4);
            Fq6 product = new Fq6();
            product.mul(x, y);
            Fq6 sparse = new Fq6();
            sparse.mulSparse(x, y.a, y.b);
            x.reduce();
            y.reduce();
            Fq6 expected = new Fq6();
            expected.mul(x, y);
            assertThat(product.sameAs(expected)).isTrue();
            y.c.setZero();
            expected.mul(x, y);
            assertThat(sparse.sameAs(expected)).isTrue();
        }
    }

    /** Coordinates that are sums of so many of the largest tight numbers, 2q or -2q. */
    private static Fq6 largest(int terms, int signs) {
        Fq6 x = new Fq6();
        Fq[] coordinates = {x.a.re, x.a.im, x.b.re, x.b.im, x.c.re, x.c.im};
        long limb = terms * ((1L << 53) - 1);
        for (int i = 0; i < coordinates.length; i++) {
            long top = terms * ((signs >> i % 4 & 1) == 0 ? (1L << 45) - 1 : -(1L << 45));
            coordinates[i].store(limb, limb, limb, limb, top);
        }
        return x;
    }

    @Test
    void reducesLargeSums() {
        for (int k = -500; k <= 500; k += 25) {
            long factor = k;
            BigInteger a = number(k + 500);
            check(
                    x -> {
                        x.times(fq(a), factor);
                        x.reduce();
                    },
                    a.multiply(BigInteger.valueOf(k)));
        }
    }

    @Test
    void seesZeroInEveryMultipleOfQ() {
        for (int i = 0; i < 200; i++) {
            Fq a = fq(number(i));
            Fq b = new Fq();
            b.mul(a, fq(BigInteger.ONE));
            Fq difference = new Fq();
            difference.sub(a, b);
            difference.times(difference, i % 5 - 2);
            assertThat(difference.isZero()).isTrue();
            difference.add(difference, fq(BigInteger.ONE));
            assertThat(difference.isZero()).isFalse();
        }
    }

    @Test
    void invertsAndTakesRoots() {
        for (int i = 1; i < 40; i++) {
            BigInteger a = number(i);
            check(x -> FqPowers.invert(x, fq(a)), a.modInverse(Bn.Q));
            Fq square = new Fq();
            square.sqr(fq(a));
            BigInteger root = FqBytes.toInteger(FqPowers.root(square));
            assertThat(root).isIn(a, Bn.Q.subtract(a));
            // -1 is no square modulo q, so of a number and its negative only one is
            square.negate(square);
            square.reduce();
            assertThat(FqPowers.root(square)).isNull();
        }
        List<Fq> numbers = List.of(fq(BigInteger.ONE), fq(BigInteger.TWO), fq(BigInteger.TEN));
        FqPowers.invertAll(numbers);
        assertThat(FqBytes.toInteger(numbers.get(2))).isEqualTo(BigInteger.TEN.modInverse(Bn.Q));
    }

    @Test
    void readsNothingFromQOn() {
        byte[] q = Bn.Q.toByteArray();
        assertThat(FqBytes.read(q, 1)).isNull();
        q[32]--;
        assertThat(FqBytes.toInteger(FqBytes.read(q, 1))).isEqualTo(Bn.Q.subtract(BigInteger.ONE));
    }

    @Test
    void obeysTheLawsOfFq2() {
        for (int i = 0; i < 200; i++) {
            BigInteger[] a = {number(i), number(i / 3)};
            BigInteger[] b = {number(i / 5), number(i / 7)};
            Fq2 x = Fq2.of(fq(a[0]), fq(a[1]));
            Fq2 y = Fq2.of(fq(b[0]), fq(b[1]));
            BigInteger re = a[0].multiply(b[0]).subtract(a[1].multiply(b[1]));
            BigInteger im = a[0].multiply(b[1]).add(a[1].multiply(b[0]));
            y.mul(x, y);
            checkFq2(y, re, im);
            y.mulXi(x);
            checkFq2(y, a[0].shiftLeft(1).subtract(a[1]), a[1].shiftLeft(1).add(a[0]));
            y.sqr(x);
            x.mul(x, x);
            assertThat(x.sameAs(y)).isTrue();
        }
    }

    @Test
    void obeysTheLawsOfFq12() {
        for (int i = 0; i < 50; i++) {
            Fq12 x = element();
            Fq12 y = element();
            Fq12 z = element();
            // (x y) z = z (y x), x^2 = x x, x / x = 1
            Fq12 left = of(Fq12::mul, of(Fq12::mul, x, y), z);
            assertThat(left.sameAs(of(Fq12::mul, z, of(Fq12::mul, y, x)))).isTrue();
            Fq12 square = new Fq12();
            square.sqr(x);
            assertThat(square.sameAs(of(Fq12::mul, x, x))).isTrue();
            Fq12 inverse = new Fq12();
            inverse.invert(x);
            assertThat(new Gt(of(Fq12::mul, x, inverse)).isOne()).isTrue();
            // Frobenius is multiplicative, and of order 12
            Fq12 image = power(x, 1);
            assertThat(power(of(Fq12::mul, x, y), 1).sameAs(of(Fq12::mul, image, power(y, 1))))
                    .isTrue();
            assertThat(power(x, 12).sameAs(x)).isTrue();
            Fq12 conjugate = new Fq12();
            conjugate.conjugate(x);
            assertThat(power(x, 6).sameAs(conjugate)).isTrue();
            Fq12 line = line(y);
            Fq12 sparse = new Fq12();
            sparse.mulLine(x, line.b.a, line.b.b);
            assertThat(sparse.sameAs(of(Fq12::mul, x, line))).isTrue();
        }
    }

    @Test
    void raisesToTheQByFrobenius() {
        Fq12 x = element();
        Fq12 power = new Fq12();
        power.setOne();
        for (int i = Bn.Q.bitLength() - 1; i >= 0; i--) {
            power.sqr(power);
            if (Bn.Q.testBit(i)) {
                power.mul(power, x);
            }
        }
        assertThat(power(x, 1).sameAs(power)).isTrue();
    }

    private static Fq12 of(Operation operation, Fq12 x, Fq12 y) {
        Fq12 result = new Fq12();
        operation.apply(result, x, y);
        return result;
    }

    private interface Operation {
        void apply(Fq12 result, Fq12 x, Fq12 y);
    }

    /** x^(q^n). */
    private static Fq12 power(Fq12 x, int n) {
        Fq12 power = new Fq12();
        power.set(x);
        for (int i = 0; i < n; i++) {
            power.frobenius(power);
        }
        return power;
    }

    /** 1 + y1 w + y3 w^3. */
    private static Fq12 line(Fq12 y) {
        Fq12 line = new Fq12();
        line.setOne();
        line.b.a.set(y.b.a);
        line.b.b.set(y.b.b);
        return line;
    }

    private Fq12 element() {
        byte[] bytes = new byte[Fq12.SIZE];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i += FqBytes.SIZE) {
            bytes[i] &= 0x7f;
        }
        return Fq12.read(bytes, 0);
    }

    /** Small, large and random numbers below q. */
    private BigInteger number(int i) {
        return switch (i % 40) {
            case 0, 1, 2, 3 -> BigInteger.valueOf(i % 40);
            case 4, 5, 6 -> Bn.Q.subtract(BigInteger.valueOf(i % 40 - 3));
            case 7, 8, 9 -> BigInteger.ONE.shiftLeft(53 * (i % 40 - 6));
            default -> new BigInteger(256, random).mod(Bn.Q);
        };
    }

    private static Fq fq(BigInteger a) {
        return FqBytes.of(a);
    }

    private static void check(Consumer<Fq> operation, BigInteger expected) {
        Fq result = new Fq();
        operation.accept(result);
        assertThat(FqBytes.toInteger(result)).isEqualTo(expected.mod(Bn.Q));
    }

    private static void checkFq2(Fq2 actual, BigInteger re, BigInteger im) {
        assertThat(FqBytes.toInteger(actual.re)).isEqualTo(re.mod(Bn.Q));
        assertThat(FqBytes.toInteger(actual.im)).isEqualTo(im.mod(Bn.Q));
    }
}
