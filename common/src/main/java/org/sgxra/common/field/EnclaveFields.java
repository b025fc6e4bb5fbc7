package org.sgxra.common.field;

import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.SigStruct;
import org.sgxra.common.message.TargetInfo;

/** The fields of structures of the processor and of signed enclaves (docs/spec/sdk-api.md section 2). */
public final class EnclaveFields {
    private EnclaveFields() {}

    /** A report, 432 bytes. */
    public static FieldList report(Report report) {
        FieldSplitter in = new FieldSplitter(ByteString.of(report.encode()));
        QuoteFields.reportBody(in, "report.body");
        return in.bytes("report.key_id", 32).bytes("report.mac", 16).end("report");
    }

    /**
     * {@code sgx_target_info_t}.
     *
     * @throws MalformedMessageException if there are not 512 bytes
     */
    public static FieldList targetInfo(ByteString bytes) throws MalformedMessageException {
        if (bytes.size() != TargetInfo.SIZE) {
            throw new MalformedMessageException(
                    "target info",
                    "end",
                    Math.min(bytes.size(), TargetInfo.SIZE),
                    ByteCount.of(bytes.size()) + " instead of " + TargetInfo.SIZE);
        }
        FieldSplitter in = new FieldSplitter(bytes);
        in.bytes("target_info.mr_enclave", 32);
        QuoteFields.attributes(in, "target_info.attributes");
        return in.reserved("target_info.reserved1", 2)
                .number("target_info.config_svn", 2)
                .number("target_info.misc_select", 4, FieldText::hex32)
                .reserved("target_info.reserved2", 8)
                .bytes("target_info.config_id", 64)
                .reserved("target_info.reserved3", 384)
                .end("target info");
    }

    /** SIGSTRUCT, 1808 bytes: the signature structure of an enclave. */
    public static FieldList sigStruct(byte[] bytes) throws MalformedMessageException {
        SigStruct parsed = SigStruct.parse(bytes);
        FieldSplitter in = new FieldSplitter(ByteString.of(bytes));
        in.bytes("sigstruct.header", 12)
                .number("sigstruct.type", 4, FieldText::hex32)
                .number("sigstruct.module_vendor", 4, vendor -> vendor == 0x8086 ? "0x8086 (Intel)" : hex(vendor))
                .number("sigstruct.date", 4, FieldText::date)
                .bytes("sigstruct.header2", 16)
                .number("sigstruct.hw_version", 4, FieldText::hex32)
                .reserved("sigstruct.reserved1", 84)
                .littleEndian("sigstruct.modulus", 384, "MRSIGNER, its SHA-256: " + parsed.mrSigner())
                .number("sigstruct.exponent", 4)
                .littleEndian("sigstruct.signature", 384)
                .number("sigstruct.misc_select", 4, FieldText::hex32)
                .number("sigstruct.misc_mask", 4, FieldText::hex32)
                .reserved("sigstruct.reserved2", 4)
                .bytes("sigstruct.isv_family_id", 16);
        QuoteFields.attributes(in, "sigstruct.attributes");
        return in.number("sigstruct.attribute_mask.flags", 8, FieldText::hex64)
                .number("sigstruct.attribute_mask.xfrm", 8, FieldText::hex64)
                .bytes("sigstruct.enclave_hash", 32, "MRENCLAVE")
                .reserved("sigstruct.reserved3", 16)
                .bytes("sigstruct.isvext_prod_id", 16)
                .number("sigstruct.isv_prod_id", 2)
                .number("sigstruct.isv_svn", 2)
                .reserved("sigstruct.reserved4", 12)
                .littleEndian("sigstruct.q1", 384)
                .littleEndian("sigstruct.q2", 384)
                .end("SIGSTRUCT");
    }

    private static String hex(long vendor) {
        return "0x" + Long.toHexString(vendor);
    }
}
