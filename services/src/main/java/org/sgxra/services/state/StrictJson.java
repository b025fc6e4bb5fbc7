package org.sgxra.services.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;

/**
 * JSON that the emulator writes for itself, with byte strings in hexadecimal digits, and reads back only as it was written: a member
 * that is missing or of another type is a fault that names it.
 */
public final class StrictJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private StrictJson() {}

    /** An empty object. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** A text that people can read, too. */
    public static byte[] write(JsonNode root) {
        try {
            return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    /** Reads one value with nothing after it. */
    public static JsonNode read(byte[] json) throws IOException {
        return JSON.readTree(json);
    }

    /** A member. */
    public static JsonNode need(JsonNode node, String field) throws IOException {
        if (node == null || !node.has(field)) {
            throw new IOException(field + " is missing");
        }
        return node.get(field);
    }

    /** A member that is an array. */
    public static JsonNode array(JsonNode node, String field) throws IOException {
        if (!need(node, field).isArray()) {
            throw new IOException(field + " is no array");
        }
        return node.get(field);
    }

    /** A member that is a number from 0 to 2^31 - 1. */
    public static int number(JsonNode node, String field) throws IOException {
        JsonNode number = need(node, field);
        if (!number.isInt() || number.intValue() < 0) {
            throw new IOException(field + " is no number from 0 on");
        }
        return number.intValue();
    }

    /** A member that is a byte string of some size. */
    public static ByteString bytes(JsonNode node, String field, int size) throws IOException {
        return bytes(field, size, need(node, field));
    }

    /** A value that is a byte string of some size; {@code name} is for messages. */
    public static ByteString bytes(String name, int size, JsonNode value) throws IOException {
        ByteString bytes = bytes(name, value);
        if (bytes.size() != size) {
            throw new IOException(name + " has " + ByteCount.of(bytes.size()) + " instead of " + size);
        }
        return bytes;
    }

    /** A value that is a byte string; {@code name} is for messages. */
    public static ByteString bytes(String name, JsonNode value) throws IOException {
        try {
            return ByteString.fromHex(value.asText());
        } catch (HexFormatException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }
}
