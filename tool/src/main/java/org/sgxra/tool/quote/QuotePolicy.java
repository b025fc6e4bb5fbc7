package org.sgxra.tool.quote;

import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.policy.PolicyOptions;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.PlatformState;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/**
 * What the user wants of a quote that is genuine: the options of {@code sp} for enclaves and platforms, and what the report data must be.
 *
 * @param enclave which enclaves; those with a debugger only if they are allowed
 * @param refusesDebug whether the user said so
 * @param platform which platforms
 * @param reportData the 64 bytes that must stand in the report
 * @param nonce the bytes that the report data must begin with
 */
record QuotePolicy(
        EnclavePolicy enclave,
        boolean refusesDebug,
        PlatformPolicy platform,
        Optional<ByteString> reportData,
        Optional<ByteString> nonce) {
    /** Statuses that can be accepted on purpose, by the names that policies have for them. */
    private static final List<String> ACCEPTABLE = List.of(
            TcbStatus.SW_HARDENING_NEEDED.name(),
            TcbStatus.CONFIGURATION_NEEDED.name(),
            TcbStatus.CONFIGURATION_AND_SW_HARDENING_NEEDED.name(),
            "GROUP_OUT_OF_DATE",
            TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED.name(),
            TcbStatus.TD_RELAUNCH_ADVISED.name(),
            TcbStatus.TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED.name());

    /** Appends the options. */
    static OptionTable.Builder extend(OptionTable.Builder table) {
        return PolicyOptions.ofEnclave(table.group("What is acceptable")
                        .options(
                                value("report-data", "HEX", "the report data, up to 64 bytes, zeros after them"),
                                value("nonce", "HEX", "what the report data must begin with")))
                .options(
                        flag("allow-debug-enclave", "accept enclaves of DCAP quotes that a debugger can look into"),
                        flag("no-debug-enclave", "accept none; of DCAP quotes none is accepted anyway")
                                .letter('D'),
                        value("accept-status", "NAME[,...]", "accept platforms of these statuses beside UpToDate")
                                .choices(ACCEPTABLE.toArray(new String[0])),
                        flag("strict-trust-mode", "accept no other; so it is without --accept-status")
                                .letter('X'),
                        value(
                                "mitigated-advisories",
                                "ID[,...]",
                                "of the platforms in --accept-status only those whose advisories are all among these"),
                        value("dcap-min-tcb-number", "N", "lowest TCB evaluation data number of the collateral")
                                .standard("any"));
    }

    static QuotePolicy of(GivenOptions given) throws UsageException {
        given.exclude("allow-debug-enclave", "no-debug-enclave");
        given.exclude("accept-status", "strict-trust-mode");
        PolicyOptions options = PolicyOptions.of(given);
        long number = given.has("dcap-min-tcb-number")
                ? given.required("dcap-min-tcb-number").number(0, Integer.MAX_VALUE)
                : 0;
        return new QuotePolicy(
                options.enclave(given.has("allow-debug-enclave")),
                given.has("no-debug-enclave"),
                options.platform(ACCEPTABLE).withMinimumTcbEvaluationDataNumber(number),
                options.reportData(),
                options.bytes("nonce"));
    }

    /** For a DCAP quote. */
    AppraisalPolicy policy() {
        return new AppraisalPolicy(enclave, platform);
    }

    /** The checks of a genuine EPID quote; nobody says anything of its platform here. */
    List<Check> checksOf(EpidQuote quote) {
        EnclavePolicy wanted = new EnclavePolicy(
                enclave.mrSigner(), enclave.productId(), enclave.minSvn(), !refusesDebug, enclave.mrEnclaves());
        PlatformState any = new PlatformState(PlatformState.Standing.CURRENT, "", List.of(), Instant.EPOCH);
        List<Check> checks = new ArrayList<>();
        new AppraisalPolicy(wanted, PlatformPolicy.STRICT)
                .checks(quote.report(), any).stream()
                        .filter(check -> CheckName.ENCLAVE.contains(check.name()))
                        .forEach(checks::add);
        ByteString found = quote.report().reportData();
        reportData
                .map(bytes -> Check.of(
                        CheckName.REPORT_DATA,
                        bytes.equals(found),
                        bytes,
                        found,
                        "the enclave's report data is not the expected one"))
                .ifPresent(checks::add);
        nonceCheck(found).ifPresent(checks::add);
        return checks;
    }

    /** The check of the nonce, if there is one: no quote carries one but in its report data. */
    Optional<Check> nonceCheck(ByteString found) {
        return nonce.map(wanted -> Check.of(
                CheckName.NONCE,
                found.slice(0, wanted.size()).equals(wanted),
                wanted,
                found,
                "the report data does not begin with the nonce " + wanted));
    }
}
