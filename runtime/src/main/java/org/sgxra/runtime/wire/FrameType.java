package org.sgxra.runtime.wire;

/** What a frame carries (docs/spec/wire-tls-protobuf.md section 3); the number on the wire is the ordinal. */
public enum FrameType {
    /** Extended EPID group id, and the answer to it. */
    MSG0,
    /** The client's ephemeral key. */
    MSG1,
    /** The service provider's answer to it. */
    MSG2,
    /** The quote. */
    MSG3,
    /** The result. */
    ATT_RESULT,
    /** The service provider's request to begin. */
    VERIFICATION,
    /** The enclave took the result. */
    APP_ATT_OK;

    /** The number on the wire. */
    public int value() {
        return ordinal();
    }
}
