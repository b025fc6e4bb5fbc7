package org.sgxra.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.QuoteCall;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.ReportBody;
import org.sgxra.verifier.dcap.DcapVerdict;

/** Each way in which a platform cheats is found for what it is, and nothing else about the quote is wrong. */
class EcdsaMisbehaviourTest {
    @TempDir
    Path directory;

    private FakePckService service;

    @BeforeEach
    void start() throws Exception {
        service = new FakePckService(directory);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private EcdsaEnclave cheating(String how) throws Exception {
        SoftPlatform platform = service.platform(directory.resolve("platform"));
        platform.call(SoftPlatform.LOAD, new byte[0]);
        Path settings = directory.resolve("platform/" + PlatformSettings.FILE);
        Files.writeString(settings, Files.readString(settings).replace("misbehave = no", "misbehave = " + how));
        return new EcdsaEnclave(service.platform(directory.resolve("platform")));
    }

    @ParameterizedTest
    @CsvSource({
        "simulation, QUOTE_FORMAT, without signature",
        "trailing-bytes, QUOTE_FORMAT, only zero bytes may follow",
        "vendor-id, QUOTE_UNSUPPORTED, vendor",
        "quote-signature, QUOTE_SIGNATURE, signature",
        "attestation-key, QE_REPORT_DATA, report data",
        "qe-auth-data, QE_REPORT_DATA, report data",
        "qe-report-data, QE_REPORT_DATA, report data",
        "qe-enclave, QE_IDENTITY_MISMATCH, QE signer",
        "qe-debug, QE_IDENTITY_MISMATCH, attributes",
        "qe-signature, QE_REPORT_SIGNATURE, signature",
        "certification-type, CERTIFICATION_TYPE, libsgx-dcap-default-qpl",
    })
    void theVerifierRefuses(String how, String refusal, String reason) throws Exception {
        EcdsaEnclave enclave = cheating(how);
        ByteString quote = enclave.quoteBytes();
        DcapVerdict verdict = EcdsaAttestationTest.verdict(quote);

        assertThat(verdict.refusal()).hasValueSatisfying(r -> assertThat(r).hasToString(refusal));
        assertThat(verdict.reason()).containsIgnoringCase(reason);
        assertThat(enclave.quoteSize()).isEqualTo(quote.size());
    }

    @ParameterizedTest
    @CsvSource({"padding, 3, 39", "version-4, 4, 0"})
    void theVerifierAccepts(String how, int version, int padding) throws Exception {
        EcdsaEnclave enclave = cheating(how);
        ByteString quote = enclave.quoteBytes();
        EcdsaQuote parsed = EcdsaQuote.parse(quote.toArray());

        assertThat(EcdsaAttestationTest.verdict(quote).reason()).isEmpty();
        assertThat(parsed.version()).isEqualTo(version);
        assertThat(parsed.padding()).isEqualTo(padding);
        assertThat(parsed.report()).isEqualTo(enclave.body());
        assertThat(enclave.quoteSize()).isEqualTo(quote.size());
    }

    /** Genuine quotes of what the enclave has not reported: for the session to find. */
    @ParameterizedTest
    @CsvSource({"report-data, 0", "report-data-upper-half, 32"})
    void theReportDataIsAnothers(String how, int changed) throws Exception {
        EcdsaEnclave enclave = cheating(how);
        ByteString quote = enclave.quoteBytes();
        ByteString reportData = EcdsaQuote.parse(quote.toArray()).report().reportData();

        assertThat(EcdsaAttestationTest.verdict(quote).reason()).isEmpty();
        for (int at = 0; at < 64; at++) {
            assertThat(reportData.at(at) == EcdsaEnclave.REPORT_DATA.at(at)).isEqualTo(at != changed);
        }
    }

    @Test
    void anEpidSessionGetsAnEcdsaQuote() throws Exception {
        EcdsaEnclave enclave = cheating("ecdsa-quote");
        QuoteCall call = new QuoteCall(
                enclave.report(QuotingEnclave.TARGET),
                ByteString.zeros(16),
                0,
                Optional.of(ByteString.of(new byte[16])),
                1116,
                ByteString.EMPTY);
        ByteString answer = enclave.call(SoftPlatform.GET_QUOTE, call.encode());
        byte[] quote = answer.slice(Report.SIZE, answer.size()).toArray();
        EcdsaQuote parsed = EcdsaQuote.parse(quote);

        assertThat(quote).hasSize(1116);
        assertThat(ByteBuffer.wrap(quote).order(ByteOrder.LITTLE_ENDIAN).getInt(432))
                .as("what it announces, which library and enclave compare with what came")
                .isEqualTo(1116 - 436);
        assertThat(parsed.report()).isEqualTo(enclave.body());
        assertThat(P256.instance()
                        .verify(
                                P256PublicKey.fromBigEndian(
                                        parsed.authentication().attestationKey()),
                                parsed.signedPart(),
                                EcdsaP256Signature.fromBigEndian(
                                        parsed.authentication().signature())))
                .isTrue();
        Report report = Report.parse(answer.slice(0, Report.SIZE).toArray());
        assertThat(enclave.verifies(report)).isTrue();
        assertThat(ReportBody.parse(report.body().toArray()).reportData().slice(0, 32))
                .isEqualTo(Sha256.of(ByteString.zeros(16), ByteString.of(quote)));
        assertThat(EcdsaAttestationTest.verdict(ByteString.of(enclave.quote().encode()))
                        .reason())
                .as("an ECDSA session is served as ever")
                .isEmpty();
    }

    @Test
    void anEpidSessionGetsNoQuoteOfAForeignReport() throws Exception {
        EcdsaEnclave enclave = cheating("ecdsa-quote");
        QuoteCall call = new QuoteCall(
                new Report(ByteString.zeros(384), ByteString.zeros(32), ByteString.zeros(16)),
                ByteString.zeros(16),
                0,
                Optional.empty(),
                1116,
                ByteString.EMPTY);

        PlatformAnswer answer = enclave.platform.call(SoftPlatform.GET_QUOTE, call.encode());
        assertThat(answer.status().code()).isEqualTo(2);
        assertThat(answer.failure())
                .hasValue("quote refused: the enclave's report was not made on this platform for the quoting enclave");
    }
}
