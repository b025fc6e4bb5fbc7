package org.sgxra.services.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.Issuer;
import org.sgxra.epid.IssuerPrivateKey;

/** The JSON form of all groups, in {@code groups.json}; byte strings in hexadecimal digits. */
final class GroupsFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private GroupsFile() {}

    static byte[] write(Groups groups) {
        ObjectNode root = JSON.createObjectNode();
        root.put("groupRlVersion", groups.groupRlVersion());
        ArrayNode all = root.putArray("groups");
        for (Group group : groups.all()) {
            ObjectNode node = all.addObject();
            node.put("gid", group.gid().toString());
            node.put("publicKey", group.publicKey().hex());
            node.put("issuerKey", group.issuerKey().hex());
            node.put("outOfDate", group.outOfDate());
            group.revocationReason().ifPresent(reason -> node.put("revocationReason", reason));
            write(node.putObject("sigRl"), group.sigRl())
                    .put("signature", group.sigRlSignature().hex());
            write(node.putObject("privRl"), group.privRl());
        }
        try {
            return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    private static ObjectNode write(ObjectNode node, Group.Revocations list) {
        node.put("version", list.version());
        ArrayNode entries = node.putArray("entries");
        list.entries().forEach(entry -> entries.add(entry.hex()));
        return node;
    }

    /**
     * Reads what {@link #write} made and nothing else: a version that is no number, say, must not become 0 and make quotes for an
     * older list good again.
     *
     * @throws IOException if this is not what {@link #write} makes
     */
    static Groups read(byte[] json) throws IOException {
        JsonNode root = JSON.readTree(json);
        List<Group> all = new ArrayList<>();
        for (JsonNode node : array(root, "groups")) {
            all.add(group(node));
        }
        return new Groups(number(root, "groupRlVersion"), all);
    }

    private static Group group(JsonNode node) throws IOException {
        JsonNode outOfDate = need(node, "outOfDate");
        if (!outOfDate.isBoolean()) {
            throw new IOException("outOfDate is neither true nor false");
        }
        Optional<Integer> reason =
                node.has("revocationReason") ? Optional.of(number(node, "revocationReason")) : Optional.empty();
        JsonNode sigRl = need(node, "sigRl");
        Group.Revocations signatures = list(sigRl, 128);
        Group group = new Group(
                bytes(node, "publicKey", 260),
                bytes(node, "issuerKey", 36),
                outOfDate.booleanValue(),
                reason,
                signatures,
                bytes(sigRl, "signature", signatures.entries().isEmpty() ? 0 : 64),
                list(need(node, "privRl"), 32));
        if (!need(node, "gid").asText().equals(group.gid().toString())) {
            throw new IOException(
                    "the public key of group " + need(node, "gid").asText() + " is one of group " + group.gid());
        }
        return checkKeys(group);
    }

    private static Group checkKeys(Group group) throws IOException {
        try {
            new Issuer(
                    GroupPublicKey.parse(group.publicKey().toArray()),
                    IssuerPrivateKey.parse(group.issuerKey().toArray()));
            return group;
        } catch (EpidException e) {
            throw new IOException("the keys of group " + group.gid() + ": " + e.getMessage(), e);
        }
    }

    private static Group.Revocations list(JsonNode node, int entrySize) throws IOException {
        List<ByteString> entries = new ArrayList<>();
        for (JsonNode entry : array(node, "entries")) {
            entries.add(bytes("an entry", entrySize, entry));
        }
        return new Group.Revocations(number(node, "version"), entries);
    }

    private static JsonNode array(JsonNode node, String field) throws IOException {
        if (!need(node, field).isArray()) {
            throw new IOException(field + " is no array");
        }
        return node.get(field);
    }

    private static int number(JsonNode node, String field) throws IOException {
        JsonNode number = need(node, field);
        if (!number.isInt() || number.intValue() < 0) {
            throw new IOException(field + " is no number from 0 on");
        }
        return number.intValue();
    }

    private static ByteString bytes(JsonNode node, String field, int size) throws IOException {
        return bytes(field, size, need(node, field));
    }

    private static ByteString bytes(String field, int size, JsonNode value) throws IOException {
        try {
            ByteString bytes = ByteString.fromHex(value.asText());
            if (bytes.size() != size) {
                throw new IOException(field + " has " + bytes.size() + " bytes instead of " + size);
            }
            return bytes;
        } catch (HexFormatException e) {
            throw new IOException(field + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode need(JsonNode node, String field) throws IOException {
        if (node == null || !node.has(field)) {
            throw new IOException(field + " is missing");
        }
        return node.get(field);
    }
}
