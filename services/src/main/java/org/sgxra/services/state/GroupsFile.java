package org.sgxra.services.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.Issuer;
import org.sgxra.epid.IssuerPrivateKey;

/** The JSON form of all groups, in {@code groups.json}; byte strings in hexadecimal digits. */
final class GroupsFile {
    private GroupsFile() {}

    static byte[] write(Groups groups) {
        ObjectNode root = StrictJson.object();
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
        return StrictJson.write(root);
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
        JsonNode root = StrictJson.read(json);
        List<Group> all = new ArrayList<>();
        for (JsonNode node : StrictJson.array(root, "groups")) {
            all.add(group(node));
        }
        return new Groups(StrictJson.number(root, "groupRlVersion"), all);
    }

    private static Group group(JsonNode node) throws IOException {
        JsonNode outOfDate = StrictJson.need(node, "outOfDate");
        if (!outOfDate.isBoolean()) {
            throw new IOException("outOfDate is neither true nor false");
        }
        Optional<Integer> reason = node.has("revocationReason")
                ? Optional.of(StrictJson.number(node, "revocationReason"))
                : Optional.empty();
        JsonNode sigRl = StrictJson.need(node, "sigRl");
        Group.Revocations signatures = list(sigRl, 128);
        Group group = new Group(
                StrictJson.bytes(node, "publicKey", 260),
                StrictJson.bytes(node, "issuerKey", 36),
                outOfDate.booleanValue(),
                reason,
                signatures,
                StrictJson.bytes(sigRl, "signature", signatures.entries().isEmpty() ? 0 : 64),
                list(StrictJson.need(node, "privRl"), 32));
        if (!StrictJson.need(node, "gid").asText().equals(group.gid().toString())) {
            throw new IOException("the public key of group "
                    + StrictJson.need(node, "gid").asText() + " is one of group " + group.gid());
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
        for (JsonNode entry : StrictJson.array(node, "entries")) {
            entries.add(StrictJson.bytes("an entry", entrySize, entry));
        }
        return new Group.Revocations(StrictJson.number(node, "version"), entries);
    }
}
