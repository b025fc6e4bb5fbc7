package org.sgxra.epid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SeededRandom.class)
class PrecomputationTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    private final GroupPublicKey group = Vectors.group("grp_x");
    private final MemberPrivateKey key = Vectors.member("grp_x/member0");
    private final byte[] stored = member().precomputation();

    PrecomputationTest() throws EpidException {}

    private Member member() {
        return new Member(group, key, HashAlgorithm.SHA_256, SeededRandom.of(PrecomputationTest.class));
    }

    private Member member(byte[] precomputation) throws EpidException {
        return new Member(group, key, HashAlgorithm.SHA_256, SeededRandom.of(PrecomputationTest.class), precomputation);
    }

    @Test
    void isTheOneThatTheSdkComputes() {
        ByteArrayOutputStream recorded = new ByteArrayOutputStream();
        for (String name : new String[] {"e12=", "e22=", "e2w=", "ea2="}) {
            Vectors.entries("pairing.json", "entries")
                    .filter(entry -> entry.path("name").asText().startsWith("grp_x " + name))
                    .forEach(entry -> recorded.writeBytes(Vectors.hex(entry, "gt")));
        }
        assertThat(stored).hasSize(1536).isEqualTo(recorded.toByteArray());
    }

    @Test
    void signsWithAStoredOne() throws EpidException {
        Member member = member(stored);
        assertThat(member.precomputation()).isEqualTo(stored);
        assertThat(new EpidVerifier(group, HashAlgorithm.SHA_256)
                        .verify(member.sign(MESSAGE, null, null), MESSAGE, null, RevocationLists.NONE))
                .isEqualTo(EpidVerdict.VALID);
    }

    @Test
    void refusesOtherLengths() {
        assertThatThrownBy(() -> member(Arrays.copyOf(stored, 1535)))
                .isInstanceOf(EpidException.class)
                .hasMessage("Precomputation: 1535 bytes instead of 1536");
    }

    @Test
    void refusesWhatIsNoElementOfGt() {
        String[] fields = {"e12 at offset 0", "e22 at offset 384", "e2w at offset 768", "ea2 at offset 1152"};
        for (int i = 0; i < 4; i++) {
            byte[] changed = stored.clone();
            changed[384 * i + 100] ^= 1;
            String message = "Precomputation: " + fields[i] + " is no element of GT";
            assertThatThrownBy(() -> member(changed))
                    .isInstanceOf(EpidException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void wantsAKeyOfTheGroup() {
        assertThatThrownBy(() -> new Member(
                        Vectors.group("grp_y"), key, HashAlgorithm.SHA_256, SeededRandom.of(PrecomputationTest.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the key is of group 0000000000000000000000007fffffee, not of 0000000000000000000000007fffffff");
    }
}
