package org.sgxra.common.message;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;

/**
 * The arguments of {@code sgx_get_quote_ex} on their way from the C half of SOFT to the platform, 1224 bytes, little-endian.
 *
 * @param keyId attestation key that shall sign, at 0, 256 bytes
 * @param quoteCapacity size of the caller's buffer, u32 at 256, unsigned
 * @param report of the application's enclave for the quoting enclave, at 260, 432 bytes
 * @param reportInfo for the quoting enclave's report to the caller; whether there is any is the u32 at 692, 0 or 1
 */
public record EcdsaQuoteCall(
        AttestationKeyId keyId, long quoteCapacity, Report report, Optional<QeReportInfo> reportInfo) {
    /** Bytes of the request. */
    public static final int SIZE = 1224;

    private static final String PRESENT = "report_info_present";

    /**
     * What the caller wants of the quoting enclave's report.
     *
     * @param nonce at 696, 16 bytes
     * @param target enclave that shall verify the report, at 712, 512 bytes
     */
    public record QeReportInfo(ByteString nonce, TargetInfo target) {
        public QeReportInfo {
            Sizes.require("nonce", nonce, 16);
        }
    }

    /** Reads exactly 1224 bytes. Without report info its bytes are not looked at. */
    public static EcdsaQuoteCall parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("ECDSA quote call", bytes);
        AttestationKeyId keyId = AttestationKeyId.read(in);
        long capacity = Integer.toUnsignedLong(in.u32("quote_size"));
        Report report = Report.read(in);
        int at = in.offset();
        int present = in.u32(PRESENT);
        if (present != 0 && present != 1) {
            throw in.fault(PRESENT, at, "is " + Integer.toUnsignedString(present) + ", neither 0 nor 1");
        }
        ByteString nonce = in.bytes("nonce", 16);
        ByteString target = in.bytes("target_info", TargetInfo.SIZE);
        in.end();
        return new EcdsaQuoteCall(
                keyId,
                capacity,
                report,
                present == 1
                        ? Optional.of(new QeReportInfo(nonce, TargetInfo.parse(target.toArray())))
                        : Optional.empty());
    }

    /** The 1224 bytes. */
    public byte[] encode() {
        return new FieldWriter()
                .bytes(ByteString.of(keyId.encode()))
                .u32((int) quoteCapacity)
                .bytes(ByteString.of(report.encode()))
                .u32(reportInfo.isPresent() ? 1 : 0)
                .bytes(reportInfo.map(QeReportInfo::nonce).orElse(ByteString.zeros(16)))
                .bytes(reportInfo
                        .map(info -> ByteString.of(info.target().encode()))
                        .orElse(ByteString.zeros(TargetInfo.SIZE)))
                .toArray();
    }
}
