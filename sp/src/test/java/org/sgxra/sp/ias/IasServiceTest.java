package org.sgxra.sp.ias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.message.EcdsaAuthentication;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.SignType;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestCa;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.Criteria;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.Evidence;
import org.sgxra.sp.service.QuoteRequest;
import org.sgxra.sp.session.SessionTranscript;
import org.sgxra.verifier.PlatformState;
import org.sgxra.verifier.PlatformState.Standing;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;
import org.sgxra.verifier.check.CheckName;

class IasServiceTest extends IasFixture {
    private void refused(Consumer<ObjectNode> change, String message) {
        ias.report = change;
        assertThatThrownBy(() -> appraise(service("direct")))
                .isInstanceOf(DisbelievedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesGenuineReportsAboutSomethingElse() {
        refused(json -> json.put("nonce", "00fe"), "nonce: it is 00fe, sent was 00ff");
        refused(json -> json.remove("nonce"), "nonce: it is missing, sent was 00ff");
        refused(json -> json.putNull("nonce"), "nonce: it is missing, sent was 00ff");
        refused(json -> json.put("version", 3), "version: it is of API version 3, asked was version 4");
        refused(json -> json.remove("version"), "version: it is missing, asked was version 4");
        refused(
                json -> json.put(
                        "isvEnclaveQuoteBody",
                        Base64.getEncoder()
                                .encodeToString(ByteString.concat(ByteString.of((byte) 1), ByteString.zeros(431))
                                        .toArray())),
                "it is about another quote");
        refused(json -> json.put("timestamp", "2019-01-01T00:00:00"), "signing chain: at the time of the report");
    }

    @Test
    void warnsOfTheSimulationSdkAndGoesOn() throws Exception {
        service("direct")
                .open(EpidGroupId.SIMULATION, new SessionTranscript(transcript), Expiry.NEVER)
                .request();
        assertThat(account.toString(StandardCharsets.UTF_8))
                .contains("warning: EPID group id 0000000b is that of Intel's "
                        + "simulation SDK: no attestation service can verify its quotes");
    }

    // dcap.md section 13, row 73
    @Test
    void refusesADcapQuoteBeforeItAsks() {
        EcdsaQuote quote = new EcdsaQuote(
                ByteString.concat(ByteString.of((byte) 3, (byte) 0, (byte) 2), ByteString.zeros(429)),
                new EcdsaAuthentication(
                        ByteString.zeros(64),
                        ByteString.zeros(64),
                        ByteString.zeros(384),
                        ByteString.zeros(64),
                        ByteString.EMPTY,
                        EcdsaAuthentication.PCK_CHAIN,
                        ByteString.EMPTY),
                0);
        assertThatThrownBy(() -> service("direct")
                        .open(GROUP, event -> {}, Expiry.NEVER)
                        .appraise(new Evidence(quote, ByteString.EMPTY, Optional.empty()), CRITERIA))
                .isInstanceOf(RefusedException.class)
                .hasMessage("msg3: the quote is not an EPID quote, which was asked for");
        assertThat(ias.requests).isEmpty();
    }

    @Test
    void refusesAQuoteThatIsNotAskedForBeforeItAsks() {
        refusesQuote(
                quote(new EpidGroupId(0x0b0e), TestClient.SPID, SignType.UNLINKABLE),
                "msg3: the quote's EPID group id 00000b0e is not that of msg1, 00000b0f");
        ByteString otherSpid = ByteString.zeros(16);
        refusesQuote(
                quote(GROUP, otherSpid, SignType.UNLINKABLE),
                "msg3: the quote is made for SPID " + otherSpid + ", ours is " + TestClient.SPID
                        + ": give client and service provider the same SPID");
        refusesQuote(
                quote(GROUP, TestClient.SPID, SignType.LINKABLE),
                "msg3: the quote is linkable, asked for was unlinkable");
        assertThat(ias.requests).isEmpty();
        assertThat(account.toString(StandardCharsets.UTF_8))
                .contains("+++ Validating quote's epid_group_id against msg1")
                .doesNotContain("Enclave Quote (base64)");
    }

    private void refusesQuote(EpidQuote quote, String message) {
        assertThatThrownBy(() -> appraise(service("direct"), quote))
                .isInstanceOf(RefusedException.class)
                .hasMessage(message);
    }

    @Test
    void asksForTheKindOfQuoteItIsMadeFor() throws Exception {
        ias.sigRl = MockIas.list(GROUP, 1);
        HttpAgent agent = agent("direct", TestServer.trust(), Duration.ofSeconds(600));
        IasService linkable = new IasService(
                new IasClient(IasAddress.of(URI.create(ias.url()), false, 4), List.of(), agent),
                TestClient.SPID,
                SignType.LINKABLE,
                new ReportVerifier(ReportSigningCa.fromPem(TestServer.CA.pem()), null));

        assertThat(linkable.open(GROUP, event -> {}, Expiry.NEVER).request())
                .isEqualTo(new QuoteRequest(
                        TestClient.SPID, 1, ByteString.of(Base64.getDecoder().decode(ias.sigRl))));
    }

    @Test
    void disbelievesAReportThatIsNotOfNow() {
        refused(
                json -> json.put("timestamp", MockIas.timestamp(Instant.now().minusSeconds(400))),
                " is older than 300 s (it is ");
        refused(
                json -> json.put("timestamp", MockIas.timestamp(Instant.now().minusSeconds(400))),
                " here; --max-report-age)");
        refused(
                json -> json.put("timestamp", MockIas.timestamp(Instant.now().plusSeconds(120))),
                " lies in the future (it is ");
    }

    @Test
    void theClockOfTheServiceMayBeAheadAsFarAsTheUserSays() throws Exception {
        ias.report =
                json -> json.put("timestamp", MockIas.timestamp(Instant.now().plusSeconds(120)));
        Criteria patient = new Criteria(
                CRITERIA.policy(),
                CRITERIA.maxAge(),
                Duration.ofSeconds(3600),
                CRITERIA.clock(),
                CRITERIA.reportData());

        Appraisal appraisal = service("direct")
                .open(GROUP, event -> {}, Expiry.NEVER)
                .appraise(new Evidence(QUOTE, ByteString.EMPTY, Optional.of("00ff")), patient);

        assertThat(appraisal.verdict().isGenuine()).isTrue();
    }

    @Test
    void leavesItToTheSessionWhatBecomesOfTheWrongReportData() throws Exception {
        Criteria other = new Criteria(
                CRITERIA.policy(),
                CRITERIA.maxAge(),
                CRITERIA.maxFuture(),
                CRITERIA.clock(),
                ByteString.concat(ByteString.zeros(63), ByteString.of((byte) 1)));
        Appraisal appraisal = service("direct")
                .open(GROUP, event -> {}, Expiry.NEVER)
                .appraise(new Evidence(QUOTE, ByteString.EMPTY, Optional.empty()), other);

        assertThat(appraisal.verdict().isGenuine()).isFalse();
        assertThat(appraisal.verdict().trust()).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(appraisal.verdict().refusal().orElseThrow().name()).isEqualTo(CheckName.REPORT_DATA);
    }

    @Test
    void refusesAnswersThatAreNoReports() throws Exception {
        ias.misbehaviour = exchange -> {
            MockIas.reply(exchange, 200, "<html>".getBytes(StandardCharsets.US_ASCII));
            return true;
        };
        assertThatThrownBy(() -> appraise(service("direct")))
                .hasMessageStartingWith("attestation report refused: signing chain: the answer has none");
        ias.misbehaviour = exchange -> {
            exchange.getResponseHeaders().set("X-IASReport-Signing-Certificate", "%zz");
            exchange.getResponseHeaders().set("X-IASReport-Signature", "AAAA");
            MockIas.reply(exchange, 200, "<html>".getBytes(StandardCharsets.US_ASCII));
            return true;
        };
        assertThatThrownBy(() -> appraise(service("direct")))
                .hasMessageStartingWith("attestation report refused: signing chain: no two hexadecimal digits after %");
    }

    @Test
    void refusesSignersThatMayNotSign() throws Exception {
        TestCa ca = TestServer.CA;
        signedBy(
                ca.reportSigner(
                        "late",
                        Instant.parse("2020-01-01T00:00:00Z"),
                        Instant.parse("2021-01-01T00:00:00Z"),
                        KeyUsage.digitalSignature),
                "validity check failed");
        signedBy(
                ca.reportSigner(
                        "encipherer",
                        Instant.parse("2020-01-01T00:00:00Z"),
                        Instant.parse("2040-01-01T00:00:00Z"),
                        KeyUsage.keyEncipherment),
                "is not meant for signatures");
        signedBy(new TestCa("Stranger").reportSigner("stranger"), "not valid under the trusted CA (\"CN=Test CA\")");
    }

    private void signedBy(TestCa.Identity signer, String message) throws Exception {
        try (MockIas other = new MockIas(TestServer.CA, TestServer.TLS, signer)) {
            assertThatThrownBy(() -> appraise(
                            TestServer.service(other, agent("direct", TestServer.trust(), Duration.ofSeconds(600)), 4)))
                    .isInstanceOf(DisbelievedException.class)
                    .hasMessageContaining("signing chain: ")
                    .hasMessageContaining(message);
        }
    }

    private static Standing expectedStanding(QuoteStatus status) {
        return switch (status) {
            case OK -> Standing.CURRENT;
            case CONFIGURATION_NEEDED, SW_HARDENING_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                Standing.NEEDS_HARDENING;
            case GROUP_OUT_OF_DATE -> Standing.OUT_OF_DATE;
            case SIGNATURE_INVALID, GROUP_REVOKED, SIGNATURE_REVOKED, KEY_REVOKED, SIGRL_VERSION_MISMATCH, UNKNOWN ->
                Standing.REJECTED;
        };
    }

    @ParameterizedTest
    @EnumSource(QuoteStatus.class)
    void givesEachStatusItsStandingAndItsAdvice(QuoteStatus status) throws Exception {
        ias.report = json -> {
            json.put("isvEnclaveQuoteStatus", status.name()).put("advisoryURL", "https://security-center.intel.com");
            ArrayNode advisories = json.putArray("advisoryIDs");
            advisories.add("INTEL-SA-00334").add("INTEL-SA-00615");
        };
        Appraisal appraisal = appraise(service("direct"));
        PlatformState platform = appraisal.verdict().platform().orElseThrow();

        assertThat(platform.status()).isEqualTo(status.name());
        assertThat(platform.advisoryIds()).containsExactly("INTEL-SA-00334", "INTEL-SA-00615");
        assertThat(platform.standing()).isEqualTo(expectedStanding(status));
        assertThat(platform.standing() == Standing.REJECTED || status == QuoteStatus.OK)
                .isEqualTo(!status.isForPolicy());
        if (status == QuoteStatus.OK) {
            assertThat(appraisal.advice()).isEmpty();
        } else {
            assertThat(appraisal.advice())
                    .containsExactly(
                            "IAS says " + status + ": " + expectedMeaning(status),
                            "Advisories: INTEL-SA-00334, INTEL-SA-00615 (https://security-center.intel.com)");
        }
    }

    private static String expectedMeaning(QuoteStatus status) {
        return switch (status) {
            case OK -> throw new IllegalArgumentException("nothing to say");
            case SIGNATURE_INVALID -> "the quote's EPID signature is not valid";
            case GROUP_REVOKED -> "the platform's EPID group is revoked; the platform must be provisioned again";
            case SIGNATURE_REVOKED -> "a signature of this platform is on the revocation list";
            case KEY_REVOKED -> "the platform's EPID key is revoked";
            case UNKNOWN -> "a status that is not known here, which counts as not trusted";
            case SIGRL_VERSION_MISMATCH ->
                "the quote was made with an outdated signature revocation list; attest again with the new one";
            case GROUP_OUT_OF_DATE ->
                "genuine, but its microcode or SGX platform software is out of date; a current BIOS may still carry"
                        + " old microcode";
            case CONFIGURATION_NEEDED ->
                "genuine, but its configuration weakens it: a BIOS setting, typically Hyper-Threading";
            case SW_HARDENING_NEEDED ->
                "genuine; the enclave itself must be built with mitigations for the advisories named here. If it is: "
                        + "--accept-status, --mitigated-advisories";
            case CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                "genuine, but a BIOS setting, typically Hyper-Threading, weakens it, and the enclave must be built"
                        + " with mitigations for the advisories named here";
        };
    }

    @Test
    void adviceShowsUnsignedAdvisoriesOfV3ButNeverUsesThem() throws Exception {
        ias.advisoryHeader = "INTEL-SA-00161";
        ias.report = json -> json.put("isvEnclaveQuoteStatus", "CONFIGURATION_NEEDED");
        IasService v3 = TestServer.service(ias, agent("direct", TestServer.trust(), Duration.ofSeconds(600)), 3);

        Appraisal appraisal = appraise(v3);

        assertThat(appraisal.verdict().platform().orElseThrow().advisoryIds()).isEmpty();
        assertThat(appraisal.advice()).anyMatch(line -> line.contains("INTEL-SA-00161 (from unsigned headers"));
    }

    @Test
    void aPlatformInfoBlobIsCheckedWithTheGivenKeyOnly() throws Exception {
        P256KeyPair key = P256.instance().generateKeyPair();
        PlatformInfoBlob unsigned = new PlatformInfoBlob(
                4, 0x0009, 0, ByteString.zeros(18), 0, 2, 0, new EpidGroupId(0x0b0f), ByteString.zeros(64));
        EcdsaP256Signature signature = P256.instance().sign(key.privateKey(), unsigned.signedBytes());
        PlatformInfoBlob signed = unsigned.withSignature(signature.bigEndian());

        assertThat(withBlob(signed, key).platformInfo()).contains(ByteString.of(signed.encode()));
        assertThat(withBlob(unsigned, null).platformInfo()).contains(ByteString.of(unsigned.encode()));
        assertThatThrownBy(() -> withBlob(unsigned, key))
                .hasMessageStartingWith(
                        "attestation report refused: platformInfoBlob: its signature is not by the given key");
        assertThat(withBlob(signed, key).advice())
                .anyMatch(line -> line.startsWith("QUOTE_CPUSVN_OUT_OF_DATE: "))
                .anyMatch(line -> line.startsWith("PLATFORM_CONFIGURATION_NEEDED: "));
    }

    private Appraisal withBlob(PlatformInfoBlob blob, P256KeyPair key) throws Exception {
        ias.report = json -> json.put("isvEnclaveQuoteStatus", "GROUP_OUT_OF_DATE")
                .put("platformInfoBlob", ByteString.of(blob.encodeTlv()).hex().toUpperCase(java.util.Locale.ROOT));
        HttpAgent agent = agent("direct", TestServer.trust(), Duration.ofSeconds(600));
        return appraise(new IasService(
                new IasClient(IasAddress.of(URI.create(ias.url()), true, 5), List.of(), agent),
                TestClient.SPID,
                SignType.UNLINKABLE,
                new ReportVerifier(
                        ReportSigningCa.fromPem(TestServer.CA.pem()), key == null ? null : key.publicKey())));
    }

    @Test
    void aStatusThatIsNotKnownIsNamedAndNotTrusted() throws Exception {
        ias.report = json -> json.put("isvEnclaveQuoteStatus", "GREAT");

        Appraisal appraisal = appraise(service("direct"));

        assertThat(appraisal.verdict().trust()).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(appraisal.verdict().platform().orElseThrow().status()).isEqualTo("GREAT");
        assertThat(appraisal.advice())
                .containsExactly("IAS says GREAT: a status that is not known here, which counts as not trusted");
        assertThat(account.toString(StandardCharsets.UTF_8)).contains("isvEnclaveQuoteStatus", "GREAT");
    }

    @Test
    void aPlatformInfoBlobOfAnotherFormIsNotPassedOn() throws Exception {
        ias.report =
                json -> json.put("isvEnclaveQuoteStatus", "GROUP_OUT_OF_DATE").put("platformInfoBlob", "1503006500");

        assertThat(appraise(service("direct")).platformInfo()).isEmpty();
        assertThat(account.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce(
                        "warning: the platform info blob is of an unknown form; msg4 will have zeros instead");
    }
}
