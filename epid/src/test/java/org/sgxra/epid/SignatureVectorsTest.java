package org.sgxra.epid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures of the EPID SDK's own tests, with what its C library concludes about them. */
class SignatureVectorsTest {
    static Stream<JsonNode> cases() {
        return Vectors.entries("cases.json", "cases");
    }

    static Stream<JsonNode> links() {
        return Vectors.entries("cases.json", "links");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reachesTheRecordedVerdict(JsonNode entry) throws EpidException {
        assertThat(verify(entry)).as(entry.get("id").asText()).isEqualTo(Vectors.verdict(entry));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rewritesTheRecordedLists(JsonNode entry) throws EpidException {
        RevocationLists lists = lists(entry);
        assertThat(lists.groupRl() == null ? null : lists.groupRl().encode()).isEqualTo(Vectors.hex(entry, "groupRl"));
        assertThat(lists.privRl() == null ? null : lists.privRl().encode()).isEqualTo(Vectors.hex(entry, "privRl"));
        assertThat(lists.sigRl() == null ? null : lists.sigRl().encode()).isEqualTo(Vectors.hex(entry, "sigRl"));
        assertThat(lists.verifierRl() == null ? null : lists.verifierRl().encode())
                .isEqualTo(Vectors.hex(entry, "verifierRl"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheHashAlgorithmFromTheGroupId(JsonNode entry) throws EpidException {
        assertThat(HashAlgorithm.ofGroupId(Vectors.hex(entry, "gid"))).isEqualTo(Vectors.algorithm(entry));
    }

    private static EpidVerdict verify(JsonNode entry) throws EpidException {
        GroupPublicKey group = Vectors.group(entry.get("group").asText(), Vectors.hex(entry, "gid"));
        return new EpidVerifier(group, Vectors.algorithm(entry))
                .verify(
                        Vectors.hex(entry, "signature"),
                        Vectors.hex(entry, "message"),
                        Vectors.hex(entry, "basename"),
                        lists(entry));
    }

    private static RevocationLists lists(JsonNode entry) throws EpidException {
        byte[] groupRl = Vectors.hex(entry, "groupRl");
        byte[] privRl = Vectors.hex(entry, "privRl");
        byte[] sigRl = Vectors.hex(entry, "sigRl");
        byte[] verifierRl = Vectors.hex(entry, "verifierRl");
        return new RevocationLists(
                groupRl == null ? null : GroupRl.parse(groupRl, 16),
                privRl == null ? null : PrivRl.parse(privRl, 16),
                sigRl == null ? null : SigRl.parse(sigRl, 16),
                verifierRl == null ? null : VerifierRl.parse(verifierRl, 16));
    }

    @ParameterizedTest
    @MethodSource("links")
    void linksWhatTheSdkLinks(JsonNode link) throws EpidException {
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
        assertThat(cases()).hasSize(36);
        assertThat(links()).hasSize(2);
    }
}
