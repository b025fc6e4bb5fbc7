package org.sgxra.sp.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.testdata.TestData;

/** A recorded session of the hex protocol. */
record RecordedSession(String name, JsonNode json) {
    static RecordedSession read(String name) {
        return new RecordedSession(name, TestData.json("hex/" + name + ".json"));
    }

    /** The bytes of a message. */
    byte[] message(String message) {
        for (JsonNode node : json.get("messages")) {
            if (node.get("name").asText().equals(message)) {
                return hex(node.get("hex").asText()).toArray();
            }
        }
        throw new IllegalArgumentException(name + " has no " + message);
    }

    boolean has(String message) {
        for (JsonNode node : json.get("messages")) {
            if (node.get("name").asText().equals(message)) {
                return true;
            }
        }
        return false;
    }

    /** A value that the recorded service provider logged. */
    ByteString value(String field) {
        return hex(json.get("sp").get(field).asText());
    }

    boolean hasValue(String field) {
        return json.path("sp").has(field);
    }

    List<String> options() {
        return List.of(json.get("spOptions").asText().split(" "));
    }

    /** What the recorded attestation service answered to its n-th request. */
    HttpAnswer answer(int n) {
        JsonNode exchange = json.get("ias").get(n);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (JsonNode header : exchange.get("responseHeaders")) {
            headers.add(Map.entry(header.get(0).asText(), header.get(1).asText()));
        }
        return new HttpAnswer(
                exchange.get("status").asInt(),
                headers,
                exchange.get("responseBody").asText().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    String requestBody(int n) {
        return json.get("ias").get(n).get("requestBody").asText();
    }

    static ByteString hex(String digits) {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
