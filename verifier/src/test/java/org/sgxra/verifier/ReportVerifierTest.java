package org.sgxra.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.InvalidReportException.Step;
import org.sgxra.common.report.SignedReport;
import org.sgxra.common.report.SigningChain;

class ReportVerifierTest {
    private final ReportVerifier verifier = new ReportVerifier(ReportSigningCa.intel(), null);

    static List<Path> genuine() {
        return RecordedReports.genuine();
    }

    static List<Path> invalid() {
        return RecordedReports.invalid();
    }

    @ParameterizedTest
    @MethodSource("genuine")
    void verifiesEveryReportThatIntelSigned(Path folder) throws Exception {
        String name = folder.getFileName().toString();

        AttestationReport report = verifier.verify(RecordedReports.signed(folder, RecordedReports.body(folder)));

        assertThat(report.version()).isEqualTo(name.startsWith("v2") ? null : Integer.valueOf(name.substring(1, 2)));
        assertThat(name)
                .contains("_" + report.status() + "_")
                .contains(report.timestamp().toString().substring(0, 10));
        assertThat(report.epidPseudonym() != null).isEqualTo(name.contains("_linkable"));
        assertThat(report.nonce() != null).isEqualTo(name.contains("_nonce"));
        assertThat(report.platformInfoBlob().isPresent()).isEqualTo(name.contains("_pib"));
        assertThat(report.tcbEvaluationDataNumber() != null).isEqualTo(name.contains("_tcbnum"));
        EpidQuoteBody quote = EpidQuoteBody.parse(report.quoteBody().toArray());
        assertThat(quote.encode()).isEqualTo(report.quoteBody().toArray());
        report.platformInfoBlob().ifPresent(blob -> assertThat(blob.gid()).isEqualTo(quote.gid()));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesEveryReportThatIsNotIntels(Path folder) throws Exception {
        String name = folder.getFileName().toString();
        boolean badChain = name.startsWith("badleaf") || name.startsWith("testca");

        InvalidReportException refusal = catchThrowableOfType(
                InvalidReportException.class,
                () -> verifier.verify(RecordedReports.signed(folder, RecordedReports.body(folder))));

        assertThat(refusal.step()).isEqualTo(badChain ? Step.CHAIN : Step.SIGNATURE);
        assertThat(refusal)
                .hasMessageContaining(
                        name.startsWith("badleaf")
                                ? "signature check failed"
                                : badChain ? "Intel SGX Attestation Report Signing CA" : "not one over this body");
    }

    @Test
    void refusesACopyOfAReportWithAnyPartAltered() throws Exception {
        for (Path folder : genuine().subList(0, 3)) {
            refusesACopyWithAnyPartAltered(folder);
        }
    }

    @ParameterizedTest
    @Tag("long")
    @MethodSource("genuine")
    void refusesACopyWithAnyPartAltered(Path folder) throws Exception {
        byte[] body = RecordedReports.body(folder);
        int bySignature = 0;
        List<byte[]> copies = ReportAlterations.of(body);
        for (byte[] altered : copies) {
            InvalidReportException refusal = catchThrowableOfType(
                    InvalidReportException.class, () -> verifier.verify(RecordedReports.signed(folder, altered)));
            assertThat(refusal)
                    .as(new String(altered, StandardCharsets.ISO_8859_1))
                    .isNotNull();
            // What cannot be read, or is of another time, is refused before the signature; nothing is believed before.
            assertThat(refusal.step()).isIn(Step.TIMESTAMP, Step.CHAIN, Step.SIGNATURE);
            bySignature += refusal.step() == Step.SIGNATURE ? 1 : 0;
        }
        assertThat(bySignature).isGreaterThan(copies.size() / 3);
        byte[] longer = java.util.Arrays.copyOf(body, body.length + 1);
        longer[body.length] = '\n';
        assertThatThrownBy(() -> verifier.verify(RecordedReports.signed(folder, longer)))
                .isInstanceOf(InvalidReportException.class)
                .hasMessageContaining("not one over this body");
    }

    @ParameterizedTest
    @MethodSource("genuine")
    void refusesASignatureWithABitChanged(Path folder) throws Exception {
        SignedReport report = RecordedReports.signed(folder, RecordedReports.body(folder));
        for (int i = 0; i < report.signature().size(); i += 51) {
            byte[] altered = report.signature().toArray();
            altered[i] ^= (byte) 0x80;
            SignedReport copy = new SignedReport(report.body(), ByteString.of(altered), report.chain());
            assertThatThrownBy(() -> verifier.verify(copy))
                    .isInstanceOf(InvalidReportException.class)
                    .hasMessageStartingWith("attestation report refused: signature: ");
        }
        SignedReport cut = new SignedReport(report.body(), report.signature().slice(0, 255), report.chain());
        assertThatThrownBy(() -> verifier.verify(cut)).isInstanceOf(InvalidReportException.class);
    }

    @Test
    void refusesAChainOutsideItsTime() throws Exception {
        SigningChain chain = SigningChain.fromPem(RecordedReports.text("chain.pem"));
        ReportSigningCa intel = ReportSigningCa.intel();

        intel.validate(chain, chain.leaf().getNotAfter().toInstant());
        assertThatThrownBy(() -> intel.validate(
                        chain, chain.leaf().getNotAfter().toInstant().plusSeconds(1)))
                .isInstanceOf(InvalidReportException.class)
                .hasMessageContaining("2026-11-20T09:36:59Z")
                .hasMessageContaining("validity check failed")
                .hasMessageContaining("CN=Intel SGX Attestation Report Signing,");
        assertThatThrownBy(() -> intel.validate(
                        chain, chain.leaf().getNotBefore().toInstant().minus(Duration.ofDays(1))))
                .isInstanceOf(InvalidReportException.class);
    }

    @Test
    void aChainValidatedOnceIsNotTrustedAtAnotherTime() throws Exception {
        Path folder = genuine().get(0);
        SignedReport report = RecordedReports.signed(folder, RecordedReports.body(folder));
        verifier.verify(report);
        String later = report.body().toString().replace(hex("\"timestamp\":\"2018"), hex("\"timestamp\":\"2027"));

        assertThatThrownBy(() -> verifier.verify(
                        new SignedReport(ByteString.fromHex(later), report.signature(), report.chain())))
                .isInstanceOfSatisfying(
                        InvalidReportException.class, e -> assertThat(e.step()).isEqualTo(Step.CHAIN));
    }

    private static String hex(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.US_ASCII)).hex();
    }

    @Test
    void refusesAReportSignedByTheCaItself() {
        SigningChain rootOnly = new SigningChain(ReportSigningCa.intel().certificates());

        assertThatThrownBy(() ->
                        ReportSigningCa.intel().validate(rootOnly, java.time.Instant.parse("2020-01-01T00:00:00Z")))
                .isInstanceOf(InvalidReportException.class)
                .hasMessageContaining("is the CA itself");
    }

    @Test
    void readsTheRealHeaderValue() throws Exception {
        String header = RecordedReports.text("X-IASReport-Signing-Certificate.urlencoded.txt")
                .strip();

        SigningChain chain = SigningChain.fromHeader(header);

        assertThat(chain).isEqualTo(SigningChain.fromPem(RecordedReports.text("chain.pem")));
        assertThat(SigningChain.fromPem(chain.toPem())).isEqualTo(chain);
        assertThatThrownBy(() -> SigningChain.fromHeader(header + "%4"))
                .isInstanceOf(InvalidReportException.class)
                .hasMessageContaining("no two hexadecimal digits after %");
        assertThatThrownBy(() -> SigningChain.fromHeader(header.replace("%20", " ")))
                .isInstanceOf(InvalidReportException.class)
                .hasMessageContaining("must be percent-encoded");
        assertThatThrownBy(() -> SigningChain.fromHeader("")).hasMessageContaining("0 certificates");
        assertThatThrownBy(() -> SigningChain.fromHeader(header.substring(0, 400)))
                .hasMessageContaining("no end line");
    }

    @Test
    void refusesACaFileThatIsNoCa() throws Exception {
        assertThat(ReportSigningCa.fromPem(RecordedReports.text("AttestationReportSigningCACert.pem"))
                        .isIntel())
                .isTrue();
        assertThatThrownBy(() -> ReportSigningCa.fromPem(RecordedReports.text("chain.pem")))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("is no CA certificate")
                .hasMessageContaining("use the certificate of \"CN=Intel SGX Attestation Report Signing CA,");
        Path selfSigned = invalid().stream()
                .filter(f -> f.endsWith("testca_lcp_1_OK"))
                .findFirst()
                .orElseThrow();
        String pem = RecordedReports.text(selfSigned.resolve("chain.pem"));
        assertThatThrownBy(() -> ReportSigningCa.fromPem(pem.substring(pem.lastIndexOf("-----BEGIN"))))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("it signed itself, but");
        assertThatThrownBy(() -> ReportSigningCa.fromPem("hello"))
                .isInstanceOf(CertificateException.class)
                .hasMessage("it holds no PEM certificate");
        assertThatThrownBy(() -> ReportSigningCa.fromPem("-----BEGIN PRIVATE KEY-----"))
                .isInstanceOf(CertificateException.class)
                .hasMessage("it holds a private key, not a certificate");
        assertThatThrownBy(() -> ReportSigningCa.fromPem("-----BEGIN CERTIFICATE-----\n***\n-----END CERTIFICATE-----"))
                .isInstanceOf(CertificateException.class)
                .hasMessage("certificate 1 is not base64");
    }

    @Test
    void aPlatformInfoBlobIsIntelsOrNot() throws Exception {
        Path folder = genuine().stream()
                .filter(f -> f.toString().contains("_pib"))
                .findFirst()
                .orElseThrow();
        AttestationReport report = AttestationReport.parse(Files.readAllBytes(folder.resolve("body.json")));
        var blob = report.platformInfoBlob().orElseThrow();
        byte[] signature = blob.signature().toArray();
        signature[63] ^= 1;

        assertThat(ReportVerifier.isSigned(blob, ReportVerifier.intelPlatformInfoKey()))
                .isTrue();
        assertThat(ReportVerifier.isSigned(
                        blob.withSignature(ByteString.of(signature)), ReportVerifier.intelPlatformInfoKey()))
                .isFalse();
        assertThat(ReportVerifier.isSigned(
                        blob.withSignature(ByteString.zeros(64)), ReportVerifier.intelPlatformInfoKey()))
                .isFalse();
    }
}
