package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * The report of an enclave, {@code sgx_report_t}, 432 bytes (docs/spec/sdk-api.md section 2).
 *
 * @param body at 0, 384 bytes, as they stand: the message authentication code covers them
 * @param keyId wear-out protection of the report key at 384, 32 bytes
 * @param mac AES-CMAC of the body under the target's report key at 416, 16 bytes
 */
public record Report(ByteString body, ByteString keyId, ByteString mac) {
    /** Bytes of the report. */
    public static final int SIZE = 432;

    public Report {
        Sizes.require("body", body, ReportBody.SIZE);
        Sizes.require("key_id", keyId, 32);
        Sizes.require("mac", mac, 16);
    }

    /** Reads exactly 432 bytes. */
    public static Report parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("report", bytes);
        Report report = read(in);
        in.end();
        return report;
    }

    static Report read(FieldReader in) throws MalformedMessageException {
        return new Report(in.bytes("body", ReportBody.SIZE), in.bytes("key_id", 32), in.bytes("mac", 16));
    }

    /** The 432 bytes. */
    public byte[] encode() {
        return ByteString.concat(body, keyId, mac).toArray();
    }
}
