package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * An EPID quote, version 2 (docs/spec/sgx-quote.md section 1).
 *
 * @param body the 432 bytes that are signed
 * @param signature the encrypted signature at 436; its length is the u32 at 432. See {@link EpidQuoteSignature#parse}
 */
public record EpidQuote(EpidQuoteBody body, ByteString signature) implements Quote {
    /** Reads a quote whose signature_len fits the number of bytes exactly. */
    public static EpidQuote parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("quote", bytes);
        EpidQuoteBody body = EpidQuoteBody.read(in);
        int length = in.u32("signature_len");
        return new EpidQuote(body, in.announced("signature_len", EpidQuoteBody.SIZE, "signature", length));
    }

    @Override
    public ReportBody report() {
        return body.report();
    }

    /** 436 bytes and the signature. */
    @Override
    public byte[] encode() {
        return new FieldWriter()
                .bytes(ByteString.of(body.encode()))
                .u32(signature.size())
                .bytes(signature)
                .toArray();
    }
}
