package org.sgxra.tool.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.policy.PolicyOptions;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.EnclavePolicy;

/**
 * What the user wants of a report that is genuine.
 *
 * @param policy for enclave and platform
 * @param namesStatuses whether the user said anything of statuses
 * @param maxAge how old it may be; absent: any age
 * @param nonce that it must repeat
 * @param reportData the 64 bytes that must stand in the enclave's own report
 * @param now what its age is counted to
 */
record ReportExpectation(
        AppraisalPolicy policy,
        boolean namesStatuses,
        Optional<Duration> maxAge,
        Optional<String> nonce,
        Optional<ByteString> reportData,
        Instant now) {
    /** Appends the options. */
    static OptionTable.Builder extend(OptionTable.Builder table) {
        return PolicyOptions.ofEnclave(
                        table.group("What is acceptable")
                                .options(
                                        CommandOption.value("max-age", "SECONDS", "how old an acceptable report may be")
                                                .standard("any age"),
                                        CommandOption.value("nonce", "TEXT", "the nonce that the report must repeat"),
                                        CommandOption.value(
                                                "report-data",
                                                "HEX",
                                                "the enclave's report data, up to 64 bytes, zeros after them"),
                                        CommandOption.value(
                                                "policy",
                                                "FILE",
                                                "policy/policy, or a file like it; the options count where they are given too")))
                .options(
                        CommandOption.flag("no-debug-enclave", "accept no enclave in debug mode")
                                .letter('D'),
                        CommandOption.value(
                                        "accept-status", "NAME[,...]", "accept platforms of these statuses beside OK")
                                .choices(PolicyOptions.STATUSES.toArray(new String[0])),
                        CommandOption.value(
                                "mitigated-advisories",
                                "ID[,...]",
                                "of the platforms in --accept-status only those whose advisories are all among these"));
    }

    /** @throws UsageException if a value is not what it should be, or the policy file is none */
    static ReportExpectation of(GivenOptions given, Instant now) throws UsageException {
        PolicyOptions options = PolicyOptions.withFile(given);
        EnclavePolicy enclave = options.enclave(!options.has("no-debug-enclave"));
        return new ReportExpectation(
                new AppraisalPolicy(
                        options.namesEnclaves() ? Optional.of(enclave) : Optional.empty(),
                        options.platform(PolicyOptions.STATUSES)),
                options.has("accept-status") || given.has("policy"),
                given.has("max-age")
                        ? Optional.of(given.required("max-age").seconds(Integer.MAX_VALUE))
                        : Optional.empty(),
                given.get("nonce").map(value -> value.value()),
                options.reportData(),
                now);
    }
}
