package org.sgxra.tool.collateral;

import java.time.Instant;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.TcbInfo;

/**
 * What a file of collateral is about, and how new it is.
 *
 * @param subject equal for files of which the newer one replaces the older one
 * @param number TCB evaluation data number; 0 for revocation lists, which have none
 * @param issued when
 */
record FileAge(String subject, long number, Instant issued) {
    static final String TCB_INFO = "tcbInfo.json";
    static final String QE_IDENTITY = "qeIdentity.json";
    static final String ROOT_CRL = "rootCaCrl.der";
    static final String PCK_CRL = "pckCrl.der";

    /** Reads a file with one of these four names. */
    static FileAge read(String name, ByteString content) throws DcapFormatException {
        byte[] bytes = content.toArray();
        switch (name) {
            case TCB_INFO -> {
                TcbInfo info = TcbInfo.parse(bytes);
                return new FileAge(
                        info.tee() + ", FMSPC " + info.fmspc().hex(), info.tcbEvaluationDataNumber(), info.issueDate());
            }
            case QE_IDENTITY -> {
                QeIdentity identity = QeIdentity.parse(bytes);
                return new FileAge(
                        "the enclave " + identity.id(), identity.tcbEvaluationDataNumber(), identity.issueDate());
            }
            default -> {
                RevocationList list = RevocationList.parse(bytes);
                return new FileAge("the CA " + list.issuer(), 0, list.thisUpdate());
            }
        }
    }

    /** True if {@code other} has a higher number, or the same and was issued later. */
    boolean isOlderThan(FileAge other) {
        return number != other.number ? number < other.number : issued.isBefore(other.issued);
    }
}
