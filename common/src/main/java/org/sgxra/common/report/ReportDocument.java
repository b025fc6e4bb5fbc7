package org.sgxra.common.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.PlatformInfoBlob;

/**
 * The content of an attestation verification report to be written; its JSON is what Intel's service wrote, byte for byte
 * (docs/spec/ias-api.md section 5). {@link AttestationReport} reads it.
 *
 * @param nonce as it came: the characters between the quotation marks of the JSON string, escapes and all, so that it is echoed byte
 *     for byte ({@link EvidencePayload#nonceText})
 * @param id decimal number
 * @param timestamp when it was made
 * @param version of the API; versions 1 and 2 do not stand in the report
 * @param epidPseudonym 128 bytes
 * @param advisoryIds of the signed body: empty means that neither they nor the URL are there
 * @param status isvEnclaveQuoteStatus
 * @param revocationReason with GROUP_REVOKED
 * @param pseManifestStatus only with the five statuses of a good signature
 * @param pseManifestHash 32 bytes
 * @param platformInfo with its header in the JSON
 * @param quoteBody 432 bytes
 * @param tcbEvaluationDataNumber from version 5 on
 */
public record ReportDocument(
        Optional<String> nonce,
        String id,
        Instant timestamp,
        int version,
        Optional<ByteString> epidPseudonym,
        List<String> advisoryIds,
        QuoteStatus status,
        Optional<Integer> revocationReason,
        Optional<String> pseManifestStatus,
        Optional<ByteString> pseManifestHash,
        Optional<PlatformInfoBlob> platformInfo,
        ByteString quoteBody,
        Optional<Integer> tcbEvaluationDataNumber) {
    /** The one place where Intel tells of advisories. */
    public static final String ADVISORY_URL = "https://security-center.intel.com";

    private static final int FIRST_NAMED_VERSION = 3;
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    public ReportDocument {
        advisoryIds = List.copyOf(advisoryIds);
    }

    /** The JSON: ASCII but for the nonce, no white space, fields in Intel's order. */
    public byte[] toJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (nonce.isPresent()) {
                json.writeFieldName(ReportFields.NONCE);
                json.writeRawValue('"' + nonce.get() + '"');
            }
            json.writeStringField(ReportFields.ID, id);
            json.writeStringField(ReportFields.TIMESTAMP, TIMESTAMP.format(timestamp));
            if (version >= FIRST_NAMED_VERSION) {
                json.writeNumberField(ReportFields.VERSION, version);
            }
            string(json, ReportFields.EPID_PSEUDONYM, epidPseudonym.map(ReportDocument::base64));
            writeAdvisories(json);
            json.writeStringField(ReportFields.ISV_ENCLAVE_QUOTE_STATUS, status.name());
            number(json, ReportFields.REVOCATION_REASON, revocationReason);
            string(json, ReportFields.PSE_MANIFEST_STATUS, pseManifestStatus);
            string(json, ReportFields.PSE_MANIFEST_HASH, pseManifestHash.map(ReportDocument::base16));
            string(
                    json,
                    ReportFields.PLATFORM_INFO_BLOB,
                    platformInfo.map(blob -> base16(ByteString.of(blob.encodeTlv()))));
            json.writeStringField(ReportFields.ISV_ENCLAVE_QUOTE_BODY, base64(quoteBody));
            number(json, ReportFields.TCB_EVALUATION_DATA_NUMBER, tcbEvaluationDataNumber);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return out.toByteArray();
    }

    private void writeAdvisories(JsonGenerator json) throws IOException {
        if (!advisoryIds.isEmpty()) {
            json.writeStringField(ReportFields.ADVISORY_URL, ADVISORY_URL);
            json.writeArrayFieldStart(ReportFields.ADVISORY_IDS);
            for (String advisory : advisoryIds) {
                json.writeString(advisory);
            }
            json.writeEndArray();
        }
    }

    private static void string(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    private static void number(JsonGenerator json, String name, Optional<Integer> value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.get());
        }
    }

    private static String base64(ByteString bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static String base16(ByteString bytes) {
        return bytes.hex().toUpperCase(Locale.ROOT);
    }
}
