package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * Whom a report is made for, {@code sgx_target_info_t}, 512 bytes (docs/spec/sdk-api.md section 2). Its other fields are
 * reserved or belong to key separation, which is not used here, and are zero.
 *
 * @param mrEnclave measurement of the target at 0, 32 bytes
 * @param attributes of the target at 32, 16 bytes
 * @param miscSelect u32 at 52
 */
public record TargetInfo(ByteString mrEnclave, Attributes attributes, int miscSelect) {
    /** Bytes of the structure. */
    public static final int SIZE = 512;

    public TargetInfo {
        Sizes.require("mr_enclave", mrEnclave, 32);
    }

    /** The target that is the enclave with the given report body. */
    public static TargetInfo of(ReportBody enclave) {
        return new TargetInfo(enclave.mrEnclave(), enclave.attributes(), enclave.miscSelect());
    }

    /** Reads exactly 512 bytes; what belongs to key separation or is reserved must be zero. */
    public static TargetInfo parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("target info", bytes);
        ByteString mrEnclave = in.bytes("mr_enclave", 32);
        Attributes attributes = Attributes.read(in);
        in.zeros("reserved1 and config_svn", 4);
        int miscSelect = in.u32("misc_select");
        in.zeros("config_id and reserved2", SIZE - in.offset());
        in.end();
        return new TargetInfo(mrEnclave, attributes, miscSelect);
    }

    /** The 512 bytes. */
    public byte[] encode() {
        FieldWriter out = new FieldWriter().bytes(mrEnclave);
        attributes.write(out);
        return out.zeros(4).u32(miscSelect).zeros(SIZE - 56).toArray();
    }

    /**
     * What a SOFT platform derives its report key for this target from, 100 bytes: MRENCLAVE 32, attributes 16, misc select
     * u32, {@code cpuSvn} 16, {@code keyId} 32.
     */
    public ByteString reportKeyRequest(ByteString cpuSvn, ByteString keyId) {
        FieldWriter out = new FieldWriter().bytes(mrEnclave);
        attributes.write(out);
        return out.u32(miscSelect).bytes(cpuSvn).bytes(keyId).toByteString();
    }
}
