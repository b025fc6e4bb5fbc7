package org.sgxra.tool.quote;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.io.Outcome;
import org.sgxra.verifier.Expectation;
import org.sgxra.verifier.Verdict;
import org.sgxra.verifier.Verifier;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;
import org.sgxra.verifier.dcap.DcapRefusal;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerdict;
import org.sgxra.verifier.dcap.DcapVerifier;

/**
 * What was found of a DCAP quote.
 *
 * @param verdict of the verifier
 * @param checks the verifier's, and that of the nonce
 * @param outcome for people, with its exit code
 * @param missing what of the collateral is not there, and where it is published
 */
record DcapAppraisal(Verdict verdict, List<Check> checks, Outcome outcome, List<PublishedPart> missing) {
    private static final int MAX_ROOT = 1 << 16;
    private static final int MAX_GRACE = 90;

    /** Appends the options. */
    static OptionTable.Builder extend(OptionTable.Builder table) {
        return table.group("What a DCAP quote is verified with")
                .options(
                        CommandOption.value(
                                "collateral",
                                "DIR",
                                "folder with tcbInfo.json, qeIdentity.json, tcbSignChain.pem, rootCaCrl.der, pckCrl.der, or"
                                        + " collateral.json"),
                        CommandOption.value("verify-at", "TIME", "such as 2025-06-15T01:27:46Z")
                                .standard("now"),
                        CommandOption.value("dcap-root", "FILE", "root certificate, PEM or DER")
                                .standard("Intel's key, built in"),
                        CommandOption.value(
                                        "dcap-grace",
                                        "DAYS",
                                        "go on using expired documents and lists, at most 90 days")
                                .standard("0"));
    }

    /** Judges a quote, which may be malformed. */
    static DcapAppraisal of(ByteString quote, GivenOptions options, QuotePolicy policy) throws UsageException {
        StoredCollateral stored = options.has("collateral")
                ? StoredCollateral.of(options.required("collateral"))
                : StoredCollateral.none();
        Expectation expected = Expectation.at(time(options));
        if (policy.reportData().isPresent()) {
            expected = expected.withReportData(policy.reportData().get());
        }
        Verdict verdict = new Verifier(dcap(options), policy.policy()).verify(quote, stored.collateral(), expected);
        List<Check> checks = new ArrayList<>(verdict.checks());
        Optional<EcdsaQuote> parsed = dcap(verdict).quote();
        parsed.flatMap(found -> policy.nonceCheck(reportData(found))).ifPresent(checks::add);
        return new DcapAppraisal(
                verdict,
                List.copyOf(checks),
                outcome(verdict, checks, stored),
                parsed.map(found -> PublishedPart.of(found, stored)).orElse(List.of()));
    }

    private static DcapVerifier dcap(GivenOptions options) throws UsageException {
        int grace = options.has("dcap-grace") ? options.required("dcap-grace").number(0, MAX_GRACE) : 0;
        return DcapVerifier.of(root(options)).withGrace(Duration.ofDays(grace));
    }

    private static DcapRoot root(GivenOptions options) throws UsageException {
        if (!options.has("dcap-root")) {
            return DcapRoot.intel();
        }
        OptionValue file = options.required("dcap-root");
        try {
            return DcapRoot.ofCertificate(file.bytes(MAX_ROOT));
        } catch (DcapFormatException e) {
            throw file.fault("holds no root: " + e.getMessage());
        }
    }

    private static Instant time(GivenOptions options) throws UsageException {
        if (!options.has("verify-at")) {
            return Instant.now();
        }
        OptionValue given = options.required("verify-at");
        try {
            return Instant.parse(given.value());
        } catch (DateTimeParseException e) {
            throw given.fault("is no time such as 2025-06-15T01:27:46Z");
        }
    }

    private static ByteString reportData(EcdsaQuote quote) {
        return quote.isTrustDomain()
                ? quote.trustDomain().reportData()
                : quote.report().reportData();
    }

    private static DcapVerdict dcap(Verdict verdict) {
        return verdict.dcap().orElseThrow();
    }

    private static Outcome outcome(Verdict verdict, List<Check> checks, StoredCollateral stored) {
        DcapVerdict dcap = dcap(verdict);
        if (!dcap.verified()) {
            DcapRefusal refusal = dcap.refusal().orElseThrow();
            String fault = verdict.isConclusive()
                    ? ""
                    : stored.fault().map(text -> text + "; ").orElse("");
            String status = refusal == DcapRefusal.REVOKED
                    ? ""
                    : dcap.status().map(word -> "; the status would be " + word).orElse("");
            return Outcome.notVerified(refusal + ": " + fault + dcap.reason() + status);
        }
        String faults = checks.stream().filter(Check::failed).map(Check::reason).collect(Collectors.joining("; "));
        TcbStatus status = dcap.status().orElseThrow();
        return faults.isEmpty()
                ? Outcome.acceptable("the status is " + status)
                : Outcome.notAcceptable("the status is " + status + "; " + faults);
    }

    /** Why it is not verified, by a name of the closed list; or the first check of the user's that failed. */
    Optional<String> reason() {
        return dcap(verdict).refusal().map(DcapRefusal::name).or(() -> checks.stream()
                .filter(Check::failed)
                .map(Check::name)
                .map(CheckName::name)
                .findFirst());
    }
}
