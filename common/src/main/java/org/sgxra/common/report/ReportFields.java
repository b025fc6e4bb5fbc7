package org.sgxra.common.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sgxra.common.report.InvalidReportException.Step;

/**
 * The fields of the one JSON object that a body is, by name. A field may occur once; {@code null} counts as absent; what is
 * not asked for is ignored. Total: any bytes give this or an {@link InvalidReportException}.
 */
final class ReportFields {
    static final String NONCE = "nonce";
    static final String ID = "id";
    static final String TIMESTAMP = "timestamp";
    static final String VERSION = "version";
    static final String EPID_PSEUDONYM = "epidPseudonym";
    static final String ADVISORY_URL = "advisoryURL";
    static final String ADVISORY_IDS = "advisoryIDs";
    static final String ISV_ENCLAVE_QUOTE_STATUS = "isvEnclaveQuoteStatus";
    static final String REVOCATION_REASON = "revocationReason";
    static final String PSE_MANIFEST_STATUS = "pseManifestStatus";
    static final String PSE_MANIFEST_HASH = "pseManifestHash";
    static final String PLATFORM_INFO_BLOB = "platformInfoBlob";
    static final String ISV_ENCLAVE_QUOTE_BODY = "isvEnclaveQuoteBody";
    static final String TCB_EVALUATION_DATA_NUMBER = "tcbEvaluationDataNumber";
    static final String ATTESTATION_TYPE = "attestationType";
    static final String DOC_IDS = "docIDs";

    private static final JsonFactory JSON = new JsonFactory();
    /** Stands for a value of a kind that no field of a report has. */
    private static final Object OTHER = new Object();

    private final Step step;
    private final Map<String, Object> values;

    private ReportFields(Step step, Map<String, Object> values) {
        this.step = step;
        this.values = values;
    }

    /** The same fields, whose failures belong to another step. */
    ReportFields at(Step other) {
        return new ReportFields(other, values);
    }

    /**
     * Reads a body.
     *
     * @param step the step of verification that failures belong to
     */
    static ReportFields read(Step step, byte[] body) throws InvalidReportException {
        ReportFields fields = new ReportFields(step, new HashMap<>());
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw fields.fault("body", "not UTF-8");
        }
        try (JsonParser parser = JSON.createParser(text)) {
            fields.readObject(parser);
        } catch (JsonProcessingException e) {
            throw new InvalidReportException(step, "body", "no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidReportException(step, "body", "no JSON: " + e.getMessage(), e);
        }
        return fields;
    }

    private void readObject(JsonParser parser) throws IOException, InvalidReportException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw fault("body", "no JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (values.containsKey(name)) {
                throw fault(name, "occurs twice");
            }
            values.put(name, readValue(parser));
        }
        if (parser.nextToken() != null) {
            throw fault("body", "something follows the JSON object");
        }
    }

    private static Object readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> readNumber(parser);
            case START_ARRAY -> readArray(parser);
            default -> {
                parser.skipChildren();
                yield OTHER;
            }
        };
    }

    private static Object readNumber(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? OTHER : (Object) parser.getLongValue();
    }

    private static Object readArray(JsonParser parser) throws IOException {
        List<String> strings = new ArrayList<>();
        boolean onlyStrings = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                strings.add(parser.getText());
            } else {
                onlyStrings = false;
                parser.skipChildren();
            }
        }
        return onlyStrings ? List.copyOf(strings) : OTHER;
    }

    /** A string that must be there. */
    String text(String name) throws InvalidReportException {
        String value = optionalText(name);
        if (value == null) {
            throw fault(name, "missing");
        }
        return value;
    }

    /** A string, or null. */
    String optionalText(String name) throws InvalidReportException {
        Object value = values.get(name);
        if (value != null && !(value instanceof String)) {
            throw fault(name, "not a string");
        }
        return (String) value;
    }

    /** A whole number from 0 to 2^31 - 1, or null. */
    Integer optionalNumber(String name) throws InvalidReportException {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Long number) || number < 0 || number > Integer.MAX_VALUE) {
            throw fault(name, "not a whole number from 0 to 2147483647");
        }
        return number.intValue();
    }

    /** An array of strings; empty when absent. */
    List<String> strings(String name) throws InvalidReportException {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw fault(name, "not an array of strings");
        }
        return list.stream().map(String.class::cast).toList();
    }

    InvalidReportException fault(String name, String reason) {
        return new InvalidReportException(step, name, reason);
    }
}
