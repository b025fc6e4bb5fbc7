package org.sgxra.common.message;

/** The bodies that DCAP quotes have (docs/spec/dcap.md section 12). Version 5 names them by number, u16 at 48. */
public enum QuotedBody {
    /** Report body of an enclave. */
    ENCLAVE(1, 384),
    /** Trust domain, TDX module 1.0. */
    TD_1_0(2, 584),
    /** Trust domain, TDX module 1.5: a second TEE TCB SVN and the service TD's measurement more. */
    TD_1_5(3, 648),
    /** Trust domain, TDX module 1.5, with migration data. */
    TD_1_5_EXTENDED(4, 885);

    /** The TEE type of trust domains, u32 at 4 of a quote of version 4 or 5; enclaves have 0. */
    public static final int TDX_TEE_TYPE = 0x81;

    private final int type;
    private final int size;

    QuotedBody(int type, int size) {
        this.type = type;
        this.size = size;
    }

    /** The number that version 5 has for it. */
    public int type() {
        return type;
    }

    /** Bytes of the body. */
    public int size() {
        return size;
    }

    /** The TEE type that goes with it: 0 or {@link #TDX_TEE_TYPE}. */
    public int teeType() {
        return this == ENCLAVE ? 0 : TDX_TEE_TYPE;
    }

    /** The body of a number, or null. */
    static QuotedBody ofType(int type) {
        for (QuotedBody body : values()) {
            if (body.type == type) {
                return body;
            }
        }
        return null;
    }
}
