package org.sgxra.epid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Basic signatures: round trips, linkability, and what happens to each changed field. */
@ExtendWith(SeededRandom.class)
class SignatureTest {
    private static final SecureRandom RANDOM = SeededRandom.of(SignatureTest.class);
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BASENAME = "basename".getBytes(StandardCharsets.US_ASCII);

    private final GroupPublicKey group = Vectors.group("grp_x");
    private final Member member = member("grp_x/member0");
    private final EpidVerifier verifier = new EpidVerifier(group, HashAlgorithm.SHA_256);

    SignatureTest() throws EpidException {}

    private Member member(String name) throws EpidException {
        return new Member(group, Vectors.member(name), HashAlgorithm.SHA_256, RANDOM);
    }

    @ParameterizedTest
    @EnumSource(HashAlgorithm.class)
    void verifiesItsOwnSignatures(HashAlgorithm algorithm) throws EpidException {
        Member signer = new Member(group, Vectors.member("grp_x/member1"), algorithm, RANDOM);
        for (byte[] basename : new byte[][] {null, BASENAME, {}}) {
            byte[] signature = signer.sign(MESSAGE, basename, null);
            assertThat(signature).hasSize(360).endsWith(new byte[8]);
            assertThat(new EpidVerifier(group, algorithm).verify(signature, MESSAGE, basename, RevocationLists.NONE))
                    .isEqualTo(EpidVerdict.VALID);
            HashAlgorithm other = HashAlgorithm.values()[(algorithm.ordinal() + 1) % 4];
            assertThat(new EpidVerifier(group, other).verify(signature, MESSAGE, basename, RevocationLists.NONE))
                    .isEqualTo(EpidVerdict.INVALID);
        }
    }

    @Test
    void servesSeveralThreadsAtOnce() {
        long valid = IntStream.range(0, 64)
                .parallel()
                .filter(i -> {
                    try {
                        return verify(member.sign(MESSAGE, BASENAME, null), BASENAME) == EpidVerdict.VALID;
                    } catch (RevokedException e) {
                        return false;
                    }
                })
                .count();
        assertThat(valid).isEqualTo(64);
    }

    @Test
    void linksTheSignaturesOfOneMemberAndBasename() throws EpidException {
        byte[] first = member.sign(MESSAGE, BASENAME, null);
        byte[] second = member.sign(new byte[0], BASENAME, null);
        assertThat(EpidVerifier.linked(first, second)).isTrue();
        assertThat(EpidVerifier.pseudonym(first)).hasSize(128).isEqualTo(EpidVerifier.pseudonym(second));
        assertThat(Arrays.copyOfRange(first, 128, 352)).isNotEqualTo(Arrays.copyOfRange(second, 128, 352));
    }

    @Test
    void linksNeitherOtherMembersNorOtherBasenames() throws EpidException {
        byte[] signature = member.sign(MESSAGE, BASENAME, null);
        assertThat(EpidVerifier.linked(signature, member("grp_x/member1").sign(MESSAGE, BASENAME, null)))
                .isFalse();
        assertThat(EpidVerifier.linked(signature, member.sign(MESSAGE, MESSAGE, null)))
                .isFalse();
    }

    @Test
    void neverLinksSignaturesWithoutABasename() throws EpidException {
        byte[] first = member.sign(MESSAGE, null, null);
        byte[] second = member.sign(MESSAGE, null, null);
        assertThat(EpidVerifier.linked(first, second)).isFalse();
        assertThat(Arrays.copyOf(first, 64)).isNotEqualTo(Arrays.copyOf(second, 64));
        assertThat(verify(first, null)).isEqualTo(EpidVerdict.VALID);
        assertThat(verify(first, BASENAME)).isEqualTo(EpidVerdict.INVALID);
    }

    @Test
    void acceptsANamedBaseWithoutAskingForIt() throws EpidException {
        assertThat(verify(member.sign(MESSAGE, BASENAME, null), null)).isEqualTo(EpidVerdict.VALID);
    }

    @ParameterizedTest
    @CsvSource({
        "0, B.x",
        "63, B.y",
        "64, K.x",
        "127, K.y",
        "128, T.x",
        "191, T.y",
        "223, c",
        "255, sx",
        "287, sf",
        "319, sa",
        "351, sb"
    })
    void refusesAChangedField(int offset, String field) throws EpidException {
        byte[] signature = member.sign(MESSAGE, null, null);
        signature[offset] ^= 1;
        assertThat(verify(signature, null)).as(field).isEqualTo(EpidVerdict.INVALID);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64, 128})
    void refusesAnotherPointOfTheGroup(int offset) throws EpidException {
        byte[] signature = member.sign(MESSAGE, null, null);
        System.arraycopy(group.h1().encode(), 0, signature, offset, 64);
        assertThat(verify(signature, null)).isEqualTo(EpidVerdict.INVALID);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64, 128})
    void refusesInfinity(int offset) throws EpidException {
        byte[] signature = member.sign(MESSAGE, null, null);
        Arrays.fill(signature, offset, offset + 64, (byte) 0);
        assertThat(verify(signature, null)).isEqualTo(EpidVerdict.INVALID);
    }

    @ParameterizedTest
    @ValueSource(ints = {192, 224, 256, 288, 320})
    void refusesANumberThatIsNotBelowP(int offset) throws EpidException {
        byte[] signature = member.sign(MESSAGE, null, null);
        Arrays.fill(signature, offset, offset + 32, (byte) 0xff);
        assertThat(verify(signature, null)).isEqualTo(EpidVerdict.INVALID);
    }

    @Test
    void refusesAnotherMessageAndAnotherGroup() throws EpidException {
        byte[] signature = member.sign(MESSAGE, BASENAME, null);
        assertThat(verifier.verify(signature, BASENAME, BASENAME, RevocationLists.NONE))
                .isEqualTo(EpidVerdict.INVALID);
        EpidVerifier other = new EpidVerifier(Vectors.group("grp_y"), HashAlgorithm.SHA_256);
        assertThat(other.verify(signature, MESSAGE, BASENAME, RevocationLists.NONE))
                .isEqualTo(EpidVerdict.INVALID);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 351, 352, 359, 361, 519, 520})
    void refusesOtherLengths(int length) throws EpidException {
        byte[] signature = Arrays.copyOf(member.sign(MESSAGE, null, null), length);
        assertThat(verify(signature, null)).isEqualTo(EpidVerdict.BAD_SIGNATURE_LENGTH);
        assertThatThrownBy(() -> EpidVerifier.pseudonym(signature))
                .isInstanceOf(EpidException.class)
                .hasMessage("Signature: " + length + " bytes instead of 360 + 160 n2");
    }

    @Test
    void refusesACountThatDoesNotFitTheLength() throws EpidException {
        byte[] signature = member.sign(MESSAGE, null, null);
        for (int count : new int[] {1, -1, 1 << 27, Integer.MIN_VALUE}) {
            ByteBuffer.wrap(signature).putInt(356, count);
            assertThat(verify(signature, null)).isEqualTo(EpidVerdict.BAD_SIGNATURE_LENGTH);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 50})
    void refusesSplitSignatures(int proofs) throws EpidException {
        // section 10: basic signature | nonce 32 | rl_ver | n2 | n2 proofs of 192 bytes
        byte[] split = ByteBuffer.allocate(352 + 32 + 8 + 192 * proofs)
                .put(member.sign(MESSAGE, null, null), 0, 352)
                .put(new byte[32])
                .putInt(1)
                .putInt(proofs)
                .array();
        assertThat(verify(split, null)).isEqualTo(EpidVerdict.BAD_SIGNATURE_LENGTH);
    }

    @Test
    void givesAnyBytesAVerdict() {
        SecureRandom bytes = SeededRandom.of(SignatureTest.class);
        for (int i = 0; i < 300; i++) {
            byte[] garbage = new byte[i % 2 == 0 ? 360 : i];
            bytes.nextBytes(garbage);
            if (garbage.length == 360) {
                Arrays.fill(garbage, 356, 360, (byte) 0);
            }
            assertThat(verify(garbage, null)).isIn(EpidVerdict.INVALID, EpidVerdict.BAD_SIGNATURE_LENGTH);
        }
    }

    private EpidVerdict verify(byte[] signature, byte[] basename) {
        return verifier.verify(signature, MESSAGE, basename, RevocationLists.NONE);
    }
}
