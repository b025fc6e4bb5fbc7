package org.sgxra.sp.pcs;

import org.sgxra.verifier.check.CheckName;
import org.sgxra.verifier.dcap.DcapRefusal;

/** A quote's certificates do not say which kind of platform made it, so that no collateral can be chosen. */
public final class UndeterminedPlatformException extends Exception {
    private static final long serialVersionUID = 1L;

    private final CheckName check;
    private final DcapRefusal refusal;

    UndeterminedPlatformException(CheckName check, DcapRefusal refusal, String message) {
        super(message);
        this.check = check;
        this.refusal = refusal;
    }

    /** The check of the verifier that such a quote fails. */
    public CheckName check() {
        return check;
    }

    /** What the verifier calls it. */
    public DcapRefusal refusal() {
        return refusal;
    }
}
