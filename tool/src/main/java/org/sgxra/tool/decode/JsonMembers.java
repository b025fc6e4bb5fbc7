package org.sgxra.tool.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;

/** Reads a JSON object whose members are strings, numbers, booleans, null and lists of them, in their order. */
final class JsonMembers {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonMembers() {}

    /** @throws NotDecodableException if it is no such object, with line and column of the fault */
    static Map<String, Object> read(ByteString document) throws NotDecodableException {
        try (JsonParser in = JSON.createParser(document.toArray())) {
            in.nextToken();
            Map<String, Object> members = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                members.put(name, value(in, in.nextToken()));
            }
            if (in.nextToken() != null) {
                throw new NotDecodableException("malformed JSON: something follows the object, " + place(in));
            }
            return members;
        } catch (JsonProcessingException e) {
            throw new NotDecodableException(
                    "malformed JSON, line " + e.getLocation().getLineNr() + ", character "
                            + e.getLocation().getColumnNr() + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        } catch (IOException e) {
            throw new NotDecodableException("malformed JSON: " + e.getMessage(), e);
        }
    }

    /** The names of the members of an object, whatever their values; none if it is malformed. */
    static Set<String> names(ByteString document) {
        Set<String> names = new HashSet<>();
        try (JsonParser in = JSON.createParser(document.toArray())) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                names.add(in.currentName());
                in.nextToken();
                in.skipChildren();
            }
            return names;
        } catch (IOException e) {
            return Set.of();
        }
    }

    private static Object value(JsonParser in, JsonToken token) throws IOException, NotDecodableException {
        return switch (token) {
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> "null";
            case START_ARRAY -> list(in);
            default -> throw new NotDecodableException("JSON objects inside others are not known here, " + place(in));
        };
    }

    private static List<Object> list(JsonParser in) throws IOException, NotDecodableException {
        List<Object> values = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            values.add(value(in, token));
        }
        return values;
    }

    private static String place(JsonParser in) {
        return "line " + in.currentLocation().getLineNr() + ", character "
                + in.currentLocation().getColumnNr();
    }
}
