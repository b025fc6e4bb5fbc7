package org.sgxra.common.message;

import java.util.EnumSet;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;

/**
 * What the attestation service tells about a platform that should be updated, 101 bytes
 * (docs/spec/ias-api.md section 5.4, {@code sgx_platform_info_t}).
 *
 * @param groupFlags u8 at 0
 * @param tcbFlags u16 big-endian at 1
 * @param pseFlags u16 big-endian at 3
 * @param latestTcbPsvn latest equivalent TCB at 5, 18 bytes: CPUSVN 16, ISVSVN u16 little-endian
 * @param latestPseIsvSvn u16 big-endian at 23
 * @param latestPsdaSvn u32 big-endian at 25
 * @param xeid extended EPID group id, u32 little-endian at 29
 * @param gid EPID group id, u32 big-endian at 33
 * @param signature ECDSA P-256 / SHA-256 over the 37 bytes before it, r and s big-endian, at 37, 64 bytes
 */
public record PlatformInfoBlob(
        int groupFlags,
        int tcbFlags,
        int pseFlags,
        ByteString latestTcbPsvn,
        int latestPseIsvSvn,
        int latestPsdaSvn,
        int xeid,
        EpidGroupId gid,
        ByteString signature) {
    /** Bytes of the blob. */
    public static final int SIZE = 101;
    /** Bytes that the signature covers. */
    public static final int SIGNED_SIZE = 37;
    /** Bytes of the blob with the header that stands before it in an attestation report. */
    public static final int TLV_SIZE = SIZE + 4;

    private static final int TLV_TYPE = 21;
    private static final int TLV_VERSION = 2;

    public PlatformInfoBlob {
        Sizes.require("latest_equivalent_tcb_psvn", latestTcbPsvn, 18);
        Sizes.require("signature", signature, 64);
    }

    /** Reads exactly 101 bytes. */
    public static PlatformInfoBlob parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("platform info blob", bytes);
        PlatformInfoBlob blob = new PlatformInfoBlob(
                in.u8("sgx_epid_group_flags"),
                in.u16be("sgx_tcb_evaluation_flags"),
                in.u16be("pse_evaluation_flags"),
                in.bytes("latest_equivalent_tcb_psvn", 18),
                in.u16be("latest_pse_isvsvn"),
                in.u32be("latest_psda_svn"),
                in.u32("xeid"),
                new EpidGroupId(in.u32be("gid")),
                in.bytes("signature", 64));
        in.end();
        return blob;
    }

    /**
     * Reads the form in an attestation report, 105 bytes: type 21, version 2, size u16 big-endian = 101, then the blob.
     */
    public static PlatformInfoBlob parseTlv(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("platform info blob", bytes);
        int type = in.u8("type");
        int version = in.u8("version");
        int size = in.u16be("size");
        if (type != TLV_TYPE || version != TLV_VERSION || size != SIZE || in.remaining() != SIZE) {
            throw in.fault(
                    "header",
                    0,
                    "type " + type + ", version " + version + ", size " + size + " with " + in.remaining()
                            + " bytes after it; known is type 21, version 2, size 101");
        }
        return parse(in.rest().toArray());
    }

    /** The 37 bytes that the signature of such a blob covers; the signature of this one is not looked at. */
    public ByteString signedBytes() {
        return new FieldWriter()
                .u8(groupFlags)
                .u16be(tcbFlags)
                .u16be(pseFlags)
                .bytes(latestTcbPsvn)
                .u16be(latestPseIsvSvn)
                .u32be(latestPsdaSvn)
                .u32(xeid)
                .u32be(gid.value())
                .toByteString();
    }

    /** This blob with another signature. */
    public PlatformInfoBlob withSignature(ByteString newSignature) {
        return new PlatformInfoBlob(
                groupFlags, tcbFlags, pseFlags, latestTcbPsvn, latestPseIsvSvn, latestPsdaSvn, xeid, gid, newSignature);
    }

    /** What the flags say; bits without a known meaning are in none. */
    public Set<PlatformFlag> flags() {
        Set<PlatformFlag> flags = EnumSet.noneOf(PlatformFlag.class);
        for (PlatformFlag flag : PlatformFlag.values()) {
            if (flag.isSetIn(this)) {
                flags.add(flag);
            }
        }
        return flags;
    }

    /** The 101 bytes. */
    public byte[] encode() {
        return ByteString.concat(signedBytes(), signature).toArray();
    }

    /** The 105 bytes of an attestation report. */
    public byte[] encodeTlv() {
        return new FieldWriter()
                .u8(TLV_TYPE)
                .u8(TLV_VERSION)
                .u16be(SIZE)
                .bytes(ByteString.of(encode()))
                .toArray();
    }
}
