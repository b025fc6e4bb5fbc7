package org.sgxra.sp.pcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.dcap.ComponentNames;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.common.dcap.TcbLevel;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.verifier.dcap.DcapRefusal;
import org.sgxra.verifier.dcap.DcapVerdict;
import org.sgxra.verifier.dcap.TcbEvaluation;

/**
 * What a TCB status other than UpToDate means and what the platform's owner can do: which level is met, what is missing for the newest one,
 * which advisories apply.
 */
public final class TcbAdvice {
    private TcbAdvice() {}

    /** Advice in lines; none when all is well, or when the quote itself is at fault. */
    public static List<String> of(DcapVerdict verdict) {
        List<String> lines = new ArrayList<>();
        verdict.refusal().flatMap(TcbAdvice::meaning).ifPresent(lines::add);
        Optional<TcbEvaluation> tcb = verdict.tcb().filter(found -> found.status() != TcbStatus.UP_TO_DATE);
        tcb.filter(found -> found.status() != TcbStatus.REVOKED)
                .ifPresent(found -> lines.add("Intel says " + found.status() + ": " + meaning(found.status())));
        if (verdict.pck().isPresent() && (tcb.isPresent() || !lines.isEmpty())) {
            verdict.tcbInfo().ifPresent(info -> platform(info, verdict.pck().get(), tcb, lines));
            verdict.qeIdentity().ifPresent(identity -> quotingEnclave(identity, verdict, tcb, lines));
        }
        tcb.ifPresent(found -> advisories(found, lines));
        return lines;
    }

    private static Optional<String> meaning(DcapRefusal refusal) {
        return Optional.ofNullable(
                switch (refusal) {
                    case REVOKED ->
                        "Intel says Revoked: this state of the platform is no longer to be trusted; update its BIOS, microcode "
                                + "and SGX software, then attest again";
                    case TCB_NOT_SUPPORTED ->
                        "The platform is below every TCB level that Intel knows: update its BIOS, microcode and SGX software";
                    case QE_NOT_SUPPORTED ->
                        "The quoting enclave is below every level that Intel knows: update the SGX software of the platform";
                    case PCK_REVOKED ->
                        "Intel has revoked the certificate of this machine (PCK): its key counts as stolen, no update helps";
                    case CA_REVOKED -> "Intel has revoked the CA that certified this machine";
                    case CERTIFICATION_TYPE ->
                        "Install libsgx-dcap-default-qpl on the attested machine: its quotes then carry their certificates";
                    default -> null;
                });
    }

    private static String meaning(TcbStatus status) {
        return switch (status) {
            case UP_TO_DATE, REVOKED -> "";
            case SW_HARDENING_NEEDED ->
                "genuine and up to date; the enclave itself must be built with mitigations for the advisories named here, "
                        + "which no update makes unnecessary. If it is: --accept-status, --mitigated-advisories";
            case CONFIGURATION_NEEDED -> "genuine and up to date, but a BIOS setting weakens it";
            case CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                "genuine and up to date, but a BIOS setting weakens it, and the enclave must be built with mitigations for the "
                        + "advisories named here";
            case OUT_OF_DATE, TD_RELAUNCH_ADVISED -> "genuine, but updates are missing";
            case OUT_OF_DATE_CONFIGURATION_NEEDED, TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED ->
                "genuine, but updates are missing, and a BIOS setting weakens it";
        };
    }

    private static void platform(TcbInfo info, PckExtension pck, Optional<TcbEvaluation> tcb, List<String> lines) {
        tcb.map(TcbEvaluation::platform)
                .ifPresent(met -> lines.add(
                        "TCB level met: that of " + met.tcbDate().toString().substring(0, 10) + ", " + met.status()));
        TcbLevel newest = info.levels().get(0);
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < TcbLevel.COMPONENTS; i++) {
            int has = pck.components().at(i);
            int needs = newest.components().at(i);
            if (has < needs) {
                missing.add(ComponentNames.describeSgx(info, i) + ": is " + has + ", needs " + needs);
            }
        }
        if (pck.pceSvn() < newest.pceSvn()) {
            missing.add("provisioning certification enclave (libsgx-ae-pce): is " + pck.pceSvn() + ", needs "
                    + newest.pceSvn());
        }
        if (!missing.isEmpty()) {
            lines.add(
                    "For the level of " + newest.tcbDate().toString().substring(0, 10) + ", " + newest.status() + ":");
            missing.forEach(line -> lines.add("  " + line));
        }
    }

    private static void quotingEnclave(
            QeIdentity identity, DcapVerdict verdict, Optional<TcbEvaluation> tcb, List<String> lines) {
        TcbStatus status = tcb.map(found -> found.qe().status()).orElse(TcbStatus.REVOKED);
        int svn = verdict.quote()
                .map(quote -> quote.authentication().qeReportBody().isvSvn())
                .orElse(0);
        EnclaveTcbLevel newest = identity.levels().get(0);
        if (status != TcbStatus.UP_TO_DATE && svn < newest.isvSvn()) {
            lines.add("Quoting enclave (libsgx-ae-qe3): SVN " + svn + " is "
                    + tcb.map(found -> found.qe().status().toString()).orElse("not supported") + ", " + newest.status()
                    + " needs " + newest.isvSvn());
        }
    }

    private static void advisories(TcbEvaluation tcb, List<String> lines) {
        if (!tcb.advisoriesKnown()) {
            lines.add("Advisories: unknown; TCB info of version 2 does not name them");
            return;
        }
        if (!tcb.advisories().isEmpty()) {
            lines.add("Advisories: " + String.join(", ", tcb.advisories())
                    + " (https://www.intel.com/content/www/us/en/security-center/default.html)");
        }
        for (String id : tcb.advisories()) {
            remedy(id).ifPresent(remedy -> lines.add(id + ": " + remedy));
        }
    }

    /** What is known to help against an advisory that an update alone does not settle. */
    private static Optional<String> remedy(String advisory) {
        return Optional.ofNullable(
                switch (advisory) {
                    case "INTEL-SA-00161", "INTEL-SA-00233" ->
                        "switch Hyper-Threading off in the BIOS, or accept what it lets threads of one core see of each other";
                    case "INTEL-SA-00219" ->
                        "switch the processor's graphics off in the BIOS, or mitigate in the enclave";
                    case "INTEL-SA-00289" -> "let the BIOS lock the control of the core's voltage";
                    case "INTEL-SA-00334" ->
                        "load value injection: build the enclave with the compiler's and the SDK's LVI mitigations";
                    case "INTEL-SA-00615" ->
                        "stale data of MMIO: build the enclave with an SDK that clears buffers (2.17 or later)";
                    default -> null;
                });
    }
}
