package org.sgxra.tool.decode;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.report.EvidencePayload;
import org.sgxra.common.report.InvalidEvidenceException;

/** The bytes of a quote in whatever form people have it, well-formed or not. */
public final class QuoteBytes {
    private QuoteBytes() {}

    /** What stands in a file; of JSON that is posted to the attestation service, the quote in it. Empty if that cannot be told. */
    public static Optional<ByteString> of(ByteString content) {
        try {
            Encoded encoded = Encoded.of(content);
            return Optional.of(
                    encoded.form().endsWith(Encoded.JSON_FORM)
                            ? EvidencePayload.parse(encoded.bytes().toArray()).quote()
                            : encoded.bytes());
        } catch (NotDecodableException | InvalidEvidenceException e) {
            return Optional.empty();
        }
    }
}
