package org.sgxra.tool.quote;

import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.ReportBody;
import org.sgxra.tool.decode.Decoded;
import org.sgxra.tool.decode.Encoded;
import org.sgxra.tool.decode.Kind;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.decode.Structure;
import org.sgxra.tool.io.Outcome;

/**
 * The first 432 bytes of a quote, which attestation reports repeat. Nobody can verify them: the signature is missing.
 *
 * @param structures what can be shown
 * @param outcome not known to be genuine
 */
record QuoteBody(List<Structure> structures, Outcome outcome) {
    private static final int SIZE = EpidQuoteBody.SIZE;
    private static final int MAX_VERSION = 5;

    /** Bytes of this size, or an attestation report; empty for anything else. */
    static Optional<QuoteBody> of(ByteString content) {
        try {
            Encoded encoded = Encoded.of(content);
            ByteString bytes = encoded.bytes();
            if (bytes.size() == SIZE && bytes.at(0) <= MAX_VERSION && bytes.at(1) == 0) {
                return Optional.of(new QuoteBody(
                        split(bytes), Outcome.unknown("the first 432 bytes of a quote, without its signature")));
            }
            if (!bytes.isEmpty() && bytes.at(0) == '{' && Encoded.text(bytes).contains("isvEnclaveQuoteBody")) {
                return Optional.of(new QuoteBody(
                        Decoded.of(bytes, Optional.of(Kind.JSON)).structures(),
                        Outcome.unknown(
                                "an attestation report has the first 432 bytes of the quote, without its signature; "
                                        + "sgx-ra verify-report verifies the report")));
            }
            return Optional.empty();
        } catch (NotDecodableException e) {
            return Optional.empty();
        }
    }

    /** DCAP has other fields before the enclave's report. */
    private static List<Structure> split(ByteString bytes) throws NotDecodableException {
        return EcdsaQuote.isMeant(bytes)
                ? Decoded.of(bytes.slice(SIZE - ReportBody.SIZE, SIZE), Optional.of(Kind.REPORT_BODY))
                        .structures()
                : Decoded.of(bytes, Optional.of(Kind.QUOTE_BODY)).structures();
    }
}
