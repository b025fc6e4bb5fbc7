package org.sgxra.verifier.dcap;

import java.util.Optional;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.verifier.check.CheckName;

/** Whether documents and revocation lists can be read (docs/spec/dcap.md section 3). */
final class CollateralFormatChecks {
    private static final String WELL_FORMED = "well-formed";

    private final Checks checks;
    private final PreparedCollateral collateral;

    private TcbInfo tcbInfo;
    private QeIdentity qeIdentity;
    private RevocationList rootCrl;
    private RevocationList pckCrl;

    CollateralFormatChecks(Checks checks, PreparedCollateral collateral) {
        this.checks = checks;
        this.collateral = collateral;
    }

    void tcbInfo() throws Refused {
        tcbInfo = read(CheckName.TCB_INFO_FORMAT, DcapRefusal.TCB_INFO_FORMAT, collateral.tcbInfo);
    }

    void qeIdentity() throws Refused {
        qeIdentity = read(CheckName.QE_IDENTITY_FORMAT, DcapRefusal.QE_IDENTITY_FORMAT, collateral.qeIdentity);
    }

    void rootCrl() throws Refused {
        rootCrl = read(CheckName.ROOT_CRL_FORMAT, DcapRefusal.ROOT_CRL_FORMAT, collateral.rootCrl);
    }

    void pckCrl() throws Refused {
        pckCrl = read(CheckName.PCK_CRL_FORMAT, DcapRefusal.PCK_CRL_FORMAT, collateral.pckCrl);
    }

    private <T> T read(CheckName name, DcapRefusal refusal, PreparedCollateral.Part<T> part) throws Refused {
        try {
            T value = part.orThrow();
            checks.pass(name, WELL_FORMED, WELL_FORMED);
            return value;
        } catch (DcapFormatException e) {
            throw checks.refuse(name, refusal, WELL_FORMED, e.getMessage(), e.getMessage());
        }
    }

    TcbInfo readTcbInfo() {
        return tcbInfo;
    }

    QeIdentity readQeIdentity() {
        return qeIdentity;
    }

    RevocationList readRootCrl() {
        return rootCrl;
    }

    RevocationList readPckCrl() {
        return pckCrl;
    }

    Optional<TcbInfo> tcbInfoIfRead() {
        return Optional.ofNullable(tcbInfo);
    }

    Optional<QeIdentity> qeIdentityIfRead() {
        return Optional.ofNullable(qeIdentity);
    }
}
