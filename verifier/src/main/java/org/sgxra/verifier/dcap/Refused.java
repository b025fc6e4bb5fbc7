package org.sgxra.verifier.dcap;

/** The end of a verification. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final DcapRefusal refusal;

    Refused(DcapRefusal refusal, String message) {
        super(message, null, false, false);
        this.refusal = refusal;
    }

    DcapRefusal refusal() {
        return refusal;
    }
}
