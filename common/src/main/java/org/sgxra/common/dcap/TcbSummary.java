package org.sgxra.common.dcap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;

/**
 * What a service provider knows of a platform's TCB after it has verified its quote, and tells the enclave (docs/spec/dcap.md section
 * 6.2).
 *
 * @param status of platform and quoting enclave together
 * @param qeStatus of the quoting enclave
 * @param advisoryIds that apply, sorted; absent if they are not known, with a TCB info of version 2
 * @param tcbDate since when the platform may be out of date
 * @param tcbEvaluationDataNumber the smaller of those of TCB info and QE identity
 * @param fmspc 6 bytes
 * @param earliestExpiration last second in which everything used is valid
 */
public record TcbSummary(
        TcbStatus status,
        TcbStatus qeStatus,
        Optional<List<String>> advisoryIds,
        Instant tcbDate,
        long tcbEvaluationDataNumber,
        ByteString fmspc,
        Instant earliestExpiration) {
    private static final JsonFactory JSON = new JsonFactory();

    public TcbSummary {
        advisoryIds = advisoryIds.map(List::copyOf);
    }

    /** The summary as a JSON object, UTF-8. */
    public ByteString json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("status", status.toString());
            json.writeStringField("qeStatus", qeStatus.toString());
            if (advisoryIds.isPresent()) {
                json.writeArrayFieldStart("advisoryIDs");
                for (String id : advisoryIds.get()) {
                    json.writeString(id);
                }
                json.writeEndArray();
            }
            json.writeStringField("tcbDate", tcbDate.toString());
            json.writeNumberField("tcbEvaluationDataNumber", tcbEvaluationDataNumber);
            json.writeStringField("fmspc", fmspc.hex());
            json.writeStringField("earliestExpiration", earliestExpiration.toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a string can be written to", e);
        }
        return ByteString.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
