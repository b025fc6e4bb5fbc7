package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * The service provider's answer to msg1, 168 bytes and the SigRL (docs/spec/wire-hex.md, Structs).
 *
 * @param gb the service provider's ephemeral P-256 key x, y at 0, 64 bytes, coordinates little-endian
 * @param spid service provider id at 64, 16 bytes
 * @param quoteType u16 at 80: 0 unlinkable, 1 linkable; the enclave's side takes anything but 0 for linkable
 * @param kdfId key derivation function, u16 at 82; 1 is the only one there is
 * @param signature ECDSA over g_b || g_a: r, s at 84, 64 bytes, each little-endian
 * @param mac AES-CMAC under SMK of the 148 bytes before it, at 148, 16 bytes
 * @param sigRl signature revocation list as the attestation service gave it, at 168; empty when there is none
 */
public record Msg2(
        ByteString gb,
        ByteString spid,
        int quoteType,
        int kdfId,
        ByteString signature,
        ByteString mac,
        ByteString sigRl) {
    /** Bytes before the SigRL. */
    public static final int FIXED_SIZE = 168;
    /** The only key derivation function. */
    public static final int KDF_ID = 1;

    public Msg2 {
        Sizes.require("g_b", gb, 64);
        Sizes.require("spid", spid, 16);
        Sizes.require("sign_gb_ga", signature, 64);
        Sizes.require("mac", mac, 16);
    }

    /** Reads 168 bytes and exactly as many after them as sig_rl_size says. */
    public static Msg2 parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("msg2", bytes);
        ByteString gb = in.bytes("g_b", 64);
        ByteString spid = in.bytes("spid", 16);
        int quoteType = in.u16("quote_type");
        int kdfId = in.u16("kdf_id");
        ByteString signature = in.bytes("sign_gb_ga", 64);
        ByteString mac = in.bytes("mac", 16);
        int size = in.u32("sig_rl_size");
        return new Msg2(gb, spid, quoteType, kdfId, signature, mac, in.announced("sig_rl_size", 164, "sig_rl", size));
    }

    /** The 148 bytes that the MAC of such a message covers: everything but the MAC and the list. */
    public static ByteString macInput(ByteString gb, ByteString spid, int quoteType, int kdfId, ByteString signature) {
        return new FieldWriter()
                .bytes(gb)
                .bytes(spid)
                .u16(quoteType)
                .u16(kdfId)
                .bytes(signature)
                .toByteString();
    }

    /** The 148 bytes that {@link #mac} covers. */
    public ByteString macInput() {
        return macInput(gb, spid, quoteType, kdfId, signature);
    }

    /** 168 bytes and the list. */
    public byte[] encode() {
        return new FieldWriter()
                .bytes(macInput())
                .bytes(mac)
                .u32(sigRl.size())
                .bytes(sigRl)
                .toArray();
    }
}
