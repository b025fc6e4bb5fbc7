package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * The verdict, service provider to client, 105 bytes and whatever follows (docs/spec/wire-hex.md, Structs and msg4 extension).
 *
 * @param status the verdict, u32 at 0
 * @param platformInfo platform info blob without its TLV header at 4, 101 bytes; zero when there is none
 * @param extension the bytes after the first 105; empty when the service provider sends the original's message
 */
public record Msg4(TrustStatus status, ByteString platformInfo, ByteString extension) {
    /** Bytes of the message without extension. */
    public static final int FIXED_SIZE = 105;

    public Msg4 {
        Sizes.require("platform_info_blob", platformInfo, PlatformInfoBlob.SIZE);
    }

    /** The original's message: 105 bytes. */
    public Msg4(TrustStatus status, ByteString platformInfo) {
        this(status, platformInfo, ByteString.EMPTY);
    }

    /** Reads 105 bytes; more may follow. */
    public static Msg4 parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("msg4", bytes);
        int status = in.u32("status");
        if (status < 0 || status >= TrustStatus.values().length) {
            throw in.fault("status", 0, "is " + Integer.toUnsignedString(status) + ", not 0 to 3");
        }
        return new Msg4(TrustStatus.values()[status], in.bytes("platform_info_blob", PlatformInfoBlob.SIZE), in.rest());
    }

    /** True when the blob is not all zero. */
    public boolean hasPlatformInfo() {
        return !platformInfo.isZero();
    }

    /** 105 bytes and the extension. */
    public byte[] encode() {
        return new FieldWriter()
                .u32(status.value())
                .bytes(platformInfo)
                .bytes(extension)
                .toArray();
    }
}
