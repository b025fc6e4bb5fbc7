package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * The first message, client to service provider, 72 bytes (docs/spec/wire-hex.md, Structs).
 *
 * @param extendedGroupId extended EPID group id, u32 at 0; Intel's standard group is 0
 * @param ga the client's ephemeral P-256 key x, y at 4, 64 bytes, coordinates little-endian; not yet known to be a point
 * @param gid EPID group id, u32 at 68
 */
public record Msg0Msg1(int extendedGroupId, ByteString ga, EpidGroupId gid) {
    /** Bytes of the message. */
    public static final int SIZE = 72;

    public Msg0Msg1 {
        Sizes.require("g_a", ga, 64);
    }

    /** Joins the two parts as the enclave's side has them: msg1 is g_a and the group id, 68 bytes. */
    public static Msg0Msg1 of(int extendedGroupId, byte[] msg1) throws MalformedMessageException {
        return parse(new FieldWriter()
                .u32(extendedGroupId)
                .bytes(ByteString.of(msg1))
                .toArray());
    }

    /** Reads exactly 72 bytes. */
    public static Msg0Msg1 parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("msg0||msg1", bytes);
        Msg0Msg1 message = new Msg0Msg1(
                in.u32("msg0.extended_epid_group_id"), in.bytes("msg1.g_a", 64), new EpidGroupId(in.u32("msg1.gid")));
        in.end();
        return message;
    }

    /** The 72 bytes. */
    public byte[] encode() {
        return new FieldWriter().u32(extendedGroupId).bytes(ga).u32(gid.value()).toArray();
    }
}
