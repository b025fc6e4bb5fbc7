package org.sgxra.services.pcs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sgxra.services.state.StrictJson;

/** Bodies of requests in JSON. */
final class PostedJson {
    private PostedJson() {}

    /** An object. */
    static JsonNode object(byte[] body) throws RefusedRequestException {
        try {
            JsonNode json = StrictJson.read(body);
            if (json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            // The parser's words may repeat what is secret in the body.
        }
        throw RefusedRequestException.syntax("the body is no JSON object");
    }

    /** An object all of whose members are strings; it may be changed. */
    static Map<String, String> strings(byte[] body) throws RefusedRequestException {
        return strings(object(body));
    }

    static Map<String, String> strings(JsonNode object) throws RefusedRequestException {
        Map<String, String> strings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!member.getValue().isTextual()) {
                throw RefusedRequestException.syntax(member.getKey() + " is no string");
            }
            strings.put(member.getKey(), member.getValue().textValue());
        }
        return strings;
    }
}
