package org.sgxra.common.dcap;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;

/**
 * Intel's statement of what its quoting enclave is, version 2 (docs/spec/dcap.md section 3.2).
 *
 * @param signedBytes the inner object as it stands in the document: what the signature covers
 * @param signature nothing if the document's is not 64 bytes in hexadecimal digits
 * @param id QE, TD_QE, QVE or QAE: all are signed with one key
 * @param issueDate when it was issued
 * @param nextUpdate until when it may be used
 * @param tcbEvaluationDataNumber grows with each of Intel's TCB recoveries, u32
 * @param miscSelect 4 bytes in the order of a report
 * @param miscSelectMask 4 bytes; the bits of {@code miscSelect} that count
 * @param attributes 16 bytes in the order of a report
 * @param attributesMask 16 bytes
 * @param mrSigner 32 bytes
 * @param isvProdId u16
 * @param levels highest first
 */
public record QeIdentity(
        ByteString signedBytes,
        Optional<EcdsaP256Signature> signature,
        String id,
        Instant issueDate,
        Instant nextUpdate,
        long tcbEvaluationDataNumber,
        ByteString miscSelect,
        ByteString miscSelectMask,
        ByteString attributes,
        ByteString attributesMask,
        ByteString mrSigner,
        int isvProdId,
        List<EnclaveTcbLevel> levels) {
    private static final String DOCUMENT = "QE identity";
    private static final long U32 = 0xffffffffL;

    /** Reads {@code {"enclaveIdentity":{…},"signature":"…"}}, at most 256 KiB. */
    public static QeIdentity parse(byte[] bytes) throws DcapFormatException {
        SignedDocument document = SignedDocument.parse(DOCUMENT, "enclaveIdentity", bytes);
        JsonObject identity = document.content();
        long version = identity.number("version", U32);
        if (version != 2) {
            throw identity.fault("version", "is " + version + "; known is 2");
        }
        Instant issueDate = identity.instant("issueDate");
        Instant nextUpdate = identity.instant("nextUpdate");
        if (nextUpdate.isBefore(issueDate)) {
            throw identity.fault("nextUpdate", "is before issueDate");
        }
        return new QeIdentity(
                document.body(),
                document.signature(),
                identity.text("id"),
                issueDate,
                nextUpdate,
                identity.number("tcbEvaluationDataNumber", U32),
                identity.hex("miscselect", 4),
                identity.hex("miscselectMask", 4),
                identity.hex("attributes", 16),
                identity.hex("attributesMask", 16),
                identity.hex("mrsigner", 32),
                (int) identity.number("isvprodid", 0xffff),
                EnclaveTcbLevel.readAll(identity));
    }
}
