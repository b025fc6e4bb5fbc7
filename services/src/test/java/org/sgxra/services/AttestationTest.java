package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteDecryption;
import org.sgxra.common.message.QuoteCall;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.SignType;
import org.sgxra.platform.SoftPlatform;
import org.sgxra.services.state.Subscription;

/** Platform and emulator together, over HTTPS. */
class AttestationTest {
    @TempDir
    static Path directory;

    private static RunningEmulator ias;
    private static TestEnclave enclave;

    @BeforeAll
    static void start() throws Exception {
        ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")));
        enclave = new TestEnclave(ias.platform(directory.resolve("platform")));
    }

    @AfterAll
    static void stop() {
        ias.close();
    }

    private static HttpResponse<byte[]> report(int version, SignType type, String evidence) throws Exception {
        return ias.post("/sgx/dev/attestation/v" + version + "/report", TestEnclave.subscription(type), evidence);
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws Exception {
        assertThat(response.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    private static List<String> fields(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void reportsOkForAnUnlinkableQuote(int version) throws Exception {
        EpidQuote quote = enclave.quote(Subscription.UNLINKABLE_DEMO);

        JsonNode json = json(report(version, SignType.UNLINKABLE, TestEnclave.evidence(quote)));

        List<String> expected =
                new ArrayList<>(List.of("id", "timestamp", "version", "isvEnclaveQuoteStatus", "isvEnclaveQuoteBody"));
        if (version == 5) {
            expected.add("tcbEvaluationDataNumber");
        }
        assertThat(fields(json)).isEqualTo(expected);
        assertThat(json.get("id").asText()).matches("[1-9][0-9]{36,38}");
        assertThat(json.get("version").isInt()).isTrue();
        assertThat(json.get("version").asInt()).isEqualTo(version);
        assertThat(json.get("isvEnclaveQuoteStatus").asText()).isEqualTo("OK");
        assertThat(Base64.getDecoder().decode(json.get("isvEnclaveQuoteBody").asText()))
                .isEqualTo(quote.body().encode());
        assertThat(json.get("timestamp").asText())
                .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}");
        assertThat(Duration.between(
                        LocalDateTime.parse(json.get("timestamp").asText()), LocalDateTime.now(ZoneOffset.UTC)))
                .isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void reportsThePseudonymOfALinkableQuoteAndTheNonce(int version) throws Exception {
        EpidQuote quote = enclave.quote(Subscription.LINKABLE_DEMO);
        String nonce = "biNMqBAuTPF2hp/0fXa4P3splRkLHJf0";

        JsonNode json = json(report(version, SignType.LINKABLE, TestEnclave.evidence(quote, nonce)));

        assertThat(fields(json))
                .startsWith("nonce", "id", "timestamp", "version", "epidPseudonym", "isvEnclaveQuoteStatus");
        assertThat(json.get("nonce").asText()).isEqualTo(nonce);
        assertThat(Base64.getDecoder().decode(json.get("epidPseudonym").asText()))
                .hasSize(128);
    }

    @Test
    void signsReportsUnderItsOwnCa() throws Exception {
        HttpResponse<byte[]> response =
                report(4, SignType.LINKABLE, TestEnclave.evidence(enclave.quote(Subscription.LINKABLE_DEMO)));

        String header =
                response.headers().firstValue("X-IASReport-Signing-Certificate").orElseThrow();
        assertThat(header).doesNotContain("+").endsWith("%0A");
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> chain = new ArrayList<>();
        factory.generateCertificates(new java.io.ByteArrayInputStream(
                        URLDecoder.decode(header, StandardCharsets.US_ASCII).getBytes(StandardCharsets.US_ASCII)))
                .forEach(c -> chain.add((X509Certificate) c));
        assertThat(chain).hasSize(2);
        X509Certificate ca = (X509Certificate)
                factory.generateCertificate(Files.newInputStream(directory.resolve("ias/report_ca.pem")));
        CertPath path = factory.generateCertPath(chain.subList(0, 1));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
        Signature rsa = Signature.getInstance("SHA256withRSA");
        rsa.initVerify(chain.get(0));
        rsa.update(response.body());
        String signature =
                response.headers().firstValue("X-IASReport-Signature").orElseThrow();
        assertThat(signature).hasSize(344);
        assertThat(rsa.verify(Base64.getDecoder().decode(signature))).isTrue();
    }

    @Test
    void sixteenLinkableQuotesHaveOnePseudonym() throws Exception {
        Set<String> pseudonyms = new HashSet<>();
        for (int i = 0; i < 16; i++) {
            EpidQuote quote = enclave.quote(Subscription.LINKABLE_DEMO);
            pseudonyms.add(json(report(4, SignType.LINKABLE, TestEnclave.evidence(quote)))
                    .get("epidPseudonym")
                    .asText());
        }
        assertThat(pseudonyms).hasSize(1);
    }

    @Test
    void sixteenUnlinkableQuotesShareNothing() throws Exception {
        EpidQuoteDecryption decryption =
                new EpidQuoteDecryption(ias.emulator.state().keys().qsdk());
        Set<ByteString> bs = new HashSet<>();
        Set<ByteString> ks = new HashSet<>();
        for (int i = 0; i < 16; i++) {
            EpidQuote quote = enclave.quote(Subscription.UNLINKABLE_DEMO);
            JsonNode json = json(report(4, SignType.UNLINKABLE, TestEnclave.evidence(quote)));
            assertThat(json.has("epidPseudonym")).isFalse();
            ByteString signature =
                    ByteString.of(decryption.decrypt(quote.signature()).orElseThrow());
            bs.add(signature.slice(0, 64));
            ks.add(signature.slice(64, 128));
        }
        assertThat(bs).hasSize(16);
        assertThat(ks).hasSize(16);
    }

    @ParameterizedTest
    @EnumSource(SignType.class)
    void saysSignatureInvalidForAChangedQuote(SignType type) throws Exception {
        byte[] quote = enclave.quote(TestEnclave.subscription(type)).encode();
        quote[48 + 320] ^= 1;

        JsonNode json = json(report(4, type, TestEnclave.evidence(EpidQuote.parse(quote))));

        assertThat(json.get("isvEnclaveQuoteStatus").asText()).isEqualTo("SIGNATURE_INVALID");
        assertThat(json.has("epidPseudonym")).isEqualTo(type == SignType.LINKABLE);
        assertThat(json.has("platformInfoBlob")).isFalse();
    }

    @Test
    void answersForTheProductionPathsAndSecondaryKeysToo() throws Exception {
        HttpResponse<byte[]> response =
                ias.get("/sgx/attestation/v4/sigrl/" + enclave.gid(), Subscription.LINKABLE_DEMO.secondaryKey());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        assertThat(response.headers().firstValue("Content-Length")).hasValue("0");
    }

    @Test
    void theQuotingEnclaveAnswersTheNonce() throws Exception {
        ByteString nonce = ByteString.of(new byte[] {9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 6});
        QuoteCall call = new QuoteCall(
                enclave.report(), Subscription.LINKABLE_DEMO.spid(), 1, Optional.of(nonce), 1116, ByteString.EMPTY);

        ByteString answer = ByteString.of(enclave.call(SoftPlatform.GET_QUOTE, call.encode()));

        ByteString quote = answer.slice(Report.SIZE, answer.size());
        ByteString data = answer.slice(320, 384);
        assertThat(data).isEqualTo(ByteString.concat(Sha256.of(nonce, quote), ByteString.zeros(32)));
    }

    @Test
    void namesTheManifestInTheReport() throws Exception {
        String manifest = Base64.getEncoder().encodeToString(new byte[256]);
        String evidence = TestEnclave.evidence(enclave.quote(Subscription.UNLINKABLE_DEMO));
        String with = evidence.substring(0, evidence.length() - 1) + ",\"pseManifest\":\"" + manifest + "\"}";

        JsonNode json = json(report(4, SignType.UNLINKABLE, with));

        assertThat(json.get("pseManifestStatus").asText()).isEqualTo("UNKNOWN");
        assertThat(json.get("pseManifestHash").asText())
                .isEqualTo("5341E6B2646979A70E57653007A1F310169421EC9BDD9F1A5648F75ADE005AF1");
    }
}
