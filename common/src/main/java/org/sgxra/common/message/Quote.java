package org.sgxra.common.message;

/**
 * An enclave's report under the signature of a quoting enclave. Quotes that a session carries, EPID's and DCAP's of version 3, begin with
 * 48 bytes of their own, the report body of 384 bytes, and the length of the signature, u32 little-endian at 432.
 */
public sealed interface Quote permits EpidQuote, EcdsaQuote {
    /** Bytes before the signature. */
    int FIXED_SIZE = 436;

    /** What the quote states of the enclave. */
    ReportBody report();

    /** The bytes on the wire. */
    byte[] encode();

    /**
     * Reads a quote of the kind that its version, u16 little-endian at 0, names: 2 EPID, 3 to 5 DCAP.
     *
     * @throws MalformedMessageException if the version is unknown or the quote is not well-formed
     */
    static Quote parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("quote", bytes);
        int version = in.u16("version");
        return switch (version) {
            case EpidQuoteBody.VERSION -> EpidQuote.parse(bytes);
            case 3, 4, 5 -> EcdsaQuote.parse(bytes);
            default -> throw in.fault("version", 0, "is " + version + "; known are 2 (EPID) and 3 to 5 (DCAP)");
        };
    }
}
