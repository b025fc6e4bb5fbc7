package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.ReportBody;
import org.sgxra.verifier.check.Check;

/** Genuine quotes with the collateral of their time, and published or assembled evidence that must be refused. */
class RecordedEvidenceTest {
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

    @ParameterizedTest
    @MethodSource("all")
    void givesTheExpectedVerdict(RecordedCase recorded) {
        DcapVerdict verdict = verdict(recorded);

        assertThat(verdict.checks())
                .extracting(Check::name)
                .doesNotHaveDuplicates()
                .isSorted();
        if (recorded.expected().has("result")) {
            assertThat(verdict.refusal()).as(verdict.reason()).contains(recorded.refusal("result"));
        } else if (recorded.expected().has("strictResult")) {
            assertThat(verdict.refusal()).as(verdict.reason()).contains(recorded.refusal("strictResult"));
        } else {
            assertThat(verdict.reason()).isEmpty();
            assertThat(verdict.verified()).isTrue();
            assertThat(verdict.checks()).allMatch(Check::passed);
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
        assertThat(before.refusal()).as(before.reason()).contains(recorded.refusal("justBeforeWindow"));
        assertThat(before.status()).isEqualTo(verdict.status());
        DcapVerdict after = verifier.verify(recorded.quote(), collateral, to.plusSeconds(1));
        assertThat(after.refusal()).as(after.reason()).contains(recorded.refusal("justAfterWindow"));
        assertThat(after.status()).isEqualTo(verdict.status());
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
    }

    @Test
    void takesNoDaysOfGraceForEvidenceOfAnotherYear() {
        RecordedCase recorded = RecordedCase.of("expired-swhardening-qe-outofdate-334652");
        DcapVerdict verdict = recorded.verifier()
                .withGrace(Duration.ofDays(90))
                .verify(recorded.quote(), recorded.collateral(), recorded.verifyAt());

        assertThat(verdict.refusal()).contains(DcapRefusal.TCB_INFO_EXPIRED);
        assertThat(verdict.status()).contains(TcbStatus.OUT_OF_DATE);
    }
}
