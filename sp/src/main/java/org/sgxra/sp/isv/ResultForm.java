package org.sgxra.sp.isv;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.sp.session.AttestationSession;

/** How a verdict is told, and a secret handed over, in the protobuf system. */
public interface ResultForm {
    /** Name for the log. */
    String name();

    /** What may be the matter when the Application closes the connection instead of taking a result in this form; a line. */
    String whoRefuses();

    /**
     * The result of a session.
     *
     * @param session after it has answered msg3
     * @param platformInfo of its msg4, 101 bytes, zero when there is none
     */
    AttestationResult result(AttestationSession session, ByteString platformInfo);
}
