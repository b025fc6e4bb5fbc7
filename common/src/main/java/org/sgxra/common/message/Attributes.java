package org.sgxra.common.message;

/**
 * Attributes of an enclave, 16 bytes: two little-endian u64 (Intel SDM volume 3D; docs/spec/sdk-api.md section 2).
 *
 * @param flags INIT 1, DEBUG 2, MODE64 4, PROVISION_KEY 0x10, EINITTOKEN_KEY 0x20, KSS 0x80
 * @param xfrm extended features that the enclave may use
 */
public record Attributes(long flags, long xfrm) {
    /** The enclave was initialised. */
    public static final long INIT = 0x1;
    /** The enclave can be read and changed with a debugger. */
    public static final long DEBUG = 0x2;
    /** 64-bit mode. */
    public static final long MODE64 = 0x4;
    /** The enclave may use the keys that certify the platform. */
    public static final long PROVISION_KEY = 0x10;

    static Attributes read(FieldReader in) throws MalformedMessageException {
        return new Attributes(in.u64("attributes.flags"), in.u64("attributes.xfrm"));
    }

    void write(FieldWriter out) {
        out.u64(flags).u64(xfrm);
    }

    /** True when a debugger can look into the enclave. */
    public boolean isDebug() {
        return (flags & DEBUG) != 0;
    }

    /** The 16 bytes as hexadecimal digits. */
    @Override
    public String toString() {
        FieldWriter out = new FieldWriter();
        write(out);
        return out.toByteString().hex();
    }
}
