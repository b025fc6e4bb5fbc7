package org.sgxra.epid.math;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.epid.Vectors;

class RecordedMathTest {
    static Stream<JsonNode> pairings() {
        return Vectors.entries("pairing.json", "entries");
    }

    static Stream<JsonNode> hashes() {
        return Vectors.entries("hash_to_g1.json", "entries");
    }

    @ParameterizedTest
    @MethodSource("pairings")
    void computesTheRecordedPairing(JsonNode entry) {
        G1 p = G1.parse(Vectors.hex(entry, "g1"), 0).orElseThrow();
        G2 q = G2.parse(Vectors.hex(entry, "g2"), 0).orElseThrow();
        assertThat(Pairing.of(p, q).encode()).isEqualTo(Vectors.hex(entry, "gt"));
        assertThat(p.encode()).isEqualTo(Vectors.hex(entry, "g1"));
        assertThat(q.encode()).isEqualTo(Vectors.hex(entry, "g2"));
        assertThat(Gt.parse(Vectors.hex(entry, "gt"), 0).orElseThrow().encode()).isEqualTo(Vectors.hex(entry, "gt"));
    }

    @ParameterizedTest
    @MethodSource("hashes")
    void hashesToTheRecordedPoint(JsonNode entry) throws Exception {
        MessageDigest digest = MessageDigest.getInstance(entry.get("hashAlg").asText());
        assertThat(G1.hash(digest, Vectors.hex(entry, "message")).encode()).isEqualTo(Vectors.hex(entry, "point"));
    }

    @Test
    void pairsTheGeneratorsToTheKnownAnswer() throws Exception {
        byte[] value = Pairing.of(G1.GENERATOR, G2.GENERATOR).encode();
        assertThat(HexFormat.of().formatHex(value, 0, 32))
                .isEqualTo("a88e9af9251298e2c3612ee8d6a6771649047569d1832d3f2a79b69bc91d0390");
        assertThat(MessageDigest.getInstance("SHA-256").digest(value))
                .asHexString()
                .isEqualToIgnoringCase("f9dff2724578ebe421c9ee8f3e6e67b60e91ac776b4ff4daf781c89c673a6e29");
    }

    @Test
    void leavesNothingRecordedOut() {
        assertThat(pairings()).hasSize(6);
        assertThat(hashes()).hasSize(17);
    }
}
