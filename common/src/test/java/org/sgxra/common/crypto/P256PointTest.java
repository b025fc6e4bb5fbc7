package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sgxra.common.RecordedData.hex;

import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;

/** Which bytes are public and private keys on P-256. */
class P256PointTest {
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final BigInteger N =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final String GX = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
    private static final String GY = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

    @Test
    void readsAndWritesBothByteOrders() throws InvalidPointException {
        P256PublicKey g = P256PublicKey.fromBigEndian(hex(GX + GY));

        assertThat(g.bigEndian().hex()).isEqualTo(GX + GY);
        assertThat(g.littleEndian()).isEqualTo(ByteString.concat(hex(GX).reversed(), hex(GY).reversed()));
        assertThat(P256PublicKey.fromLittleEndian(g.littleEndian()))
                .isEqualTo(g)
                .hasSameHashCodeAs(g);
        assertThat(P256PublicKey.of(g.toEcPoint())).isEqualTo(g).hasToString(GX + GY);
        assertThat(g.x()).isEqualTo(new BigInteger(GX, 16));
        assertThat(g.y()).isEqualTo(new BigInteger(GY, 16));
    }

    @Test
    void refusesEveryPointBesideTheCurve() throws InvalidPointException {
        Random random = new Random(256);
        for (int i = 0; i < 256; i++) {
            byte[] bytes = hex(GX + GY).toArray();
            bytes[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            assertRefused(ByteString.of(bytes));
        }
        assertRefused(hex(GY + GX));
        assertThat(P256PublicKey.fromBigEndian(hex(GX + hexOf(P.subtract(new BigInteger(GY, 16))))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void refusesInfinityAndTheLike(String bytes) {
        assertRefused(hex(bytes));
    }

    @Test
    void refusesInfinityOfTheJdk() {
        assertThatThrownBy(() -> P256PublicKey.of(ECPoint.POINT_INFINITY))
                .isInstanceOf(InvalidPointException.class)
                .hasMessage("the point at infinity");
    }

    /** A coordinate and the same one plus p stand for one element of the field: only the smaller is right. */
    @Test
    void refusesCoordinatesThatAreNotReduced() throws InvalidPointException {
        int found = 0;
        for (int i = 0; i < 50; i++) {
            BigInteger x = BigInteger.valueOf(i);
            BigInteger y = squareRoot(rightSide(x));
            if (y == null) {
                continue;
            }
            found++;
            assertThat(P256PublicKey.fromBigEndian(hex(hexOf(x) + hexOf(y))).x())
                    .isEqualTo(x);
            assertRefused(hex(hexOf(x.add(P)) + hexOf(y)));
            assertThatThrownBy(() -> P256PublicKey.of(x, y.add(P))).isInstanceOf(InvalidPointException.class);
            assertThatThrownBy(() -> P256PublicKey.of(x, y.subtract(P))).isInstanceOf(InvalidPointException.class);
            assertThatThrownBy(() -> P256PublicKey.of(x.subtract(P), y)).isInstanceOf(InvalidPointException.class);
        }
        assertThat(found).isGreaterThan(10);
        assertRefused(hex(hexOf(P) + hexOf(squareRoot(B))));
    }

    /** -y² = x³ - 3x + b: where an x coordinate without a point on the curve belongs. */
    @Test
    void refusesPointsOfTheTwist() {
        int found = 0;
        for (int i = 0; i < 50; i++) {
            BigInteger x = BigInteger.valueOf(i);
            if (squareRoot(rightSide(x)) == null) {
                found++;
                assertRefused(
                        hex(hexOf(x) + hexOf(squareRoot(rightSide(x).negate().mod(P)))));
            }
        }
        assertThat(found).isGreaterThan(10);
    }

    /** An invalid curve attack uses points of y² = x³ - 3x + b' with a small order. */
    @Test
    void refusesPointsOfOtherCurves() {
        BigInteger x = new BigInteger(GX, 16);
        for (int i = 1; i < 20; i++) {
            BigInteger y = squareRoot(rightSide(x).add(BigInteger.valueOf(i)).mod(P));
            if (y != null) {
                assertRefused(hex(hexOf(x) + hexOf(y)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 63, 65, 128})
    void refusesOtherLengths(int size) {
        String message = "a P-256 public key has 64 bytes, not " + size;

        assertThatThrownBy(() -> P256PublicKey.fromLittleEndian(ByteString.zeros(size)))
                .isInstanceOf(InvalidPointException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> P256PublicKey.fromBigEndian(ByteString.zeros(size)))
                .isInstanceOf(InvalidPointException.class)
                .hasMessage(message);
    }

    /** NIST's point multiplication vectors. */
    @ParameterizedTest
    @CsvSource({
        "1, 6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296, 4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
        "2, 7cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc47669978, 07775510db8ed040293d9ac69f7430dbba7dade63ce982299e04b79d227873d1",
        "3, 5ecbe4d1a6330a44c8f7ef951d4bf165e6c6b721efada985fb41661bc6e7fd6c, 8734640c4998ff7e374b06ce1a64a2ecd82ab036384fb83d9a79b127a27d5032"
    })
    void computesPublicKeys(int scalar, String x, String y) throws InvalidPointException {
        assertThat(P256.publicKey(P256PrivateKey.of(BigInteger.valueOf(scalar))))
                .hasToString(x + y);
        BigInteger negative = N.subtract(BigInteger.valueOf(scalar));
        assertThat(P256.publicKey(P256PrivateKey.of(negative)))
                .hasToString(x + hexOf(P.subtract(new BigInteger(y, 16))));
    }

    @Test
    void takesPrivateKeysFromOneToTheOrderLessOne() throws InvalidPointException {
        assertThat(P256PrivateKey.of(BigInteger.ONE).number()).isEqualTo(BigInteger.ONE);
        BigInteger last = N.subtract(BigInteger.ONE);
        assertThat(P256PrivateKey.fromBigEndian(hex(hexOf(last)).toArray()).number())
                .isEqualTo(last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
                "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "10000000000000000000000000000000000000000000000000000000000000001",
                "-1"
            })
    void refusesPrivateKeysOutOfRange(String number) {
        assertThatThrownBy(() -> P256PrivateKey.of(new BigInteger(number, 16)))
                .isInstanceOf(InvalidPointException.class)
                .hasMessage("a P-256 private key is a number from 1 to the order of the curve less 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    void refusesPrivateKeysOfOtherLengths(int size) {
        assertThatThrownBy(() -> P256PrivateKey.fromBigEndian(new byte[size]))
                .isInstanceOf(InvalidPointException.class)
                .hasMessage("a P-256 private key has 32 bytes, not " + size);
    }

    @Test
    void wipesPrivateKeysAndNeverPrintsThem() throws InvalidPointException {
        byte[] bytes = hex("01".repeat(32)).toArray();
        P256PrivateKey key = P256PrivateKey.fromBigEndian(bytes);
        P256KeyPair pair = new P256KeyPair(key, P256.publicKey(key));
        assertThat(pair.toString()).doesNotContain("0101").startsWith("P256KeyPair[privateKey=P256PrivateKey, ");

        pair.close();

        assertThat(bytes).containsOnly(0);
        assertThatThrownBy(key::number).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hasTheSampleKeyOfTheSpecification() {
        try (P256KeyPair pair = SampleServiceKey.keyPair()) {
            assertThat(hexOf(pair.privateKey().number()))
                    .isEqualTo(hex("90e76cbb2d52a1ce3b66de11439c87ec1f866a3b65b6aeeaad573453d1038c01")
                            .reversed()
                            .hex());
            assertThat(pair.publicKey().littleEndian().hex())
                    .isEqualTo("72128a7a17526ebf85d03a623730aead3e3daaee9c60731db05be8621c4beb38"
                            + "d48140d950e2577b26eeb741e7c614e224b7bdc903f29a28a83cc81011145e06");
            assertThat(P256.publicKey(pair.privateKey())).isEqualTo(pair.publicKey());
        }
        assertThat(SampleServiceKey.keyPair().privateKey().number()).isPositive();
    }

    private static void assertRefused(ByteString bigEndian) {
        ByteString littleEndian = ByteString.concat(
                bigEndian.slice(0, 32).reversed(), bigEndian.slice(32, 64).reversed());

        assertThatThrownBy(() -> P256PublicKey.fromBigEndian(bigEndian))
                .isInstanceOf(InvalidPointException.class)
                .hasMessage("not a point on P-256");
        assertThatThrownBy(() -> P256PublicKey.fromLittleEndian(littleEndian))
                .isInstanceOf(InvalidPointException.class)
                .hasMessage("not a point on P-256");
    }

    private static BigInteger rightSide(BigInteger x) {
        return x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B).mod(P);
    }

    /** A root of {@code square} modulo P (which is 3 modulo 4), or null. */
    private static BigInteger squareRoot(BigInteger square) {
        BigInteger root = square.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
        return root.multiply(root).mod(P).equals(square) ? root : null;
    }

    private static String hexOf(BigInteger number) {
        return P256Scalars.bigEndian(number).hex();
    }
}
