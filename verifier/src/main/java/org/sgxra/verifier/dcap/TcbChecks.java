package org.sgxra.verifier.dcap;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.dcap.TdxModuleIdentity;
import org.sgxra.common.message.TdReportBody;
import org.sgxra.verifier.check.CheckName;

/** Which levels the platform, the TDX module and the quoting enclave reach (docs/spec/dcap.md sections 3.1 to 3.3 and 12). */
final class TcbChecks {
    private static final String A_LEVEL = "at or above a level";

    private final Checks checks;
    private final QuoteChecks quote;
    private final CollateralFormatChecks collateral;
    private final PckChainChecks chain;

    private TdxModuleIdentity module;
    private TcbMatch platform;
    private TcbStatus platformStatus;
    private EnclaveTcbLevel qe;
    private TcbEvaluation evaluation;

    TcbChecks(Checks checks, QuoteChecks quote, CollateralFormatChecks collateral, PckChainChecks chain) {
        this.checks = checks;
        this.quote = quote;
        this.collateral = collateral;
        this.chain = chain;
    }

    void tdxModule() throws Refused {
        if (isEnclave()) {
            return;
        }
        int major = trustDomain().teeTcbSvn().at(1);
        String expected = "one of the TCB info";
        module = collateral
                .readTcbInfo()
                .tdxModuleOf(major)
                .orElseThrow(() -> checks.refuse(
                        CheckName.TDX_MODULE,
                        DcapRefusal.TCB_INFO_MISMATCH,
                        expected,
                        TdxModuleIdentity.idOf(major),
                        "the TCB info knows no " + TdxModuleIdentity.idOf(major)));
        checks.pass(CheckName.TDX_MODULE, expected, TdxModuleIdentity.idOf(major));
    }

    void tdxModuleSigner() throws Refused {
        if (isEnclave()) {
            return;
        }
        checks.requireEqual(
                CheckName.TDX_MODULE_SIGNER,
                DcapRefusal.TCB_INFO_MISMATCH,
                module.mrSigner(),
                trustDomain().mrSignerSeam());
    }

    /** They must be the TCB info's, and none. */
    void tdxModuleAttributes() throws Refused {
        if (isEnclave()) {
            return;
        }
        ByteString found = trustDomain().seamAttributes();
        Masked expected = Masked.of(module.attributes(), module.attributesMask());
        Masked masked = Masked.of(found, module.attributesMask());
        if (!expected.equals(masked)) {
            throw checks.refuse(
                    CheckName.TDX_MODULE_ATTRIBUTES,
                    DcapRefusal.TCB_INFO_MISMATCH,
                    expected,
                    masked,
                    masked + " instead of " + expected);
        }
        checks.requireEqual(CheckName.TDX_MODULE_ATTRIBUTES, DcapRefusal.TCB_INFO_MISMATCH, ByteString.zeros(8), found);
    }

    void platformLevel() throws Refused {
        platform = isEnclave()
                ? reached(
                        CheckName.TCB_LEVEL,
                        TcbMatch.ofEnclave(collateral.readTcbInfo(), chain.pck()),
                        ByteString.EMPTY)
                : reachedBy(CheckName.TCB_LEVEL, trustDomain().teeTcbSvn());
        platformStatus = platform.status();
    }

    void platformLevelNow() throws Refused {
        if (isEnclave() || trustDomain().teeTcbSvn2().isEmpty()) {
            return;
        }
        TcbMatch now =
                reachedBy(CheckName.TCB_LEVEL_NOW, trustDomain().teeTcbSvn2().get());
        platformStatus = platform.afterUpdateTo(now);
    }

    private TcbMatch reachedBy(CheckName name, ByteString teeTcbSvn) throws Refused {
        return reached(name, TcbMatch.ofTrustDomain(collateral.readTcbInfo(), chain.pck(), teeTcbSvn), teeTcbSvn);
    }

    private TcbMatch reached(CheckName name, Optional<TcbMatch> match, ByteString teeTcbSvn) throws Refused {
        Versions versions = new Versions(chain.pck().components(), chain.pck().pceSvn(), teeTcbSvn);
        TcbMatch reached = match.orElseThrow(() -> checks.refuse(
                name, DcapRefusal.TCB_NOT_SUPPORTED, A_LEVEL, versions, versions + " are below every level"));
        checks.pass(name, reached, versions);
        return reached;
    }

    /** What a platform is judged by. */
    private record Versions(ByteString components, int pceSvn, ByteString teeTcbSvn) {
        @Override
        public String toString() {
            return "components " + components + ", PCE SVN " + pceSvn
                    + (teeTcbSvn.isEmpty() ? "" : ", TEE TCB SVN " + teeTcbSvn);
        }
    }

    void qeLevel() throws Refused {
        int svn = quote.authentication().qeReportBody().isvSvn();
        qe = EnclaveTcbLevel.reached(collateral.readQeIdentity().levels(), svn)
                .orElseThrow(() -> checks.refuse(
                        CheckName.QE_LEVEL,
                        DcapRefusal.QE_NOT_SUPPORTED,
                        A_LEVEL,
                        svn,
                        "SVN " + svn + " is below every level"));
        checks.pass(CheckName.QE_LEVEL, "SVN " + qe.isvSvn() + ": " + qe.status(), "SVN " + svn);
    }

    void notRevoked() throws Refused {
        evaluation =
                TcbEvaluation.of(collateral.readTcbInfo(), collateral.readQeIdentity(), platform, qe, platformStatus);
        if (evaluation.status() == TcbStatus.REVOKED) {
            throw checks.refuse(
                    CheckName.TCB_NOT_REVOKED,
                    DcapRefusal.REVOKED,
                    "another status",
                    evaluation.status(),
                    "platform " + platformStatus + ", QE " + qe.status() + ": " + evaluation.status());
        }
        checks.pass(CheckName.TCB_NOT_REVOKED, "another status than " + TcbStatus.REVOKED, evaluation.status());
    }

    private boolean isEnclave() {
        return !quote.quote().isTrustDomain();
    }

    private TdReportBody trustDomain() {
        return quote.quote().trustDomain();
    }

    Optional<TcbEvaluation> evaluation() {
        return Optional.ofNullable(evaluation);
    }
}
