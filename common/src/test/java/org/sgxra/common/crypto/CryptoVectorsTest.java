package org.sgxra.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.CryptoVectors.Line;
import org.sgxra.common.crypto.ReferenceCurve.Point;

/** The classes of cases that Project Wycheproof lists, by both libraries; the tests of the C code go through the same files. */
class CryptoVectorsTest {
    static Stream<P256> libraries() {
        return ConscryptP256.isAvailable()
                ? Stream.of(new ConscryptP256(), new BouncyCastleP256())
                : Stream.of(new BouncyCastleP256());
    }

    private static BigInteger number(byte[] littleEndian, int from) {
        return new BigInteger(
                1, ByteString.of(littleEndian, from, from + 32).reversed().toArray());
    }

    /** Notes the cases that fail, so that all are told at once. */
    private static void report(String what, List<String> failed, int cases) {
        System.out.println("crypto vectors: " + what + ": " + cases + " cases");
        assertThat(failed).as(what).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void ecdh(P256 library) {
        List<Line> lines = CryptoVectors.read("ecdh");
        List<String> failed = new ArrayList<>();
        for (Line line : lines) {
            Optional<ByteString> expected =
                    line.isValid() ? Optional.of(ByteString.of(line.bytes(4))) : Optional.empty();
            if (!shared(library, line).equals(expected)) {
                failed.add(line.toString());
            }
        }
        report("ECDH by " + library.library(), failed, lines.size());
    }

    private static Optional<ByteString> shared(P256 library, Line line) {
        try (P256PrivateKey own = P256PrivateKey.of(number(line.bytes(2), 0));
                SecretBytes shared = library.agree(own, P256PublicKey.fromLittleEndian(ByteString.of(line.bytes(3))))) {
            return Optional.of(ByteString.of(shared.use(byte[]::clone)));
        } catch (InvalidPointException e) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void ecdsa(P256 library) throws InvalidPointException {
        List<Line> lines = CryptoVectors.read("ecdsa");
        List<String> failed = new ArrayList<>();
        for (Line line : lines) {
            P256PublicKey key = P256PublicKey.fromLittleEndian(ByteString.of(line.bytes(2)));
            EcdsaP256Signature signature = EcdsaP256Signature.fromLittleEndian(ByteString.of(line.bytes(4)));
            if (library.verify(key, ByteString.of(line.bytes(3)), signature) != line.isValid()) {
                failed.add(line.toString());
            }
        }
        report("ECDSA by " + library.library(), failed, lines.size());
    }

    @Test
    void cmac() {
        List<Line> lines = CryptoVectors.read("cmac");
        List<String> failed = new ArrayList<>();
        for (Line line : lines) {
            try (SecretBytes key = SecretBytes.wrap(line.bytes(1))) {
                Set<ByteString> found = Set.copyOf(AesCmacTest.allWays(key, ByteString.of(line.bytes(2))));
                if (!found.equals(Set.of(ByteString.of(line.bytes(3))))) {
                    failed.add(line.toString());
                }
            }
        }
        report("AES-CMAC by Conscrypt and by the JDK's AES", failed, lines.size());
    }

    @Test
    void gcm() {
        List<Line> lines = CryptoVectors.read("gcm");
        List<String> failed = new ArrayList<>();
        lines.stream().filter(line -> !isAsItShouldBe(line)).forEach(line -> failed.add(line.toString()));
        report("AES-GCM", failed, lines.size());
    }

    private static boolean isAsItShouldBe(Line line) {
        ByteString iv = ByteString.of(line.bytes(3));
        ByteString additional = ByteString.of(line.bytes(4));
        ByteString encrypted = ByteString.concat(ByteString.of(line.bytes(6)), ByteString.of(line.bytes(7)));
        try (SecretBytes key = SecretBytes.wrap(line.bytes(2));
                SecretBytes plaintext = SecretBytes.wrap(line.bytes(5))) {
            Optional<SecretBytes> decrypted = AesGcm.decrypt(key, iv, additional, encrypted);
            return line.isValid()
                    ? decrypted.isPresent()
                            && decrypted.get().equals(plaintext)
                            && AesGcm.encrypt(key, iv, additional, plaintext).equals(encrypted)
                    : decrypted.isEmpty();
        } catch (IllegalArgumentException e) {
            return iv.size() != AesGcm.IV_SIZE;
        }
    }

    @Test
    void sizesOfKeysAndSignaturesAreChecked() {
        for (int size : new int[] {0, 1, 32, 63, 65, 96, 128}) {
            ByteString bytes = ByteString.zeros(size);
            assertThatThrownBy(() -> P256PublicKey.fromLittleEndian(bytes)).isInstanceOf(InvalidPointException.class);
            assertThatThrownBy(() -> EcdsaP256Signature.fromLittleEndian(bytes))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> EcdsaP256Signature.fromBigEndian(bytes))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The files say what the standards say: computed again, without any library but AES for single blocks. */
    @Tag("long")
    @Test
    void theFilesAreRight() {
        for (Line line : CryptoVectors.read("ecdh")) {
            BigInteger x = number(line.bytes(3), 0);
            BigInteger y = number(line.bytes(3), 32);
            assertThat(ReferenceCurve.isOnCurve(x, y)).as(line.toString()).isEqualTo(line.isValid());
            if (line.isValid()) {
                assertThat(ReferenceCurve.times(number(line.bytes(2), 0), new Point(x, y))
                                .x())
                        .as(line.toString())
                        .isEqualTo(number(line.bytes(4), 0));
            }
        }
        for (Line line : CryptoVectors.read("ecdsa")) {
            Point key = new Point(number(line.bytes(2), 0), number(line.bytes(2), 32));
            BigInteger hash =
                    new BigInteger(1, Sha256.of(ByteString.of(line.bytes(3))).toArray());
            assertThat(ReferenceCurve.verifies(key, hash, number(line.bytes(4), 0), number(line.bytes(4), 32)))
                    .as(line.toString())
                    .isEqualTo(line.isValid());
        }
        for (Line line : CryptoVectors.read("cmac")) {
            assertThat(new ReferenceAes(line.bytes(1)).cmac(line.bytes(2)))
                    .as(line.toString())
                    .isEqualTo(line.bytes(3));
        }
    }
}
