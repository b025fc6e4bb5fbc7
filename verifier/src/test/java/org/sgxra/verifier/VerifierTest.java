package org.sgxra.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.SignedReport;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.Check.Outcome;
import org.sgxra.verifier.check.CheckName;

/** One call, its checks in their order, and what each of them compares. */
class VerifierTest {
    private static final Path FOLDER = RecordedReports.genuine().stream()
            .filter(folder -> folder.getFileName().toString().matches("v4_SW_HARDENING_NEEDED.*_nonce.*"))
            .findFirst()
            .orElseThrow();

    private final Verifier verifier = new Verifier(AppraisalPolicy.STATUS_OK);
    private SignedReport signed;
    private AttestationReport report;
    private EpidQuoteBody quote;
    private Expectation exact;

    @BeforeEach
    void read() throws Exception {
        signed = RecordedReports.signed(FOLDER, RecordedReports.body(FOLDER));
        report = AttestationReport.parse(signed.body().toArray());
        quote = EpidQuoteBody.parse(report.quoteBody().toArray());
        exact = Expectation.live(report.timestamp(), Duration.ofSeconds(300))
                .withVersion(report.version())
                .withQuote(new EpidQuote(quote, ByteString.EMPTY))
                .withNonce(report.nonce())
                .withReportData(quote.report().reportData());
    }

    static List<Path> genuine() {
        return RecordedReports.genuine();
    }

    static List<Path> invalid() {
        return RecordedReports.invalid();
    }

    @ParameterizedTest
    @MethodSource("genuine")
    void aReportThatIntelSignedIsGenuineAndAcceptableIfItsStatusIs(Path folder) throws Exception {
        SignedReport recorded = RecordedReports.signed(folder, RecordedReports.body(folder));

        Verdict verdict = verifier.verify(recorded, Expectation.archived());

        assertThat(verdict.isGenuine()).isTrue();
        assertThat(verdict.refusal()).isEmpty();
        assertThat(verdict.isAcceptable())
                .isEqualTo(folder.getFileName().toString().contains("_OK_"));
        assertThat(verdict.report())
                .contains(AttestationReport.parse(recorded.body().toArray()));
        assertThat(verdict.platform().orElseThrow().issuedAt())
                .isEqualTo(verdict.report().orElseThrow().timestamp());
        assertThat(verdict.checks()).extracting(Check::name).containsExactlyElementsOf(CheckName.OF_REPORT);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void aReportThatIsNotIntelsIsNeitherAndNothingAfterTheFaultIsLookedAt(Path folder) throws Exception {
        Verdict verdict =
                verifier.verify(RecordedReports.signed(folder, RecordedReports.body(folder)), Expectation.archived());

        Check refusal = verdict.refusal().orElseThrow();
        assertThat(verdict.isGenuine()).isFalse();
        assertThat(verdict.isAcceptable()).isFalse();
        assertThat(verdict.trust()).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(verdict.report()).isEmpty();
        assertThat(refusal.reason()).startsWith("attestation report refused: ");
        for (Check check : verdict.checks()) {
            int order = check.name().compareTo(refusal.name());
            assertThat(check.outcome())
                    .isEqualTo(order < 0 ? Outcome.PASSED : order == 0 ? Outcome.FAILED : Outcome.NOT_REACHED);
        }
        assertThat(verdict.checks()).extracting(Check::name).containsExactlyElementsOf(CheckName.OF_REPORT);
    }

    @Test
    void everythingThatIsExpectedIsCompared() {
        Verdict verdict = verifier.verify(signed, exact);

        assertThat(verdict.isGenuine()).isTrue();
        assertThat(verdict.checks().stream().filter(check -> check.name().decidesGenuine()))
                .hasSize(11)
                .allMatch(check ->
                        check.outcome() == Outcome.PASSED && check.reason().isEmpty());
        compared(verdict, CheckName.VERSION, report.version());
        compared(verdict, CheckName.QUOTE_BODY, report.quoteBody());
        compared(verdict, CheckName.NONCE, report.nonce());
        compared(verdict, CheckName.REPORT_DATA, quote.report().reportData());
        found(verdict, CheckName.TIME_STAMP, report.timestamp());
        found(verdict, CheckName.SIGNING_CHAIN, signed.chain().leaf().getSubjectX500Principal());
        found(verdict, CheckName.SIGNATURE, signed.signature());
        found(verdict, CheckName.CONTENT, "SW_HARDENING_NEEDED");
        found(verdict, CheckName.PLATFORM_INFO, "none");
    }

    private static void found(Verdict verdict, CheckName name, Object value) {
        assertThat(verdict.check(name).orElseThrow().actual()).isEqualTo(value);
    }

    @Test
    void thePlatformInfoOfAReportIsFoundToBeSignedByIntelsKey() throws Exception {
        Path folder = RecordedReports.genuine().stream()
                .filter(candidate -> candidate.getFileName().toString().contains("GROUP_OUT_OF_DATE"))
                .findFirst()
                .orElseThrow();
        Verdict verdict =
                verifier.verify(RecordedReports.signed(folder, RecordedReports.body(folder)), Expectation.archived());

        found(
                verdict,
                CheckName.PLATFORM_INFO,
                ReportVerifier.intelPlatformInfoKey().toString());
    }

    private static void compared(Verdict verdict, CheckName name, Object value) {
        Check check = verdict.check(name).orElseThrow();
        assertThat(check.expected()).isEqualTo(value);
        assertThat(check.actual()).isEqualTo(value);
    }

    private void refused(Expectation expected, CheckName name, String reason) {
        Verdict verdict = verifier.verify(signed, expected);

        assertThat(verdict.isGenuine()).isFalse();
        assertThat(verdict.platform()).isEmpty();
        assertThat(verdict.trust()).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(verdict.report()).contains(report);
        Check refusal = verdict.refusal().orElseThrow();
        assertThat(refusal.name()).isEqualTo(name);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.expected()).isNotEqualTo(refusal.actual());
        assertThat(verdict.checks()).extracting(Check::name).containsExactlyElementsOf(CheckName.OF_REPORT);
        assertThat(verdict.checks().stream().filter(check -> check.name().compareTo(name) > 0))
                .allMatch(check -> check.outcome() == Outcome.NOT_REACHED);
    }

    @Test
    void aGenuineReportAboutSomethingElseIsRefused() throws Exception {
        refused(
                exact.withVersion(9),
                CheckName.VERSION,
                "attestation report refused: version: it is of API version " + report.version()
                        + ", asked was version 9");
        byte[] other = quote.encode();
        other[100] ^= 1;
        refused(
                exact.withQuote(new EpidQuote(EpidQuoteBody.parse(other), ByteString.EMPTY)),
                CheckName.QUOTE_BODY,
                "attestation report refused: isvEnclaveQuoteBody: it is about another quote");
        refused(
                exact.withNonce("00"),
                CheckName.NONCE,
                "attestation report refused: nonce: it is " + report.nonce() + ", sent was 00");
        refused(
                exact.withReportData(ByteString.zeros(63)),
                CheckName.REPORT_DATA,
                "the enclave's report data is not the expected one");
    }

    @Test
    void aReportWithoutTheNonceThatWasSentIsRefused() throws Exception {
        Path folder = RecordedReports.genuine().stream()
                .filter(candidate -> !candidate.getFileName().toString().contains("_nonce"))
                .findFirst()
                .orElseThrow();
        Verdict verdict = verifier.verify(
                RecordedReports.signed(folder, RecordedReports.body(folder)),
                Expectation.archived().withNonce("00"));

        assertThat(verdict.refusal().orElseThrow().reason())
                .isEqualTo("attestation report refused: nonce: it is missing, sent was 00");
    }

    private Expectation at(Instant now) {
        return Expectation.live(now, Duration.ofSeconds(300));
    }

    @Test
    void aReportIsFreshFromAMinuteBeforeItsTimeUntilItsAge() {
        Instant made = report.timestamp();

        assertThat(verifier.verify(signed, at(made.plusSeconds(300))).isGenuine())
                .isTrue();
        assertThat(verifier.verify(signed, at(made.minusSeconds(60))).isGenuine())
                .isTrue();
        Instant late = made.plusSeconds(300).plusNanos(1);
        refused(
                at(late),
                CheckName.NOT_TOO_OLD,
                "attestation report: its time stamp " + made + " is older than 300 s (it is " + late + " here)");
        Instant early = made.minusSeconds(60).minusNanos(1);
        refused(
                at(early),
                CheckName.NOT_IN_FUTURE,
                "attestation report: its time stamp " + made + " lies in the future (it is " + early
                        + " here: is the clock right?)");
    }

    @Test
    void oneByteMoreOrLessOfTheBodyIsNotSigned() throws Exception {
        byte[] body = RecordedReports.body(FOLDER);
        String text = new String(body, StandardCharsets.UTF_8) + " ";
        Verdict verdict = verifier.verify(
                RecordedReports.signed(FOLDER, text.getBytes(StandardCharsets.UTF_8)), Expectation.archived());

        assertThat(verdict.refusal().orElseThrow().name()).isEqualTo(CheckName.SIGNATURE);
    }

    private Verdict withEnclave(EnclavePolicy enclaves) {
        AppraisalPolicy policy = new AppraisalPolicy(enclaves, new PlatformPolicy(false, Set.of(), Set.of()));
        return new Verifier(policy).verify(signed, Expectation.archived());
    }

    @Test
    void anEnclaveThatIsNotWantedIsNotTrustedThoughTheReportIsGenuine() {
        ReportBody enclave = quote.report();
        ByteString other = ByteString.zeros(32);
        EnclavePolicy wanted = new EnclavePolicy(
                enclave.mrSigner(), enclave.isvProdId(), enclave.isvSvn(), true, Set.of(other, enclave.mrEnclave()));

        assertThat(withEnclave(wanted).violations()).isEmpty();
        assertThat(withEnclave(wanted).isAcceptable()).isTrue();
        unwanted(
                new EnclavePolicy(other, enclave.isvProdId(), enclave.isvSvn(), true, Set.of()),
                CheckName.MRSIGNER,
                "MRSIGNER " + enclave.mrSigner() + " is not the required " + other);
        unwanted(
                new EnclavePolicy(enclave.mrSigner(), enclave.isvProdId(), enclave.isvSvn(), true, Set.of(other)),
                CheckName.MRENCLAVE,
                "MRENCLAVE " + enclave.mrEnclave() + " is not among the allowed, " + other);
        unwanted(
                new EnclavePolicy(enclave.mrSigner(), 77, enclave.isvSvn(), true, Set.of()),
                CheckName.PRODUCT_ID,
                "product id " + enclave.isvProdId() + " is not the required 77");
        unwanted(
                new EnclavePolicy(enclave.mrSigner(), enclave.isvProdId(), enclave.isvSvn() + 1, true, Set.of()),
                CheckName.ISV_SVN,
                "ISV SVN " + enclave.isvSvn() + " is below the required " + (enclave.isvSvn() + 1));
        Verdict debug = withEnclave(
                new EnclavePolicy(enclave.mrSigner(), enclave.isvProdId(), enclave.isvSvn(), false, Set.of()));
        assertThat(debug.violations())
                .isEqualTo(
                        enclave.attributes().isDebug()
                                ? List.of("the enclave is in debug mode, which is not allowed")
                                : List.of());
    }

    @Test
    void theDebugCheckSaysWhatIsAllowedAndWhatWasFound() {
        ReportBody enclave = quote.report();
        for (boolean allowed : new boolean[] {false, true}) {
            Check check = withEnclave(new EnclavePolicy(
                            enclave.mrSigner(), enclave.isvProdId(), enclave.isvSvn(), allowed, Set.of()))
                    .check(CheckName.DEBUG)
                    .orElseThrow();
            assertThat(check.expected()).isEqualTo(allowed ? "allowed" : "no");
            assertThat(check.actual()).isEqualTo(enclave.attributes().isDebug() ? "yes" : "no");
        }
    }

    private void unwanted(EnclavePolicy policy, CheckName name, String reason) {
        Verdict verdict = withEnclave(policy);

        assertThat(verdict.isGenuine()).isTrue();
        assertThat(verdict.refusal()).isEmpty();
        assertThat(verdict.isAcceptable()).isFalse();
        assertThat(verdict.trust()).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(verdict.violations()).containsExactly(reason);
        assertThat(verdict.check(name).orElseThrow().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(verdict.check(name).orElseThrow().expected())
                .isNotEqualTo(verdict.check(name).orElseThrow().actual());
    }

    @Test
    void withoutAnEnclavePolicyAnyEnclaveIsWanted() {
        Verdict verdict = verifier.verify(signed, Expectation.archived());

        assertThat(CheckName.ENCLAVE)
                .hasSize(5)
                .allMatch(name -> verdict.check(name).orElseThrow().outcome() == Outcome.NOT_ASKED);
        assertThat(new Verdict(TrustStatus.TRUSTED, Optional.empty(), Optional.empty(), List.of()).isAcceptable())
                .isFalse();
    }
}
