package org.sgxra.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import org.junit.jupiter.api.Test;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.report.SignedReport;
import org.sgxra.common.report.SigningChain;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.check.CheckName;

/** Intel's root and another one: who may sign reports, and who the platform info blobs in them. */
class TrustAnchorTest {
    private static ReportSigningCa recordedCa() throws Exception {
        return ReportSigningCa.fromPem(TestData.text("hex/report_ca.pem"));
    }

    /** A report that is not Intel's, with a platform info blob whose signature is nobody's. */
    private static SignedReport recorded() throws Exception {
        JsonNode answer =
                TestData.json("hex/group_out_of_date_pib.json").path("ias").path(1);
        return SignedReport.fromAnswer(
                answer.path("responseBody").textValue().getBytes(StandardCharsets.UTF_8),
                header(answer, "X-IASReport-Signature"),
                header(answer, "X-IASReport-Signing-Certificate"));
    }

    private static String header(JsonNode answer, String name) {
        for (JsonNode header : answer.path("responseHeaders")) {
            if (header.path(0).textValue().equals(name)) {
                return header.path(1).textValue();
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static Verdict verify(ReportSigningCa ca, P256PublicKey platformInfoKey) throws Exception {
        Verifier verifier = new Verifier(ca, platformInfoKey, AppraisalPolicy.STATUS_OK);
        Verdict first = verifier.verify(recorded(), Expectation.archived());
        // The chain is known now; that changes nothing.
        assertThat(verifier.verify(recorded(), Expectation.archived())).isEqualTo(first);
        return first;
    }

    @Test
    void onlyIntelsRootIsIntel() throws Exception {
        assertThat(ReportSigningCa.intel().isIntel()).isTrue();
        assertThat(recordedCa().isIntel()).isFalse();
        String both = TestData.text("ias/AttestationReportSigningCACert.pem") + TestData.text("hex/report_ca.pem");
        assertThatThrownBy(() -> ReportSigningCa.fromPem(both)).isInstanceOf(CertificateException.class);
    }

    @Test
    void intelsSignerStandsUnderIntelsRoot() {
        SigningChain chain = IntelReportSigner.chain();

        assertThat(chain.certificates())
                .hasSize(2)
                .endsWith(ReportSigningCa.intel().certificates().get(0));
        assertThat(chain.leaf().getSubjectX500Principal().getName())
                .startsWith("CN=Intel SGX Attestation Report Signing,");
        assertThat(chain.leaf().getIssuerX500Principal())
                .isEqualTo(chain.certificates().get(1).getSubjectX500Principal());
    }

    @Test
    void aReportUnderAnotherCaNamesTheCaThatIsTrusted() throws Exception {
        Verdict verdict = verify(ReportSigningCa.intel(), null);

        assertThat(verdict.refusal().orElseThrow().name()).isEqualTo(CheckName.SIGNING_CHAIN);
        assertThat(verdict.refusal().orElseThrow().reason())
                .contains("not valid under the trusted CA (\"CN=Intel SGX Attestation Report Signing CA");
    }

    @Test
    void platformInfoUnderAnotherCaCountsUnlessItsSignersKeyIsKnown() throws Exception {
        assertThat(verify(recordedCa(), null).isGenuine()).isTrue();

        Verdict verdict = verify(recordedCa(), ReportVerifier.intelPlatformInfoKey());

        assertThat(verdict.refusal().orElseThrow().name()).isEqualTo(CheckName.PLATFORM_INFO);
        assertThat(verdict.refusal().orElseThrow().reason()).endsWith("its signature is not by the given key");
    }

    @Test
    void everyCheckHasANameOfItsOwnForLogs() {
        assertThat(CheckName.values()).extracting(CheckName::label).doesNotHaveDuplicates();
        assertThat(CheckName.SIGNING_CHAIN.label()).isEqualTo("report-signing-chain");
    }
}
