package org.sgxra.verifier.dcap;

import java.util.Optional;
import org.sgxra.common.dcap.Tee;
import org.sgxra.verifier.check.CheckName;

/** Whether the collateral is about the platform of the quote (docs/spec/dcap.md sections 3.1 and 3.2). */
final class PlatformChecks {
    private final Checks checks;
    private final QuoteChecks quote;
    private final CollateralFormatChecks collateral;
    private final PckChainChecks chain;

    PlatformChecks(Checks checks, QuoteChecks quote, CollateralFormatChecks collateral, PckChainChecks chain) {
        this.checks = checks;
        this.quote = quote;
        this.collateral = collateral;
        this.chain = chain;
    }

    void tee() throws Refused {
        checkTcbInfo(
                CheckName.TCB_INFO_TEE, quote.tee(), collateral.readTcbInfo().tee());
    }

    void fmspc() throws Refused {
        checkTcbInfo(
                CheckName.FMSPC, chain.pck().fmspc(), collateral.readTcbInfo().fmspc());
    }

    void pceId() throws Refused {
        checkTcbInfo(
                CheckName.PCE_ID, chain.pck().pceId(), collateral.readTcbInfo().pceId());
    }

    private void checkTcbInfo(CheckName name, Object ofQuote, Object ofTcbInfo) throws Refused {
        checks.requireEqual(name, DcapRefusal.TCB_INFO_MISMATCH, ofQuote, ofTcbInfo);
    }

    void qeIdentityId() throws Refused {
        checks.requireEqual(
                CheckName.QE_IDENTITY_ID,
                DcapRefusal.QE_IDENTITY_MISMATCH,
                quote.tee() == Tee.TDX ? "TD_QE" : "QE",
                collateral.readQeIdentity().id());
    }

    void ppidData() throws Refused {
        CertificationData data = new CertificationData(quote.authentication());
        if (!data.isPpid()) {
            return;
        }
        String expected = "those of the PCK certificate that was given";
        Optional<String> fault = data.faultOfPpidData(chain.pck());
        if (fault.isPresent()) {
            throw checks.refuse(
                    CheckName.PPID_DATA, DcapRefusal.CERTIFICATION_TYPE, expected, fault.get(), fault.get());
        }
        checks.pass(CheckName.PPID_DATA, expected, data.describe());
    }
}
