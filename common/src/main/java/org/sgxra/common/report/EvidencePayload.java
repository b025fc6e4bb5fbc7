package org.sgxra.common.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;

/**
 * What is posted to the attestation service to get a report, and its JSON (docs/spec/ias-api.md section 3).
 *
 * @param quote the decoded quote
 * @param pseManifest 256 bytes
 * @param nonce at most 32 characters
 */
public record EvidencePayload(ByteString quote, Optional<ByteString> pseManifest, Optional<String> nonce) {
    /** Name of the field with the quote, in base64. */
    public static final String QUOTE = "isvEnclaveQuote";

    private static final String MANIFEST = "pseManifest";
    private static final String NONCE = "nonce";
    private static final int NONCE_LENGTH = 32;
    private static final int MANIFEST_SIZE = 256;
    private static final Set<String> FIELDS = Set.of(QUOTE, MANIFEST, NONCE);
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Reads the JSON object; a null field counts as absent, an unknown one is ignored. A field may occur once. */
    public static EvidencePayload parse(byte[] json) throws InvalidEvidenceException {
        Map<String, String> fields = fields(json);
        String quote = fields.get(QUOTE);
        if (quote == null) {
            throw new InvalidEvidenceException(QUOTE + " is missing");
        }
        String nonce = fields.get(NONCE);
        if (nonce != null && nonce.length() > NONCE_LENGTH) {
            throw new InvalidEvidenceException(
                    NONCE + " has " + nonce.length() + " characters, at most 32 are allowed");
        }
        String manifest = fields.get(MANIFEST);
        return new EvidencePayload(
                decode(QUOTE, quote),
                manifest == null ? Optional.empty() : Optional.of(manifest(manifest)),
                Optional.ofNullable(nonce));
    }

    /** The quote as written in the JSON object, not yet decoded; empty when there is none. */
    public static Optional<String> quoteText(byte[] json) throws InvalidEvidenceException {
        return Optional.ofNullable(fields(json).get(QUOTE));
    }

    /**
     * The nonce as written in the JSON object, between its quotation marks, which is how a report repeats it; empty when there is none.
     *
     * @throws InvalidEvidenceException if the object is no JSON in UTF-8 (RFC 8259 section 8.1)
     */
    public static Optional<String> nonceText(byte[] json) throws InvalidEvidenceException {
        return Optional.ofNullable(fields(json, true).get(NONCE));
    }

    /** The JSON object, without white space; a field that is absent is left out. */
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField(QUOTE, base64(quote));
            if (pseManifest.isPresent()) {
                json.writeStringField(MANIFEST, base64(pseManifest.get()));
            }
            if (nonce.isPresent()) {
                json.writeStringField(NONCE, nonce.get());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string can be written to", e);
        }
        return text.toString();
    }

    private static String base64(ByteString bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static Map<String, String> fields(byte[] json) throws InvalidEvidenceException {
        return fields(json, false);
    }

    private static Map<String, String> fields(byte[] json, boolean asWritten) throws InvalidEvidenceException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidEvidenceException("the body is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (!FIELDS.contains(name)) {
                    parser.skipChildren();
                } else if (value == JsonToken.VALUE_STRING) {
                    String text = parser.getText();
                    fields.put(name, asWritten ? asWritten(parser, json) : text);
                } else if (value != JsonToken.VALUE_NULL) {
                    throw new InvalidEvidenceException(name + " is no string");
                }
            }
            if (parser.nextToken() != null) {
                throw new InvalidEvidenceException("the JSON object is not the whole body");
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw new InvalidEvidenceException("the body is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidEvidenceException("the body is no JSON: " + e.getMessage(), e);
        }
    }

    /** The characters of the string that the parser has just read whole, between its quotation marks. */
    private static String asWritten(JsonParser parser, byte[] json) throws InvalidEvidenceException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        int end = (int) parser.currentLocation().getByteOffset();
        if (start < 0) {
            throw new InvalidEvidenceException("the body is no JSON in UTF-8");
        }
        return new String(json, start + 1, end - start - 2, StandardCharsets.UTF_8);
    }

    private static ByteString manifest(String text) throws InvalidEvidenceException {
        ByteString manifest = decode(MANIFEST, text);
        if (manifest.size() != MANIFEST_SIZE) {
            throw new InvalidEvidenceException(MANIFEST + " has " + ByteCount.of(manifest.size()) + " instead of 256");
        }
        return manifest;
    }

    private static ByteString decode(String field, String text) throws InvalidEvidenceException {
        try {
            return ByteString.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new InvalidEvidenceException(field + " is no base64: " + e.getMessage(), e);
        }
    }
}
