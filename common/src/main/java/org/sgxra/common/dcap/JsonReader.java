package org.sgxra.common.dcap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;

/**
 * Reads JSON as strictly as signed documents need it: UTF-8 without byte order mark, no member twice, integers from 0 to
 * 2<sup>32</sup> - 1 only, at most 32 levels, nothing after the outer object.
 */
final class JsonReader {
    /** Stands for {@code null}, which no member of a document has. */
    static final Object NULL = new Object();

    /** Nesting levels at most. */
    static final int MAX_DEPTH = 32;

    private static final long MAX_NUMBER = 0xffffffffL;
    private static final int MAX_NUMBER_DIGITS = 10;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String document;
    private final String text;
    private final JsonParser parser;

    private JsonReader(String document, String text, JsonParser parser) {
        this.document = document;
        this.text = text;
        this.parser = parser;
    }

    /**
     * A member of the outer object.
     *
     * @param value as {@link JsonObject#members} holds it
     * @param source the bytes of the value as they stand in the document, if it is an object
     */
    record Member(Object value, ByteString source) {}

    /** Reads the outer object of {@code bytes}, at most {@code maxSize} of them. */
    static Map<String, Member> read(String document, byte[] bytes, int maxSize) throws DcapFormatException {
        if (bytes.length > maxSize) {
            throw new DcapFormatException(
                    document, "size", ByteCount.of(bytes.length) + "; at most " + maxSize + " are possible");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DcapFormatException(document, "text", "is not UTF-8");
        }
        try (JsonParser parser = JSON.createParser(text)) {
            return new JsonReader(document, text, parser).readOuter();
        } catch (JsonProcessingException e) {
            throw new DcapFormatException(document, "no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new DcapFormatException(document, "no JSON: " + e.getMessage(), e);
        }
    }

    private Map<String, Member> readOuter() throws IOException, DcapFormatException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new DcapFormatException(document, "text", "is no JSON object");
        }
        Map<String, Member> members = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            int start = (int) parser.currentTokenLocation().getCharOffset();
            Object value = readValue(name);
            members.put(name, new Member(value, value instanceof Map ? sourceFrom(start) : ByteString.EMPTY));
        }
        if (parser.nextToken() != null) {
            throw new DcapFormatException(document, "text", "something follows the outer object");
        }
        return members;
    }

    /** The bytes from {@code start} to the end of the object that was read last. */
    private ByteString sourceFrom(int start) {
        int end = (int) parser.currentLocation().getCharOffset();
        return ByteString.of(text.substring(start, end).getBytes(StandardCharsets.UTF_8));
    }

    private Object readValue(String path) throws IOException, DcapFormatException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(path);
            case START_ARRAY -> readArray(path);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> readNumber(path);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> NULL;
            default -> throw new DcapFormatException(document, path, "is no integer from 0 to 4294967295");
        };
    }

    private Map<String, Object> readObject(String path) throws IOException, DcapFormatException {
        Map<String, Object> members = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, readValue(path + "." + name));
        }
        return Map.copyOf(members);
    }

    private List<Object> readArray(String path) throws IOException, DcapFormatException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(readValue(path + "[" + elements.size() + "]"));
        }
        return List.copyOf(elements);
    }

    private Long readNumber(String path) throws IOException, DcapFormatException {
        String digits = parser.getText();
        if (digits.charAt(0) != '-' && digits.length() <= MAX_NUMBER_DIGITS) {
            long value = Long.parseLong(digits);
            if (value <= MAX_NUMBER) {
                return value;
            }
        }
        throw new DcapFormatException(document, path, "is no integer from 0 to 4294967295");
    }
}
