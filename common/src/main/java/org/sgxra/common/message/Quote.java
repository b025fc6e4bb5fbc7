package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * An EPID quote, version 2 (docs/spec/sgx-quote.md section 1).
 *
 * @param body the 432 bytes that are signed
 * @param signature the encrypted signature at 436; its length is the u32 at 432. See {@link QuoteSignature#parse}
 */
public record Quote(QuoteBody body, ByteString signature) {
    /** Bytes before the signature. */
    public static final int FIXED_SIZE = 436;

    /** Reads a quote whose signature_len fits the number of bytes exactly. */
    public static Quote parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("quote", bytes);
        QuoteBody body = QuoteBody.read(in);
        int length = in.u32("signature_len");
        return new Quote(body, in.announced("signature_len", QuoteBody.SIZE, "signature", length));
    }

    /** 436 bytes and the signature. */
    public byte[] encode() {
        return new FieldWriter()
                .bytes(ByteString.of(body.encode()))
                .u32(signature.size())
                .bytes(signature)
                .toArray();
    }
}
