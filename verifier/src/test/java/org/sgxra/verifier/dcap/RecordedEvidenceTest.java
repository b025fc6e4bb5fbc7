package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.verifier.dcap.Judging.assertRefused;
import static org.sgxra.verifier.dcap.Judging.assertVerified;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.Expectation;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.Verdict;
import org.sgxra.verifier.Verifier;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/** Genuine quotes with the collateral of their time, and published or assembled evidence that must be refused. */
class RecordedEvidenceTest {
    /** The check that must refuse each set that is to be refused. */
    private static final Map<String, CheckName> REFUSED_BY = Map.of(
            "bad-chain-openenclave", CheckName.CA_SIGNATURE,
            "bad-quote-signature-fortanix", CheckName.QUOTE_SIGNATURE,
            "expired-swhardening-qe-outofdate-334652", CheckName.TCB_INFO_DATE,
            "expired-uptodate-qe-outofdate-054f36", CheckName.TCB_INFO_DATE,
            "mix-pretty-printed-tcbinfo", CheckName.TCB_INFO_SIGNATURE,
            "mix-qve-identity", CheckName.QE_IDENTITY_ID,
            "mix-stale-tcbinfo", CheckName.PCK_CRL_DATE,
            "mix-swapped-crls", CheckName.ROOT_CRL_ISSUER,
            "mix-wrong-fmspc", CheckName.FMSPC);

    static List<RecordedCase> all() {
        return RecordedCase.all();
    }

    static List<RecordedCase> withStatus() {
        return all().stream()
                .filter(recorded -> recorded.expected().has("status"))
                .toList();
    }

    static List<RecordedCase> withWindow() {
        return all().stream()
                .filter(recorded -> recorded.expected().path("justAfterWindow").isTextual())
                .toList();
    }

    static List<RecordedCase> enclaves() {
        return withStatus().stream().filter(recorded -> !recorded.isTdx()).toList();
    }

    private static DcapVerdict verdict(RecordedCase recorded) {
        return recorded.verifier().verify(recorded.quote(), recorded.collateral(), recorded.verifyAt());
    }

    @Test
    void runsEveryCaseOfTheIndex() {
        int indexed =
                (int) org.sgxra.testdata.TestData.text("dcap/INDEX.tsv").lines().count() - 1;
        // The trust domain's case is not in the index.
        assertThat(all()).hasSize(indexed + 1).hasSize(46);
        assertThat(withStatus()).hasSize(39);
        assertThat(withWindow()).hasSize(35);
        System.out.println(
                "DCAP: " + all().size() + " recorded cases, " + withWindow().size() + " with both ends");
    }

    // dcap.md section 13, rows 11, 27, 38, 40, 45, 50, 60, 61, 65
    @ParameterizedTest
    @MethodSource("all")
    void givesTheExpectedVerdict(RecordedCase recorded) {
        DcapVerdict verdict = verdict(recorded);

        CheckName check = REFUSED_BY.get(recorded.name());
        if (check != null) {
            String result = recorded.expected().has("result") ? "result" : "strictResult";
            assertRefused(verdict, check, recorded.refusal(result));
        } else {
            assertThat(recorded.expected().has("status")).isTrue();
            assertVerified(verdict);
            assertThat(verdict.checks())
                    .extracting(Check::name)
                    .doesNotHaveDuplicates()
                    .isSorted()
                    .endsWith(CheckName.TCB_NOT_REVOKED);
        }
    }

    @ParameterizedTest
    @MethodSource("withStatus")
    void givesTheExpectedStatus(RecordedCase recorded) {
        assertThat(verdict(recorded).status().map(TcbStatus::toString)).contains(recorded.text("status"));
    }

    @ParameterizedTest
    @MethodSource("enclaves")
    void findsTheExpectedLevels(RecordedCase recorded) {
        DcapVerdict verdict = verdict(recorded);
        TcbEvaluation tcb = verdict.tcb().orElseThrow();

        assertThat(tcb.platform().status()).hasToString(recorded.text("platform"));
        assertThat(tcb.platform().tcbDate()).isEqualTo(recorded.instant("tcbDate"));
        assertThat(tcb.platform().advisories()).isEqualTo(recorded.texts("advisories"));
        assertThat(tcb.qe().status()).hasToString(recorded.text("qe"));
        assertThat(tcb.qe().advisories()).isEqualTo(recorded.texts("qeAdvisories"));
        TreeSet<String> union = new TreeSet<>(recorded.texts("advisories"));
        union.addAll(recorded.texts("qeAdvisories"));
        assertThat(tcb.advisories()).containsExactlyElementsOf(union);
        assertThat(tcb.advisoriesKnown())
                .isEqualTo(recorded.expected().path("tcbInfoVersion").asInt() == 3);
        assertThat(tcb.tcbDate()).isBeforeOrEqualTo(recorded.instant("tcbDate"));
        assertThat(verdict.tcbInfo().orElseThrow().version())
                .isEqualTo(recorded.expected().path("tcbInfoVersion").asInt());
        assertThat(verdict.tcbInfo().orElseThrow().tcbEvaluationDataNumber())
                .isEqualTo(recorded.expected().path("tcbEval").asLong());
    }

    @ParameterizedTest
    @MethodSource("enclaves")
    void readsTheExpectedPckCertificate(RecordedCase recorded) {
        JsonNode expected = recorded.expected();
        PckExtension pck = verdict(recorded).pck().orElseThrow();

        assertThat(pck.fmspc().hex()).isEqualTo(recorded.text("fmspc"));
        assertThat(pck.pceSvn()).isEqualTo(expected.path("pcesvn").asInt());
        assertThat(pck.cpuSvn().hex()).isEqualTo(recorded.text("cpusvn"));
        assertThat(pck.sgxType()).isEqualTo(Integer.parseInt(recorded.text("sgxtype")));
        List<Integer> components = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            components.add(pck.components().at(i));
        }
        assertThat(components)
                .isEqualTo(recorded.texts("comp").stream().map(Integer::valueOf).toList());
        assertThat(pck.platform().isPresent()).isEqualTo(expected.path("config").isObject());
        pck.platform().ifPresent(platform -> {
            assertThat(platform.dynamic())
                    .isEqualTo(expected.path("config").path("1").asText().equals("ff"));
            assertThat(platform.cachedKeys())
                    .isEqualTo(expected.path("config").path("2").asText().equals("ff"));
            assertThat(platform.smtEnabled())
                    .isEqualTo(expected.path("config").path("3").asText().equals("ff"));
        });
    }

    @ParameterizedTest
    @MethodSource("enclaves")
    void readsTheExpectedQuote(RecordedCase recorded) {
        JsonNode report = recorded.expected().path("report");
        EcdsaQuote quote = verdict(recorded).quote().orElseThrow();
        ReportBody body = quote.report();

        assertThat(body.cpuSvn().hex()).isEqualTo(report.path("cpusvn").asText());
        assertThat(body.attributes()).hasToString(report.path("attributes").asText());
        assertThat(body.mrEnclave().hex()).isEqualTo(report.path("mrenclave").asText());
        assertThat(body.mrSigner().hex()).isEqualTo(report.path("mrsigner").asText());
        assertThat(body.isvProdId()).isEqualTo(report.path("isvprodid").asInt());
        assertThat(body.isvSvn()).isEqualTo(report.path("isvsvn").asInt());
        assertThat(body.reportData().hex()).isEqualTo(report.path("report_data").asText());
        assertThat(quote.qeSvn())
                .isEqualTo(recorded.expected().path("hdr_qesvn").asInt());
        assertThat(quote.pceSvn())
                .isEqualTo(recorded.expected().path("hdr_pcesvn").asInt());
        assertThat(quote.userData().hex()).isEqualTo(recorded.text("userdata"));
        assertThat(quote.padding())
                .isEqualTo(recorded.expected().path("trailing").asInt());
        assertThat(quote.authentication().qeAuthData().hex()).isEqualTo(recorded.text("qeauth"));
        assertThat(quote.authentication().certificationType())
                .isEqualTo(recorded.expected().path("cdtype").asInt());
        assertThat(quote.authentication().qeReportBody().isvSvn())
                .isEqualTo(recorded.expected().path("qe_isvsvn").asInt());
    }

    @ParameterizedTest
    @MethodSource("withWindow")
    void isValidInItsWindowToTheSecond(RecordedCase recorded) {
        DcapVerifier verifier = recorded.verifier();
        PreparedCollateral collateral = verifier.prepare(recorded.collateral());
        Instant from = recorded.instant("validFrom");
        Instant to = recorded.instant("validTo");
        DcapVerdict verdict = verifier.verify(recorded.quote(), collateral, from);

        assertThat(verdict.reason()).isEmpty();
        assertThat(verdict.validFrom()).contains(from);
        assertThat(verdict.validTo()).contains(to);
        assertThat(verifier.verify(recorded.quote(), collateral, to).reason()).isEmpty();
        DcapVerdict before = verifier.verify(recorded.quote(), collateral, from.minusSeconds(1));
        assertOutside(before, recorded.refusal("justBeforeWindow"), recorded.period("justBeforeWindow"));
        assertThat(before.tcb()).isEqualTo(verdict.tcb());
        DcapVerdict after = verifier.verify(recorded.quote(), collateral, to.plusSeconds(1));
        assertOutside(after, recorded.refusal("justAfterWindow"), recorded.period("justAfterWindow"));
        assertThat(after.tcb()).isEqualTo(verdict.tcb());
    }

    /** The part that is named is the one that ends the window, with both of its dates. */
    private static void assertOutside(DcapVerdict verdict, DcapRefusal refusal, String period) {
        CheckName check = CheckName.valueOf(refusal.name().replace("_EXPIRED", "_DATE"));
        assertThat(assertRefused(verdict, check, refusal).reason()).contains(" valid " + period + ", not at ");
    }

    @Test
    void isValidInTheWindowOfATrustDomain() {
        RecordedCase recorded = RecordedCase.of("tdx-uptodate-v4-b0c06f000000-202506");
        DcapVerdict verdict = verdict(recorded);

        assertThat(verdict.tcbInfo().orElseThrow().issueDate()).isEqualTo(recorded.instant("validFrom"));
        assertThat(verdict.tcbInfo().orElseThrow().nextUpdate()).isEqualTo(recorded.instant("validTo"));
        assertThat(verdict.pck().orElseThrow().fmspc().hex()).isEqualTo(recorded.text("fmspc"));
        assertThat(verdict.tcb().orElseThrow().tcbEvaluationDataNumber())
                .isEqualTo(recorded.expected().path("tcbEval").asLong());
        assertThat(verdict.tcb().orElseThrow().tdxModule().orElseThrow().isvSvn())
                .isEqualTo(4);
        assertThat(verdict.tcb().orElseThrow().advisories()).isEqualTo(recorded.texts("advisories"));

        DcapVerifier verifier = recorded.verifier();
        PreparedCollateral collateral = verifier.prepare(recorded.collateral());
        Instant from = verdict.validFrom().orElseThrow();
        Instant to = verdict.validTo().orElseThrow();
        assertThat(verifier.verify(recorded.quote(), collateral, from).reason()).isEmpty();
        assertThat(verifier.verify(recorded.quote(), collateral, to).reason()).isEmpty();
        assertRefused(
                verifier.verify(recorded.quote(), collateral, from.minusSeconds(1)),
                CheckName.QE_IDENTITY_DATE,
                DcapRefusal.QE_IDENTITY_EXPIRED);
        assertRefused(
                verifier.verify(recorded.quote(), collateral, to.plusSeconds(1)),
                CheckName.PCK_CRL_DATE,
                DcapRefusal.PCK_CRL_EXPIRED);
        for (Instant outside : List.of(
                recorded.instant("validFrom").minusSeconds(1),
                recorded.instant("validTo").plusSeconds(1))) {
            assertThat(verifier.verify(recorded.quote(), collateral, outside).checks())
                    .filteredOn(Check::failed)
                    .extracting(Check::name)
                    .contains(CheckName.TCB_INFO_DATE);
        }
    }

    // dcap.md section 13, row 78
    @Test
    void takesUnknownAdvisoriesOfVersion2ForUnmitigated() {
        List<RecordedCase> cases = withWindow().stream()
                .filter(recorded -> recorded.name().startsWith("swhardening-v2"))
                .toList();
        assertThat(cases).isNotEmpty();
        for (RecordedCase recorded : cases) {
            PlatformPolicy mitigated =
                    new PlatformPolicy(false, Set.of("SW_HARDENING_NEEDED"), Set.of("INTEL-SA-00334"));
            Verdict verdict = new Verifier(recorded.verifier(), new AppraisalPolicy(Optional.empty(), mitigated))
                    .verify(recorded.quote(), recorded.collateral(), Expectation.at(recorded.verifyAt()));
            assertThat(verdict.isGenuine()).isTrue();
            assertThat(verdict.trust()).isEqualTo(TrustStatus.NOT_TRUSTED_ITS_COMPLICATED);
            assertThat(verdict.checks())
                    .filteredOn(Check::failed)
                    .extracting(Check::name)
                    .containsExactly(CheckName.ADVISORIES);
            assertThat(verdict.check(CheckName.ADVISORIES).orElseThrow().actual())
                    .isEqualTo("unknown");
        }
    }

    @Test
    void takesNoDaysOfGraceForEvidenceOfAnotherYear() {
        RecordedCase recorded = RecordedCase.of("expired-swhardening-qe-outofdate-334652");
        DcapVerdict verdict = recorded.verifier()
                .withGrace(Duration.ofDays(90))
                .verify(recorded.quote(), recorded.collateral(), recorded.verifyAt());

        assertRefused(verdict, CheckName.TCB_INFO_DATE, DcapRefusal.TCB_INFO_EXPIRED);
        assertThat(verdict.status()).contains(TcbStatus.OUT_OF_DATE);
    }
}
