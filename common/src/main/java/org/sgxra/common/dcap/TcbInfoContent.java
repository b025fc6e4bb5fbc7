package org.sgxra.common.dcap;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PrivateKey;

/**
 * What stands in a TCB info, before it is signed (docs/spec/dcap.md sections 3.1 and 12).
 *
 * @param tee whose; version 2 is for SGX only
 * @param version 2 or 3; version 2 has no advisories
 * @param issueDate when it is issued, in whole seconds
 * @param nextUpdate until when it may be used, in whole seconds
 * @param fmspc 12 hexadecimal digits of the case that is wanted
 * @param pceId 4 hexadecimal digits
 * @param tcbEvaluationDataNumber u32
 * @param components what the components are, from the first on; those that are not listed have no description
 * @param tdxModules what a TDX module must be, that of major version 0 first; none for SGX
 * @param levels highest first; for TDX each has TDX components
 */
public record TcbInfoContent(
        Tee tee,
        int version,
        Instant issueDate,
        Instant nextUpdate,
        String fmspc,
        String pceId,
        long tcbEvaluationDataNumber,
        List<Component> components,
        List<TdxModuleIdentity> tdxModules,
        List<TcbLevel> levels) {
    public TcbInfoContent {
        components = List.copyOf(components);
        tdxModules = List.copyOf(tdxModules);
        levels = List.copyOf(levels);
    }

    /**
     * What a component is, for people.
     *
     * @param category where it is updated, such as {@code BIOS}
     * @param type its name
     */
    public record Component(String category, String type) {}

    /** The document, signed with the key of the TCB signer. */
    public ByteString sign(P256PrivateKey signerKey) {
        return DocumentText.sign("tcbInfo", this::write, signerKey);
    }

    private void write(JsonGenerator json) throws IOException {
        if (version >= 3) {
            json.writeStringField("id", tee.name());
        }
        json.writeNumberField("version", version);
        DocumentText.writeInstant(json, "issueDate", issueDate);
        DocumentText.writeInstant(json, "nextUpdate", nextUpdate);
        json.writeStringField("fmspc", fmspc);
        json.writeStringField("pceId", pceId);
        json.writeNumberField("tcbType", 0);
        json.writeNumberField("tcbEvaluationDataNumber", tcbEvaluationDataNumber);
        if (tee == Tee.TDX) {
            writeTdxModules(json);
        }
        json.writeArrayFieldStart("tcbLevels");
        for (TcbLevel level : levels) {
            DocumentText.writeLevel(
                    json,
                    tcb -> {
                        writeTcb(tcb, version, components, level.components(), level.pceSvn());
                        if (tee == Tee.TDX) {
                            writeList(
                                    tcb,
                                    "tdxtcbcomponents",
                                    List.of(),
                                    level.tdxComponents().orElseThrow());
                        }
                    },
                    level.tcbDate(),
                    level.status(),
                    version >= 3 ? level.advisories() : List.of());
        }
        json.writeEndArray();
    }

    private void writeTdxModules(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("tdxModule");
        tdxModules.get(0).write(json);
        json.writeEndObject();
        json.writeArrayFieldStart("tdxModuleIdentities");
        for (TdxModuleIdentity module : tdxModules.subList(1, tdxModules.size())) {
            json.writeStartObject();
            module.write(json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * A TCB in the form that it has in documents and in lists of PCK certificates.
     *
     * @param version 2 or 3 of the TCB info whose form is wanted
     * @param svns 16 bytes
     */
    public static String tcbJson(int version, List<Component> components, ByteString svns, int pceSvn) {
        return DocumentText.object(json -> writeTcb(json, version, components, svns, pceSvn));
    }

    private static void writeTcb(
            JsonGenerator json, int version, List<Component> components, ByteString svns, int pceSvn)
            throws IOException {
        if (version == 2) {
            for (int i = 0; i < TcbLevel.COMPONENTS; i++) {
                json.writeNumberField(TcbLevel.numberedName(i), svns.at(i));
            }
        } else {
            writeList(json, "sgxtcbcomponents", components, svns);
        }
        json.writeNumberField("pcesvn", pceSvn);
    }

    private static void writeList(JsonGenerator json, String name, List<Component> components, ByteString svns)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (int i = 0; i < TcbLevel.COMPONENTS; i++) {
            json.writeStartObject();
            json.writeNumberField("svn", svns.at(i));
            if (i < components.size()) {
                json.writeStringField("category", components.get(i).category());
                json.writeStringField("type", components.get(i).type());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
