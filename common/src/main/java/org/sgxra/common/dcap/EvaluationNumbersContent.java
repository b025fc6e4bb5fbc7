package org.sgxra.common.dcap;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PrivateKey;

/**
 * What stands in a list of TCB evaluation data numbers, version 1, before it is signed (docs/spec/dcap.md section 7.1).
 *
 * @param tee whose numbers
 * @param issueDate when it is issued, in whole seconds
 * @param nextUpdate until when it may be used, in whole seconds
 * @param numbers newest first
 */
public record EvaluationNumbersContent(Tee tee, Instant issueDate, Instant nextUpdate, List<Entry> numbers) {
    public EvaluationNumbersContent {
        numbers = List.copyOf(numbers);
    }

    /**
     * A number that documents may be had of.
     *
     * @param tcbEvaluationDataNumber u32
     * @param recoveryEventDate when the TCB recovery was published
     * @param tcbDate what platforms reach that are up to date
     */
    public record Entry(long tcbEvaluationDataNumber, Instant recoveryEventDate, Instant tcbDate) {}

    /** The document, signed with the key of the TCB signer. */
    public ByteString sign(P256PrivateKey signerKey) {
        return DocumentText.sign("tcbEvaluationDataNumbers", this::write, signerKey);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStringField("id", tee.name());
        json.writeNumberField("version", 1);
        DocumentText.writeInstant(json, "issueDate", issueDate);
        DocumentText.writeInstant(json, "nextUpdate", nextUpdate);
        json.writeArrayFieldStart("tcbEvalNumbers");
        for (Entry entry : numbers) {
            json.writeStartObject();
            json.writeNumberField("tcbEvaluationDataNumber", entry.tcbEvaluationDataNumber);
            DocumentText.writeInstant(json, "tcbRecoveryEventDate", entry.recoveryEventDate);
            DocumentText.writeInstant(json, "tcbDate", entry.tcbDate);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
