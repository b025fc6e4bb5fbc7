package org.sgxra.common;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;

/**
 * A session of the hex protocol: its messages in order, and the values that its service provider and client logged.
 *
 * @param name of the file
 * @param msg3 absent where the enclave refused msg2
 * @param values by the names of the simulated sessions: sharedSecret (big-endian), KDK, SMK, VK, MK, SK, SHA256_MK, SHA256_SK,
 *     reportDataHash, those of the client with {@code client.} before them, servicePrivateKey and servicePublicKey (both
 *     big-endian) where it is not the sample's; no keys where the key material is unknown
 */
public record RecordedSession(
        String name,
        ByteString msg0Msg1,
        ByteString msg2,
        Optional<ByteString> msg3,
        Optional<ByteString> msg4,
        Map<String, String> values) {
    private static final Map<String, String> REAL_HARDWARE_NAMES = Map.of(
            "shared_secret_be",
            "sharedSecret",
            "kdk",
            "KDK",
            "smk",
            "SMK",
            "vk",
            "VK",
            "mk",
            "MK",
            "sk",
            "SK",
            "sha256_mk",
            "SHA256_MK",
            "sha256_sk",
            "SHA256_SK");

    static RecordedSession ofMessages(String name, JsonNode root) {
        Map<String, String> values = new HashMap<>();
        root.path("sp")
                .properties()
                .forEach(e -> values.put(e.getKey(), e.getValue().textValue()));
        option(root, "spOptions", "-k").ifPresent(key -> values.put("servicePrivateKey", key));
        option(root, "clientOptions", "-p").ifPresent(key -> values.put("servicePublicKey", key));
        root.path("client")
                .properties()
                .forEach(e -> values.put("client." + e.getKey(), e.getValue().textValue()));
        return new RecordedSession(
                name,
                message(root, 0).orElseThrow(),
                message(root, 1).orElseThrow(),
                message(root, 2),
                message(root, 3),
                values);
    }

    private static Optional<String> option(JsonNode root, String options, String letter) {
        Matcher matcher = Pattern.compile(letter + " ([0-9a-fA-F]+)")
                .matcher(root.path(options).asText());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<ByteString> message(JsonNode root, int index) {
        return Optional.ofNullable(root.path("messages").path(index).path("hex").textValue())
                .map(RecordedData::hex);
    }

    static RecordedSession ofRealHardware(String name, JsonNode root) {
        Map<String, String> values = new HashMap<>();
        REAL_HARDWARE_NAMES.forEach(
                (theirs, ours) -> values.put(ours, root.path(theirs).textValue()));
        return new RecordedSession(
                name,
                field(root, "msg0_msg1"),
                field(root, "msg2"),
                Optional.of(field(root, "msg3")),
                Optional.of(field(root, "msg4")),
                values);
    }

    private static ByteString field(JsonNode root, String name) {
        return RecordedData.hex(root.path(name).textValue());
    }

    /** True where the derived keys are known. */
    public boolean hasKeys() {
        return values.containsKey("KDK");
    }

    /** A value that was recorded as hexadecimal digits. */
    public ByteString value(String key) {
        return RecordedData.hex(values.get(key));
    }

    @Override
    public String toString() {
        return name;
    }
}
