package org.sgxra.epid;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.sgxra.testdata.TestData;

/** The recorded data of testdata/epid. */
public final class Vectors {
    private static final Map<String, EpidVerdict> VERDICTS = Map.of(
            "OK", EpidVerdict.VALID,
            "INVALID", EpidVerdict.INVALID,
            "REVOKED_GROUPRL", EpidVerdict.GROUP_REVOKED,
            "REVOKED_PRIVRL", EpidVerdict.KEY_REVOKED,
            "REVOKED_SIGRL", EpidVerdict.SIGNATURE_REVOKED,
            "REVOKED_VERIFIERRL", EpidVerdict.VERIFIER_REVOKED,
            "SIGRL_VERSION_MISMATCH", EpidVerdict.SIGRL_VERSION_MISMATCH);

    private Vectors() {}

    public static JsonNode file(String name) {
        return TestData.json("epid/" + name);
    }

    public static Stream<JsonNode> entries(String file, String array) {
        return StreamSupport.stream(file(file).get(array).spliterator(), false);
    }

    /** The bytes of a hex field, or null. */
    public static byte[] hex(JsonNode parent, String field) {
        JsonNode node = parent.get(field);
        return node == null || node.isNull() ? null : HexFormat.of().parseHex(node.asText());
    }

    static BigInteger number(JsonNode parent, String field) {
        return new BigInteger(parent.get(field).asText(), 16);
    }

    /** Field values one after the other, as the encodings have them. */
    static byte[] concat(JsonNode parent, String... fields) {
        StringBuilder hex = new StringBuilder();
        for (String field : fields) {
            hex.append(parent.get(field).asText());
        }
        return HexFormat.of().parseHex(hex);
    }

    static HashAlgorithm algorithm(JsonNode entry) {
        return Arrays.stream(HashAlgorithm.values())
                .filter(a -> a.jdkName().equals(entry.get("hashAlg").asText()))
                .findFirst()
                .orElseThrow();
    }

    static EpidVerdict verdict(JsonNode entry) {
        return VERDICTS.get(entry.get("expected").asText());
    }

    static GroupPublicKey group(String name) throws EpidException {
        return GroupPublicKey.parse(hex(file("keys.json").get("groups").get(name), "raw"));
    }

    /** A group of keys.json under another group id. */
    static GroupPublicKey group(String name, byte[] groupId) throws EpidException {
        return GroupPublicKey.parse(
                withGroupId(hex(file("keys.json").get("groups").get(name), "raw"), groupId));
    }

    static MemberPrivateKey member(String name) throws EpidException {
        return MemberPrivateKey.parse(concat(file("keys.json").get("members").get(name), "gid", "A", "x", "f"));
    }

    static IssuerPrivateKey issuer(String name) throws EpidException {
        return IssuerPrivateKey.parse(concat(file("keys.json").get("issuers").get(name), "gid", "gamma"));
    }

    /** An object that begins with a group id of 16 bytes, with another one. */
    static byte[] withGroupId(byte[] encoded, byte[] groupId) {
        return ByteBuffer.allocate(encoded.length - 16 + groupId.length)
                .put(groupId)
                .put(encoded, 16, encoded.length - 16)
                .array();
    }
}
