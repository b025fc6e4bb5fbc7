package org.sgxra.common.dcap;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;

/**
 * What a TDX module must be (docs/spec/dcap.md section 12).
 *
 * @param id {@code TDX_} and the major version in two upper-case hexadecimal digits; empty for {@code tdxModule}, that is major
 *     version 0
 * @param mrSigner 48 bytes
 * @param attributes 8 bytes
 * @param attributesMask 8 bytes
 * @param levels highest first; none for {@code tdxModule}
 */
public record TdxModuleIdentity(
        String id,
        ByteString mrSigner,
        ByteString attributes,
        ByteString attributesMask,
        List<EnclaveTcbLevel> levels) {

    /** Reads {@code tdxModule}. */
    static TdxModuleIdentity readFirst(JsonObject module) throws DcapFormatException {
        return read("", module, List.of());
    }

    /** Reads {@code tdxModuleIdentities}; an id may occur once. */
    static List<TdxModuleIdentity> readAll(List<JsonObject> identities) throws DcapFormatException {
        List<TdxModuleIdentity> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonObject identity : identities) {
            String id = identity.text("id");
            if (!seen.add(id)) {
                throw identity.fault("id", "another identity has \"" + id + "\" too");
            }
            all.add(read(id, identity, EnclaveTcbLevel.readAll(identity)));
        }
        return List.copyOf(all);
    }

    private static TdxModuleIdentity read(String id, JsonObject module, List<EnclaveTcbLevel> levels)
            throws DcapFormatException {
        return new TdxModuleIdentity(
                id, module.hex("mrsigner", 48), module.hex("attributes", 8), module.hex("attributesMask", 8), levels);
    }

    /** Writes the members: those of {@code tdxModule} if there is no id. */
    void write(JsonGenerator json) throws IOException {
        if (!id.isEmpty()) {
            json.writeStringField("id", id);
        }
        json.writeStringField("mrsigner", DocumentText.upperCase(mrSigner));
        json.writeStringField("attributes", DocumentText.upperCase(attributes));
        json.writeStringField("attributesMask", DocumentText.upperCase(attributesMask));
        if (!id.isEmpty()) {
            DocumentText.writeEnclaveLevels(json, levels, true);
        }
    }

    /** The id of the module of a major version, 1 to 255. */
    public static String idOf(int majorVersion) {
        return String.format("TDX_%02X", majorVersion);
    }
}
