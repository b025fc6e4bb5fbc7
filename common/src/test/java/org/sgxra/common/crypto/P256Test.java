package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sgxra.common.RecordedData.hex;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;

/** Every library for P-256 gives what the standards and the other libraries give. */
class P256Test {
    private static final List<P256> ALL = List.of(new ConscryptP256(), new BouncyCastleP256());
    private static final ByteString MESSAGE = ByteString.of("sample".getBytes(StandardCharsets.US_ASCII));

    static List<P256> libraries() {
        return ALL;
    }

    static Stream<Arguments> pairs() {
        return ALL.stream().flatMap(one -> ALL.stream().map(other -> Arguments.of(one, other)));
    }

    @Test
    void prefersTheFasterLibrary() {
        assertThat(P256.instance().library()).isEqualTo(ConscryptP256.isAvailable() ? "Conscrypt" : "Bouncy Castle");
        assertThat(P256.instance()).isSameAs(P256.instance());
    }

    @Test
    void registersNoProvider() {
        P256.instance().generateKeyPair();

        assertThat(Security.getProviders()).extracting(Provider::getName).doesNotContain("Conscrypt", "BC");
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void usesNoKeyThatIsWipedAlthoughItWasUsedBefore(P256 library) {
        P256PrivateKey own = library.generateKeyPair().privateKey();
        library.sign(own, MESSAGE);
        own.close();

        assertThatThrownBy(() -> library.sign(own, MESSAGE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> library.agree(own, library.generateKeyPair().publicKey()))
                .isInstanceOf(IllegalStateException.class);
    }

    /** NIST CAVP, ECC CDH primitive, P-256, count 0. */
    @ParameterizedTest
    @MethodSource("libraries")
    void agreesAsNistSays(P256 library) throws InvalidPointException {
        P256PrivateKey own = key("7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534");
        P256PublicKey peer =
                P256PublicKey.fromBigEndian(hex("700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"
                        + "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac"));

        assertThat(ByteString.of(library.agree(own, peer).use(byte[]::clone))
                        .reversed()
                        .hex())
                .isEqualTo("46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b");
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void givesSharedSecretsTheirLeadingZeros(P256 library) throws InvalidPointException {
        P256PublicKey g = P256.publicKey(P256PrivateKey.of(BigInteger.ONE));
        int withZeros = 0;
        for (int i = 1; i < 600; i++) {
            P256PrivateKey key = P256PrivateKey.of(BigInteger.valueOf(i));
            ByteString expected = P256.publicKey(key).littleEndian().slice(0, 32);
            if (expected.at(31) == 0 || i < 5) {
                withZeros += expected.at(31) == 0 ? 1 : 0;
                SecretBytes shared = library.agree(key, g);
                assertThat(shared.size()).isEqualTo(32);
                assertThat(shared.reveal()).isEqualTo(expected.hex());
            }
        }
        assertThat(withZeros).isPositive();
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void agreesWithTheLargestPrivateKey(P256 library) throws InvalidPointException {
        P256PublicKey g = P256.publicKey(P256PrivateKey.of(BigInteger.ONE));
        P256PrivateKey largest = P256PrivateKey.of(P256Scalars.N.subtract(BigInteger.ONE));

        assertThat(library.agree(largest, g).reveal())
                .isEqualTo(g.littleEndian().slice(0, 32).hex());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void agreeWithEachOther(P256 one, P256 other) {
        for (int i = 0; i < 20; i++) {
            try (P256KeyPair mine = one.generateKeyPair();
                    P256KeyPair theirs = other.generateKeyPair();
                    SecretBytes first = one.agree(mine.privateKey(), theirs.publicKey());
                    SecretBytes second = other.agree(theirs.privateKey(), mine.publicKey())) {
                assertThat(first).isEqualTo(second);
                assertThat(P256.publicKey(mine.privateKey())).isEqualTo(mine.publicKey());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void verifyEachOthersSignatures(P256 one, P256 other) throws InvalidPointException {
        P256KeyPair pair = one.generateKeyPair();
        P256PublicKey stranger = one.generateKeyPair().publicKey();
        for (int i = 0; i < 20; i++) {
            ByteString message = ByteString.zeros(i * 13);
            EcdsaP256Signature signature = one.sign(pair.privateKey(), message);

            assertThat(other.verify(pair.publicKey(), message, signature)).isTrue();
            assertThat(other.verify(pair.publicKey(), ByteString.zeros(i * 13 + 1), signature))
                    .isFalse();
            assertThat(other.verify(stranger, message, signature)).isFalse();
            assertThat(other.verify(pair.publicKey(), message, new EcdsaP256Signature(signature.s(), signature.r())))
                    .isFalse();
        }
    }

    /** A library that writes numbers with as few bytes as possible gives such signatures once in 128 times. */
    @ParameterizedTest
    @MethodSource("pairs")
    void verifySignaturesWithShortNumbers(P256 one, P256 other) {
        P256KeyPair pair = one.generateKeyPair();
        for (int i = 0; i < 20_000; i++) {
            EcdsaP256Signature signature = one.sign(pair.privateKey(), MESSAGE);
            if (signature.r().bitLength() <= 248 || signature.s().bitLength() <= 248) {
                EcdsaP256Signature again = EcdsaP256Signature.fromLittleEndian(signature.littleEndian());
                assertThat(other.verify(pair.publicKey(), MESSAGE, again)).isTrue();
                return;
            }
        }
        throw new AssertionError("no short number in 20000 signatures");
    }

    /** RFC 6979 A.2.5. */
    @ParameterizedTest
    @MethodSource("libraries")
    void verifiesTheSignaturesOfTheRfc(P256 library) throws InvalidPointException {
        P256PublicKey key = rfcKey();
        ByteString test = ByteString.of("test".getBytes(StandardCharsets.US_ASCII));
        EcdsaP256Signature overTest =
                EcdsaP256Signature.fromBigEndian(hex("f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
                        + "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"));

        assertThat(library.verify(key, MESSAGE, rfcSignature())).isTrue();
        assertThat(library.verify(key, test, overTest)).isTrue();
        assertThat(library.verify(key, test, rfcSignature())).isFalse();
        assertThat(P256.publicKey(key("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")))
                .isEqualTo(key);
    }

    /** ECDSA as such does not tell (r, s) from (r, n - s). */
    @ParameterizedTest
    @MethodSource("libraries")
    void acceptsTheOtherSign(P256 library) throws InvalidPointException {
        EcdsaP256Signature signature = rfcSignature();

        assertThat(library.verify(
                        rfcKey(),
                        MESSAGE,
                        new EcdsaP256Signature(signature.r(), P256Scalars.N.subtract(signature.s()))))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void refusesSignaturesOutOfRange(P256 library) throws InvalidPointException {
        BigInteger r = rfcSignature().r();
        BigInteger s = rfcSignature().s();
        BigInteger max = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        List<BigInteger> wrong = List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                P256Scalars.N.subtract(BigInteger.ONE),
                P256Scalars.N,
                P256Scalars.N.add(BigInteger.ONE),
                max,
                P256Scalars.N.subtract(r));
        for (BigInteger value : wrong) {
            for (BigInteger other : wrong) {
                assertThat(library.verify(rfcKey(), MESSAGE, new EcdsaP256Signature(value, other)))
                        .isFalse();
            }
            assertThat(library.verify(rfcKey(), MESSAGE, new EcdsaP256Signature(value, s)))
                    .isFalse();
            assertThat(library.verify(rfcKey(), MESSAGE, new EcdsaP256Signature(r, value)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void cannotUseAWipedKey(P256 library) {
        P256KeyPair pair = library.generateKeyPair();
        pair.close();

        assertThatThrownBy(() -> library.sign(pair.privateKey(), MESSAGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("secret already destroyed");
        assertThatThrownBy(() -> library.agree(pair.privateKey(), pair.publicKey()))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void servesManyThreads(P256 library) throws Exception {
        P256KeyPair pair = library.generateKeyPair();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                ByteString message = ByteString.zeros(i);
                results.add(threads.submit(
                        () -> library.verify(pair.publicKey(), message, library.sign(pair.privateKey(), message))));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get(600, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static P256PrivateKey key(String bigEndian) throws InvalidPointException {
        return P256PrivateKey.fromBigEndian(hex(bigEndian).toArray());
    }

    private static P256PublicKey rfcKey() throws InvalidPointException {
        return P256PublicKey.fromBigEndian(hex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"));
    }

    private static EcdsaP256Signature rfcSignature() {
        return EcdsaP256Signature.fromBigEndian(hex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"));
    }
}
