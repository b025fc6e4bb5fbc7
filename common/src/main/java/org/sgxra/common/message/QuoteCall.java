package org.sgxra.common.message;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;

/**
 * The arguments of {@code sgx_get_quote} on their way from the C half of SOFT to the platform, little-endian.
 *
 * @param report of the application's enclave for the quoting enclave, at 0, 432 bytes
 * @param spid at 432, 16 bytes
 * @param signType u32 at 448 as it came; it may be wrong
 * @param nonce at 456, 16 bytes; whether there is one is the u32 at 452
 * @param quoteCapacity size of the caller's buffer, u32 at 472, unsigned
 * @param sigRl signature revocation list at 480, as long as the u32 at 476 says; empty means none
 */
public record QuoteCall(
        Report report,
        ByteString spid,
        int signType,
        Optional<ByteString> nonce,
        long quoteCapacity,
        ByteString sigRl) {
    public QuoteCall {
        Sizes.require("spid", spid, 16);
        nonce.ifPresent(bytes -> Sizes.require("nonce", bytes, 16));
    }

    /** Reads 480 bytes and the list that they announce. */
    public static QuoteCall parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("quote call", bytes);
        Report report = Report.read(in);
        ByteString spid = in.bytes("spid", 16);
        int signType = in.u32("sign_type");
        boolean noncePresent = in.u32("nonce_present") != 0;
        ByteString nonce = in.bytes("nonce", 16);
        long capacity = Integer.toUnsignedLong(in.u32("quote_capacity"));
        int listSize = in.u32("sig_rl_size");
        return new QuoteCall(
                report,
                spid,
                signType,
                noncePresent ? Optional.of(nonce) : Optional.empty(),
                capacity,
                in.announced("sig_rl_size", 476, "sig_rl", listSize));
    }

    /** 480 bytes and the list. */
    public byte[] encode() {
        return new FieldWriter()
                .bytes(ByteString.of(report.encode()))
                .bytes(spid)
                .u32(signType)
                .u32(nonce.isPresent() ? 1 : 0)
                .bytes(nonce.orElse(ByteString.zeros(16)))
                .u32((int) quoteCapacity)
                .u32(sigRl.size())
                .bytes(sigRl)
                .toArray();
    }
}
