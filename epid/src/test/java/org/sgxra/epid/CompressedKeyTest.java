package org.sgxra.epid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompressedKeyTest {
    static Stream<JsonNode> recorded() {
        return Vectors.entries("compressed_key.json", "entries");
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void expandsTheRecordedKeys(JsonNode entry) throws EpidException {
        GroupPublicKey group = Vectors.group(entry.get("group").asText());
        MemberPrivateKey key = MemberPrivateKey.decompress(Vectors.hex(entry, "compressed"), group);
        assertThat(key.encode()).isEqualTo(Vectors.hex(entry, "privKey"));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void expandsThemInTheSizeOfSgx(JsonNode entry) throws EpidException {
        byte[] groupId = {1, 2, 3, 4};
        GroupPublicKey group = Vectors.group(entry.get("group").asText(), groupId);
        byte[] compressed = Vectors.withGroupId(Vectors.hex(entry, "compressed"), groupId);
        assertThat(compressed).hasSize(68);
        assertThat(MemberPrivateKey.decompress(compressed, group).encode())
                .isEqualTo(Vectors.withGroupId(Vectors.hex(entry, "privKey"), groupId));
    }

    @Test
    void refusesAnotherSeed() throws EpidException {
        byte[] compressed = first();
        compressed[79] ^= 1;
        assertRefused(
                compressed, "compressed MemberPrivateKey: A.x at offset 16 and the seed give no member of the group");
    }

    @Test
    void refusesAnotherGroup() throws EpidException {
        byte[] compressed = first();
        compressed[0] = 1;
        assertRefused(
                compressed,
                "compressed MemberPrivateKey: gid at offset 0 is 0100000000000000000000007fffffee, "
                        + "the group is 0000000000000000000000007fffffee");
    }

    @Test
    void refusesACoordinateOfNoPoint() throws EpidException {
        byte[] compressed = first();
        Arrays.fill(compressed, 16, 48, (byte) 0xff);
        assertRefused(compressed, "compressed MemberPrivateKey: A.x at offset 16 is no coordinate of a point of G1");
    }

    private static byte[] first() {
        return Vectors.hex(recorded().findFirst().orElseThrow(), "compressed");
    }

    private static void assertRefused(byte[] compressed, String message) throws EpidException {
        GroupPublicKey group = Vectors.group("grp_x");
        assertThatThrownBy(() -> MemberPrivateKey.decompress(compressed, group))
                .isInstanceOf(EpidException.class)
                .hasMessage(message);
    }
}
