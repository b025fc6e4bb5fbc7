package org.sgxra.epid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures over the bodies of SGX quotes, made with Intel's C library, under group ids of 4 and of 16 bytes. */
@ExtendWith(SeededRandom.class)
class SgxVectorsTest {
    private static final byte[] GID_4 = HexFormat.of().parseHex("7fffffee");
    private static final byte[] GID_16 = HexFormat.of().parseHex("0000000000000000000000007fffffee");

    static Stream<JsonNode> cases() {
        return Vectors.entries("sgx_cases.json", "cases");
    }

    static Stream<JsonNode> links() {
        return Vectors.entries("sgx_cases.json", "links");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reachesTheRecordedVerdict(JsonNode entry) throws EpidException {
        for (byte[] groupId : new byte[][] {GID_4, GID_16}) {
            assertThat(verify(Vectors.hex(entry, "signature"), entry, groupId)).isEqualTo(Vectors.verdict(entry));
        }
    }

    private static EpidVerdict verify(byte[] signature, JsonNode entry, byte[] groupId) throws EpidException {
        RevocationLists lists = new RevocationLists(null, privRl(entry, groupId), sigRl(entry, groupId), null);
        return new EpidVerifier(Vectors.group("grp_x", groupId), Vectors.algorithm(entry))
                .verify(signature, Vectors.hex(entry, "message"), Vectors.hex(entry, "basename"), lists);
    }

    private static PrivRl privRl(JsonNode entry, byte[] groupId) throws EpidException {
        byte[] list = Vectors.hex(entry, "privRl");
        return list == null ? null : PrivRl.parse(Vectors.withGroupId(list, groupId), groupId.length);
    }

    private static SigRl sigRl(JsonNode entry, byte[] groupId) throws EpidException {
        byte[] list = Vectors.hex(entry, "sigRl");
        return list == null ? null : SigRl.parse(Vectors.withGroupId(list, groupId), groupId.length);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void signsLikeTheRecordedMember(JsonNode entry) throws EpidException {
        MemberPrivateKey key = MemberPrivateKey.parse(
                Vectors.withGroupId(Vectors.member(entry.get("member").asText()).encode(), GID_4));
        Member member = new Member(
                Vectors.group("grp_x", GID_4), key, Vectors.algorithm(entry), SeededRandom.of(SgxVectorsTest.class));
        byte[] recorded = Vectors.hex(entry, "signature");
        SigRl list = sigRl(entry, GID_4);
        byte[] signature =
                member.signEvenIfRevoked(Vectors.hex(entry, "message"), Vectors.hex(entry, "basename"), list);
        // the recorded list version may be an older one, and a hit entry's proof is not written by that library
        assertThat(signature).hasSameSizeAs(recorded);
        assertThat(Arrays.copyOf(signature, 128)).isEqualTo(Arrays.copyOf(recorded, 128));
        boolean stale = Vectors.verdict(entry) == EpidVerdict.SIGRL_VERSION_MISMATCH;
        assertThat(verify(signature, entry, GID_4)).isEqualTo(stale ? EpidVerdict.VALID : Vectors.verdict(entry));
        if (entry.get("signStatus").asInt() == 4) {
            Assertions.assertThatThrownBy(
                            () -> member.sign(Vectors.hex(entry, "message"), Vectors.hex(entry, "basename"), list))
                    .isInstanceOf(RevokedException.class)
                    .hasMessage("SigRl: entry 7 at offset 908 revokes this member");
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void linksWhatIsRecordedAsLinked(JsonNode link) throws EpidException {
        assertThat(EpidVerifier.linked(
                        signature(link.get("a").asText()),
                        signature(link.get("b").asText())))
                .isEqualTo(link.get("linked").asBoolean());
    }

    private static byte[] signature(String id) {
        return cases().filter(entry -> entry.get("id").asText().equals(id))
                .map(entry -> Vectors.hex(entry, "signature"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void leavesNoRecordedCaseOut() {
        assertThat(cases()).hasSize(9);
        assertThat(links()).hasSize(3);
    }
}
