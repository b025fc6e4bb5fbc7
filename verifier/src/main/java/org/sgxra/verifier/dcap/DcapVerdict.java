package org.sgxra.verifier.dcap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/**
 * What came out of a verification. <em>Verified</em> says that the evidence is genuine and judged with valid collateral;
 * {@link #status} says what Intel thinks of the platform; whether that is good enough, and whether it is the right enclave, is for
 * the caller's policy. A quote that is not verified only because something has expired has a status all the same.
 *
 * @param refusal why the quote is not verified
 * @param reason the same for people, with what was compared; empty if it is verified
 * @param checks those that were made, in their order, up to the one that ended the verification
 * @param tcb the levels reached, if the verification came so far
 * @param quote if it is well-formed
 * @param pck the SGX extension of the PCK certificate, once its chain was found genuine; its PPID identifies the machine
 * @param tcbInfo if it is well-formed
 * @param qeIdentity if it is well-formed
 * @param validity of all certificates, lists and documents used, once their signatures were found right
 */
public record DcapVerdict(
        Optional<DcapRefusal> refusal,
        String reason,
        List<Check> checks,
        Optional<TcbEvaluation> tcb,
        Optional<EcdsaQuote> quote,
        Optional<PckExtension> pck,
        Optional<TcbInfo> tcbInfo,
        Optional<QeIdentity> qeIdentity,
        List<ValidityPeriod> validity) {

    /** True if the quote is genuine and everything that says so is valid at the time. */
    public boolean verified() {
        return refusal.isEmpty();
    }

    /** What Intel says of the platform, if the verification came so far. */
    public Optional<TcbStatus> status() {
        return tcb.map(TcbEvaluation::status);
    }

    /** First second in which everything used is valid; the latest of the issue dates. */
    public Optional<Instant> validFrom() {
        return validity.stream().map(ValidityPeriod::from).max(Comparator.naturalOrder());
    }

    /** Last second in which everything used is valid. */
    public Optional<Instant> validTo() {
        return validity.stream().map(ValidityPeriod::to).min(Comparator.naturalOrder());
    }

    /** What a relying party should know though nothing failed, a line each: days of grace that were used, documents of two sets. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        checks.stream()
                .filter(check -> check.passed() && CheckName.DATES.contains(check.name()))
                .filter(check -> check.actual() instanceof Checks.InGrace)
                .forEach(check -> warnings.add(
                        check.name().title() + ": valid " + check.expected() + ", used at " + check.actual()));
        if (tcbInfo.isPresent() && qeIdentity.isPresent() && !hasEqualEvaluationNumbers()) {
            warnings.add("TCB info and QE identity are of different sets: TCB evaluation data numbers "
                    + tcbInfo.get().tcbEvaluationDataNumber() + " and "
                    + qeIdentity.get().tcbEvaluationDataNumber());
        }
        return List.copyOf(warnings);
    }

    /** True if TCB info and QE identity are of one set. Intel's often are not for some days; older ones may be replayed. */
    public boolean hasEqualEvaluationNumbers() {
        return tcbInfo.isPresent()
                && qeIdentity.isPresent()
                && tcbInfo.get().tcbEvaluationDataNumber() == qeIdentity.get().tcbEvaluationDataNumber();
    }
}
