package org.sgxra.services.pcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.services.dcap.SoftProcessor;

/**
 * A platform as users and administrators tell PCCS of it: a JSON object of strings of digits. All but the first two may be empty.
 *
 * @param qeId of its quoting enclave, 16 bytes
 * @param pceId 2 bytes, little-endian
 * @param cpuSvn 16 bytes
 * @param pceSvn 2 bytes, little-endian
 * @param encryptedPpid 384 bytes
 * @param manifest digits of the platform's manifest
 */
record PlatformEntry(
        ByteString qeId,
        ByteString pceId,
        ByteString cpuSvn,
        ByteString pceSvn,
        ByteString encryptedPpid,
        String manifest) {
    private static final List<String> MEMBERS =
            List.of("qe_id", "pce_id", "cpu_svn", "pce_svn", "enc_ppid", "platform_manifest");

    /** A platform of which no more is told than that it is known. */
    static PlatformEntry known(ByteString qeId) {
        return new PlatformEntry(qeId, SoftProcessor.PCE_ID, ByteString.EMPTY, ByteString.EMPTY, ByteString.EMPTY, "");
    }

    /** Reads the object; members of other names are ignored. */
    static PlatformEntry read(JsonNode object) throws RefusedRequestException {
        if (!object.isObject()) {
            throw RefusedRequestException.syntax("a platform is no JSON object");
        }
        Map<String, String> strings = new LinkedHashMap<>();
        for (String name : MEMBERS) {
            JsonNode member = object.path(name);
            if (!member.isMissingNode() && !member.isTextual()) {
                throw RefusedRequestException.syntax(name + " is no string");
            }
            strings.put(name, member.asText("").toLowerCase(Locale.ROOT));
        }
        Call call = Call.of(Call.Service.PCCS, 4, strings);
        return new PlatformEntry(
                call.bytes("qe_id", 16),
                call.bytes("pce_id", 2),
                optional(call, "cpu_svn", 16),
                optional(call, "pce_svn", 2),
                optional(call, "enc_ppid", PckCertificates.ENCRYPTED_PPID_SIZE),
                strings.get("platform_manifest"));
    }

    private static ByteString optional(Call call, String name, int size) throws RefusedRequestException {
        return call.required(name).isEmpty() ? ByteString.EMPTY : call.bytes(name, size);
    }

    /** The object. */
    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("qe_id", qeId.hex())
                .put("pce_id", pceId.hex())
                .put("cpu_svn", cpuSvn.hex())
                .put("pce_svn", pceSvn.hex())
                .put("enc_ppid", encryptedPpid.hex())
                .put("platform_manifest", manifest);
    }

    /** Nothing of it is for logs. */
    @Override
    public String toString() {
        return "PlatformEntry";
    }
}
