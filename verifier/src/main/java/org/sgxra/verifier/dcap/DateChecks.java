package org.sgxra.verifier.dcap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.verifier.check.CheckName;

/** Whether all that was used is valid at the time, which does not end a verification (docs/spec/dcap.md section 3.5). */
final class DateChecks {
    private final Checks checks;
    private final DcapVerifier settings;
    private final Instant time;
    private final List<ValidityPeriod> periods = new ArrayList<>();

    DateChecks(Checks checks, DcapVerifier settings, Instant time) {
        this.checks = checks;
        this.settings = settings;
        this.time = time;
    }

    void root(PckChainChecks found) {
        check(CheckName.ROOT_DATE, "root", found.chain().root());
    }

    void ca(PckChainChecks found) {
        check(CheckName.CA_DATE, "CA", found.chain().ca());
    }

    void pck(PckChainChecks found) {
        check(CheckName.PCK_DATE, "PCK certificate", found.chain().pck());
    }

    void rootCrl(CollateralFormatChecks found) {
        RevocationList list = found.readRootCrl();
        check(
                CheckName.ROOT_CRL_DATE,
                new ValidityPeriod("root CRL", DcapRefusal.ROOT_CRL_EXPIRED, list.thisUpdate(), list.nextUpdate()));
    }

    void pckCrl(CollateralFormatChecks found) {
        RevocationList list = found.readPckCrl();
        check(
                CheckName.PCK_CRL_DATE,
                new ValidityPeriod("PCK CRL", DcapRefusal.PCK_CRL_EXPIRED, list.thisUpdate(), list.nextUpdate()));
    }

    void tcbInfoRoot(DocumentSignerChecks found) {
        check(CheckName.TCB_INFO_ROOT_DATE, "TCB info signer's root", found.rootCertificate());
    }

    void tcbInfoSigner(DocumentSignerChecks found) {
        check(CheckName.TCB_INFO_SIGNER_DATE, "TCB info signer", found.signerCertificate());
    }

    void qeIdentityRoot(DocumentSignerChecks found) {
        check(CheckName.QE_IDENTITY_ROOT_DATE, "QE identity signer's root", found.rootCertificate());
    }

    void qeIdentitySigner(DocumentSignerChecks found) {
        check(CheckName.QE_IDENTITY_SIGNER_DATE, "QE identity signer", found.signerCertificate());
    }

    void tcbInfo(CollateralFormatChecks found) {
        TcbInfo info = found.readTcbInfo();
        check(
                CheckName.TCB_INFO_DATE,
                new ValidityPeriod("TCB info", DcapRefusal.TCB_INFO_EXPIRED, info.issueDate(), info.nextUpdate()));
    }

    void qeIdentity(CollateralFormatChecks found) {
        QeIdentity identity = found.readQeIdentity();
        check(
                CheckName.QE_IDENTITY_DATE,
                new ValidityPeriod(
                        "QE identity", DcapRefusal.QE_IDENTITY_EXPIRED, identity.issueDate(), identity.nextUpdate()));
    }

    private void check(CheckName name, String part, SgxCertificate found) {
        check(name, new ValidityPeriod(part, DcapRefusal.CERTIFICATE_EXPIRED, found.notBefore(), found.notAfter()));
    }

    private void check(CheckName name, ValidityPeriod period) {
        boolean begun = !period.from().isAfter(time.plus(settings.clockSkew()));
        boolean ended = period.to().isBefore(time);
        boolean inGrace = ended
                && period.isRenewed()
                && !period.to().plus(settings.grace()).isBefore(time);
        periods.add(period);
        checks.date(name, period, time, begun && (!ended || inGrace), inGrace);
    }

    /** Of all that was used. */
    List<ValidityPeriod> periods() {
        return List.copyOf(periods);
    }
}
