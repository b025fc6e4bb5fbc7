package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * What a quote states, the 432 bytes that its EPID signature covers (docs/spec/sgx-quote.md section 1). The attestation
 * report repeats them as {@code isvEnclaveQuoteBody}.
 *
 * @param signType u16 at 2; before it the version, u16 at 0, always 2
 * @param gid EPID group id, u32 at 4
 * @param qeSvn security version of the quoting enclave, u16 at 8
 * @param pceSvn security version of the provisioning certification enclave, u16 at 10
 * @param xeid extended EPID group id, u32 at 12 (the simulation SDK has efefefef here)
 * @param basename at 16, 32 bytes: SPID, then 16 zero (linkable) or random (unlinkable) bytes
 * @param report at 48, 384 bytes
 */
public record EpidQuoteBody(
        SignType signType, EpidGroupId gid, int qeSvn, int pceSvn, int xeid, ByteString basename, ReportBody report) {
    /** Bytes of the body. */
    public static final int SIZE = 432;
    /** The version of EPID quotes. */
    public static final int VERSION = 2;

    public EpidQuoteBody {
        Sizes.require("basename", basename, 32);
    }

    /** Reads exactly 432 bytes. */
    public static EpidQuoteBody parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("quote", bytes);
        EpidQuoteBody body = read(in);
        in.end();
        return body;
    }

    static EpidQuoteBody read(FieldReader in) throws MalformedMessageException {
        int version = in.u16("version");
        if (version != VERSION) {
            throw unknownVersion(in, version);
        }
        SignType signType = SignType.of(in, "sign_type", 2, in.u16("sign_type"));
        EpidGroupId gid = new EpidGroupId(in.u32("epid_group_id"));
        int qeSvn = in.u16("qe_svn");
        int pceSvn = in.u16("pce_svn");
        int xeid = in.u32("xeid");
        ByteString basename = in.bytes("basename", 32);
        return new EpidQuoteBody(
                signType,
                gid,
                qeSvn,
                pceSvn,
                xeid,
                basename,
                ReportBody.parse(in.bytes("report_body", ReportBody.SIZE).toArray()));
    }

    private static MalformedMessageException unknownVersion(FieldReader in, int version) {
        return in.fault("version", 0, "is " + version + "; only version " + VERSION + " (EPID) is known");
    }

    /** The service provider id in the basename, 16 bytes. */
    public ByteString spid() {
        return basename.slice(0, 16);
    }

    /** The 432 bytes. */
    public byte[] encode() {
        return new FieldWriter()
                .u16(VERSION)
                .u16(signType.value())
                .u32(gid.value())
                .u16(qeSvn)
                .u16(pceSvn)
                .u32(xeid)
                .bytes(basename)
                .bytes(ByteString.of(report.encode()))
                .toArray();
    }
}
