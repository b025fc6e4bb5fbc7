package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.SignedReport;
import org.sgxra.examples.LiveReport;
import org.sgxra.examples.OwnPolicy;
import org.sgxra.examples.StoredReport;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.Expectation;
import org.sgxra.verifier.Verdict;
import org.sgxra.verifier.Verifier;

/** What stands in examples/ does what it says, on recorded reports, and is short. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../examples");
    private static final Path IAS = Path.of("../testdata/ias");
    private static final String OK = "v3_OK_2020-01-30_87128901";
    private static final String HARDENING_NEEDED = "v4_SW_HARDENING_NEEDED_linkable_nonce_2021-06-24_16619684";
    private static final String SVN_1 = "v4_SW_HARDENING_NEEDED_linkable_nonce_2021-03-08_23943712";
    private static final String OTHER = "00".repeat(32);

    /** A recorded report, and what whoever asked for it knew. */
    private record Recorded(SignedReport signed, AttestationReport content, EpidQuote quote) {
        static Recorded of(String name) throws Exception {
            Path folder = IAS.resolve("reports").resolve(name);
            SignedReport signed = SignedReport.fromArchive(
                    Files.readAllBytes(folder.resolve("body.json")),
                    Files.readString(folder.resolve("signature.b64")),
                    Files.readString(IAS.resolve("chain.pem")));
            AttestationReport content = AttestationReport.parse(signed.body().toArray());
            EpidQuoteBody body = EpidQuoteBody.parse(content.quoteBody().toArray());
            return new Recorded(signed, content, new EpidQuote(body, ByteString.of(new byte[680])));
        }

        AppraisalPolicy policy() {
            return OwnPolicy.of(quote.report().mrSigner());
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static String printed(Action action) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> storedReport(String folder, String chain) throws Exception {
        String[] files = {folder + "/body.json", folder + "/signature.b64", chain};
        String[] args =
                Stream.of(files).map(file -> IAS.resolve(file).toString()).toArray(String[]::new);
        return printed(() -> StoredReport.main(args)).lines().toList();
    }

    @ParameterizedTest
    @CsvSource({OK + ", true", HARDENING_NEEDED + ", false", "v3_SIGNATURE_INVALID_linkable_2018-08-24_14222765, false"
    })
    void storedReportTellsWhetherAGenuineReportIsAcceptable(String name, boolean acceptable) throws Exception {
        List<String> lines = storedReport("reports/" + name, "chain.pem");

        assertThat(lines).hasSize(19).last().isEqualTo("genuine: true, acceptable: " + acceptable);
        assertThat(lines.get(2)).startsWith("Check[name=SIGNATURE, outcome=PASSED, ");
    }

    @Test
    void storedReportTellsThatAReportIsNotGenuine() throws Exception {
        String tampered = "invalid/tampered_nonce_private-data-objects_11";
        List<String> lines = storedReport(tampered, tampered + "/chain.pem");

        assertThat(lines).hasSize(19).last().isEqualTo("genuine: false, acceptable: false");
        assertThat(lines.get(2)).startsWith("Check[name=SIGNATURE, outcome=FAILED, ");
    }

    @ParameterizedTest
    @CsvSource({
        "0, true, true, true, ''",
        "300, true, true, true, ''",
        "301, true, true, false, NOT_TOO_OLD: ",
        "-61, true, true, false, NOT_IN_FUTURE: ",
        "0, false, true, false, NONCE: ",
        "0, true, false, false, REPORT_DATA: "
    })
    void liveReportLetsInOnlyTheEnclaveOfTheSession(
            int ageSeconds, boolean sameNonce, boolean sameSession, boolean trusted, String said) throws Exception {
        Recorded recorded = Recorded.of(HARDENING_NEEDED);
        Instant now = recorded.content().timestamp().plus(Duration.ofSeconds(ageSeconds));
        String nonce = sameNonce ? recorded.content().nonce() : "another";
        ByteString reportData = sameSession ? recorded.quote().report().reportData() : ByteString.of(new byte[64]);
        Verifier verifier = new Verifier(recorded.policy());

        String printed = printed(() -> assertThat(
                        LiveReport.isTrusted(verifier, recorded.signed(), recorded.quote(), nonce, reportData, now))
                .isEqualTo(trusted));

        assertThat(printed).startsWith(said).hasLineCount(trusted ? 0 : 1);
    }

    @Test
    void liveReportIsNotAboutAnotherQuote() throws Exception {
        Recorded recorded = Recorded.of(HARDENING_NEEDED);
        EpidQuote other = Recorded.of(SVN_1).quote();

        String printed = printed(() -> assertThat(LiveReport.isTrusted(
                        new Verifier(recorded.policy()),
                        recorded.signed(),
                        other,
                        recorded.content().nonce(),
                        recorded.quote().report().reportData(),
                        recorded.content().timestamp()))
                .isFalse());

        assertThat(printed).startsWith("QUOTE_BODY: ").hasLineCount(1);
    }

    @Test
    void ownPolicyTrustsItsEnclaveOnAPlatformWhoseAdvisoriesAreMitigated() throws Exception {
        Recorded recorded = Recorded.of(HARDENING_NEEDED);
        Verdict verdict = new Verifier(recorded.policy()).verify(recorded.signed(), Expectation.archived());

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.trust()).isEqualTo(TrustStatus.TRUSTED_ITS_COMPLICATED);
    }

    @Test
    void ownPolicyRefusesOtherEnclaves() throws Exception {
        Recorded old = Recorded.of(SVN_1);
        assertThat(violations(old, old.policy())).containsExactly("ISV SVN 1 is below the required 2");

        Recorded recorded = Recorded.of(HARDENING_NEEDED);
        String signer = recorded.quote().report().mrSigner().toString();
        assertThat(violations(recorded, OwnPolicy.of(ByteString.fromHex(OTHER))))
                .containsExactly("MRSIGNER " + signer + " is not the required " + OTHER);
    }

    private static List<String> violations(Recorded recorded, AppraisalPolicy policy) {
        Verdict verdict = new Verifier(policy).verify(recorded.signed(), Expectation.archived());
        assertThat(verdict.isGenuine()).isTrue();
        assertThat(verdict.isAcceptable()).isFalse();
        return verdict.violations();
    }

    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES.resolve("src"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void aSourceHasAtMost40Lines(Path source) throws IOException {
        assertThat(Files.readAllLines(source)).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void aReportIsVerifiedInAtMost10Statements() throws IOException {
        String source = Files.readString(EXAMPLES.resolve("src/main/java/org/sgxra/examples/StoredReport.java"));
        String main = source.substring(source.indexOf("void main("));

        assertThat(main.chars().filter(c -> c == ';')).hasSizeBetween(1, 10);
    }
}
