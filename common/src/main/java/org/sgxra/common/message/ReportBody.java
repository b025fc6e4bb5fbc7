package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * The body of an enclave's report, 384 bytes (docs/spec/sdk-api.md section 2, {@code sgx_report_body_t}). Offsets in bytes.
 *
 * @param cpuSvn at 0, 16 bytes
 * @param miscSelect u32 at 16
 * @param isvExtProdId at 32, 16 bytes (reserved in early SDKs)
 * @param attributes at 48, 16 bytes
 * @param mrEnclave measurement of the enclave at 64, 32 bytes
 * @param mrSigner SHA-256 of the signer's modulus at 128, 32 bytes
 * @param configId at 192, 64 bytes (reserved in early SDKs)
 * @param isvProdId u16 at 256
 * @param isvSvn u16 at 258
 * @param configSvn u16 at 260 (reserved in early SDKs)
 * @param isvFamilyId at 304, 16 bytes (reserved in early SDKs)
 * @param reportData the enclave's own 64 bytes at 320
 */
public record ReportBody(
        ByteString cpuSvn,
        int miscSelect,
        ByteString isvExtProdId,
        Attributes attributes,
        ByteString mrEnclave,
        ByteString mrSigner,
        ByteString configId,
        int isvProdId,
        int isvSvn,
        int configSvn,
        ByteString isvFamilyId,
        ByteString reportData) {
    /** Bytes of the body. */
    public static final int SIZE = 384;

    public ReportBody {
        Sizes.require("cpu_svn", cpuSvn, 16);
        Sizes.require("isv_ext_prod_id", isvExtProdId, 16);
        Sizes.require("mr_enclave", mrEnclave, 32);
        Sizes.require("mr_signer", mrSigner, 32);
        Sizes.require("config_id", configId, 64);
        Sizes.require("isv_family_id", isvFamilyId, 16);
        Sizes.require("report_data", reportData, 64);
    }

    /** Reads exactly 384 bytes; what is reserved in every SDK must be zero. */
    public static ReportBody parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("report body", bytes);
        ReportBody body = read(in, FieldReader::zeros);
        in.end();
        return body;
    }

    /**
     * The fields of 384 bytes as a quoting enclave signed them: reserved bytes may hold what later processors put there, and
     * {@link #encode} does not give them back.
     */
    public static ReportBody ofSigned(ByteString bytes) {
        Sizes.require("report_body", bytes, SIZE);
        try {
            return read(new FieldReader("report body", bytes), FieldReader::bytes);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("384 bytes have every field", e);
        }
    }

    /** How reserved bytes are read. */
    @FunctionalInterface
    private interface Reserved {
        void read(FieldReader in, String field, int size) throws MalformedMessageException;
    }

    private static ReportBody read(FieldReader in, Reserved reserved) throws MalformedMessageException {
        ByteString cpuSvn = in.bytes("cpu_svn", 16);
        int miscSelect = in.u32("misc_select");
        reserved.read(in, "reserved1", 12);
        ByteString isvExtProdId = in.bytes("isv_ext_prod_id", 16);
        Attributes attributes = Attributes.read(in);
        ByteString mrEnclave = in.bytes("mr_enclave", 32);
        reserved.read(in, "reserved2", 32);
        ByteString mrSigner = in.bytes("mr_signer", 32);
        reserved.read(in, "reserved3", 32);
        ByteString configId = in.bytes("config_id", 64);
        int isvProdId = in.u16("isv_prod_id");
        int isvSvn = in.u16("isv_svn");
        int configSvn = in.u16("config_svn");
        reserved.read(in, "reserved4", 42);
        ByteString isvFamilyId = in.bytes("isv_family_id", 16);
        ByteString reportData = in.bytes("report_data", 64);
        return new ReportBody(
                cpuSvn,
                miscSelect,
                isvExtProdId,
                attributes,
                mrEnclave,
                mrSigner,
                configId,
                isvProdId,
                isvSvn,
                configSvn,
                isvFamilyId,
                reportData);
    }

    /** The 384 bytes. */
    public byte[] encode() {
        FieldWriter out =
                new FieldWriter().bytes(cpuSvn).u32(miscSelect).zeros(12).bytes(isvExtProdId);
        attributes.write(out);
        return out.bytes(mrEnclave)
                .zeros(32)
                .bytes(mrSigner)
                .zeros(32)
                .bytes(configId)
                .u16(isvProdId)
                .u16(isvSvn)
                .u16(configSvn)
                .zeros(42)
                .bytes(isvFamilyId)
                .bytes(reportData)
                .toArray();
    }
}
