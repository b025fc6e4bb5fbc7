package org.sgxra.common.dcap;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PrivateKey;

/**
 * What stands in an identity of version 2 of one of Intel's enclaves, before it is signed (docs/spec/dcap.md section 3.2). MISCSELECT is
 * zero and counts in whole; of the attributes all flags count but MODE64BIT, as in all of Intel's.
 *
 * @param id QE, QVE, QAE or TD_QE
 * @param issueDate when it is issued, in whole seconds
 * @param nextUpdate until when it may be used, in whole seconds
 * @param tcbEvaluationDataNumber u32
 * @param attributes 16 bytes in the order of a report
 * @param mrSigner 32 bytes
 * @param isvProdId u16
 * @param levels highest first
 * @param hasAdvisories false in API version 3
 */
public record EnclaveIdentityContent(
        String id,
        Instant issueDate,
        Instant nextUpdate,
        long tcbEvaluationDataNumber,
        ByteString attributes,
        ByteString mrSigner,
        int isvProdId,
        List<EnclaveTcbLevel> levels,
        boolean hasAdvisories) {
    public EnclaveIdentityContent {
        levels = List.copyOf(levels);
    }

    /** The document, signed with the key of the TCB signer. */
    public ByteString sign(P256PrivateKey signerKey) {
        return DocumentText.sign("enclaveIdentity", this::write, signerKey);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStringField("id", id);
        json.writeNumberField("version", 2);
        DocumentText.writeInstant(json, "issueDate", issueDate);
        DocumentText.writeInstant(json, "nextUpdate", nextUpdate);
        json.writeNumberField("tcbEvaluationDataNumber", tcbEvaluationDataNumber);
        json.writeStringField("miscselect", "00000000");
        json.writeStringField("miscselectMask", "FFFFFFFF");
        json.writeStringField("attributes", DocumentText.upperCase(attributes));
        json.writeStringField("attributesMask", "FBFFFFFFFFFFFFFF0000000000000000");
        json.writeStringField("mrsigner", DocumentText.upperCase(mrSigner));
        json.writeNumberField("isvprodid", isvProdId);
        DocumentText.writeEnclaveLevels(json, levels, hasAdvisories);
    }
}
