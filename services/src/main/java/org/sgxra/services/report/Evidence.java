package org.sgxra.services.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;

/**
 * The body of a request for a report (docs/spec/ias-api.md section 3).
 *
 * @param quote the decoded quote
 * @param pseManifest 256 bytes
 * @param nonce at most 32 characters
 */
public record Evidence(ByteString quote, Optional<ByteString> pseManifest, Optional<String> nonce) {
    private static final int NONCE_LENGTH = 32;
    private static final int MANIFEST_SIZE = 256;
    private static final Set<String> FIELDS = Set.of("isvEnclaveQuote", "pseManifest", "nonce");
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Reads the JSON object; a null field counts as absent, an unknown one is ignored. */
    public static Evidence parse(byte[] json) throws RejectedEvidenceException {
        Map<String, String> fields = fields(json);
        String quote = fields.get("isvEnclaveQuote");
        if (quote == null) {
            throw new RejectedEvidenceException("isvEnclaveQuote is missing");
        }
        String nonce = fields.get("nonce");
        if (nonce != null && nonce.length() > NONCE_LENGTH) {
            throw new RejectedEvidenceException("nonce has " + nonce.length() + " characters, at most 32 are allowed");
        }
        String manifest = fields.get("pseManifest");
        return new Evidence(
                decode("isvEnclaveQuote", quote),
                manifest == null ? Optional.empty() : Optional.of(manifest(manifest)),
                Optional.ofNullable(nonce));
    }

    private static Map<String, String> fields(byte[] json) throws RejectedEvidenceException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RejectedEvidenceException("the body is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (!FIELDS.contains(name)) {
                    parser.skipChildren();
                } else if (value == JsonToken.VALUE_STRING) {
                    fields.put(name, parser.getText());
                } else if (value != JsonToken.VALUE_NULL) {
                    throw new RejectedEvidenceException(name + " is no string");
                }
            }
            if (parser.nextToken() != null) {
                throw new RejectedEvidenceException("the JSON object is not the whole body");
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw new RejectedEvidenceException("the body is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new RejectedEvidenceException("the body is no JSON: " + e.getMessage(), e);
        }
    }

    private static ByteString manifest(String text) throws RejectedEvidenceException {
        ByteString manifest = decode("pseManifest", text);
        if (manifest.size() != MANIFEST_SIZE) {
            throw new RejectedEvidenceException("pseManifest has " + manifest.size() + " bytes instead of 256");
        }
        return manifest;
    }

    private static ByteString decode(String field, String text) throws RejectedEvidenceException {
        try {
            return ByteString.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new RejectedEvidenceException(field + " is no base64: " + e.getMessage(), e);
        }
    }
}
