package org.sgxra.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.report.SignedReport;
import org.sgxra.common.report.SigningChain;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.Check.Outcome;
import org.sgxra.verifier.check.CheckName;

/** Reports that no service has ever signed: of a CA of our own, whose certificates have the dates that a test needs. */
class OwnReportTest {
    private static KeyPair rsa;

    private final FakeEvidence own = new FakeEvidence();
    private byte[] quoteBody = new byte[EpidQuoteBody.SIZE];
    private Instant time = own.now;

    @BeforeAll
    static void generate() throws GeneralSecurityException {
        SecureRandom seeded = SecureRandom.getInstance("SHA1PRNG");
        seeded.setSeed(7);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048, seeded);
        rsa = generator.generateKeyPair();
    }

    private SignedReport report() throws Exception {
        return signed(body());
    }

    private String body() {
        return "{\"id\":\"1\",\"timestamp\":\"" + time.toString().replace("Z", "")
                + ".000000\",\"version\":4,\"isvEnclaveQuoteStatus\":\"OK\",\"isvEnclaveQuoteBody\":\""
                + Base64.getEncoder().encodeToString(quoteBody) + "\"}";
    }

    private SignedReport signed(String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(rsa.getPrivate());
        signature.update(bytes);
        return new SignedReport(
                ByteString.of(bytes),
                ByteString.of(signature.sign()),
                SigningChain.fromPem(text(FakeCertificate.pem(own.signer.sign(), own.root.sign()))));
    }

    private static String text(ByteString pem) {
        return new String(pem.toArray(), StandardCharsets.US_ASCII);
    }

    private Verifier verifier() throws Exception {
        own.signer.key = SubjectPublicKeyInfo.getInstance(rsa.getPublic().getEncoded());
        ReportSigningCa ca = ReportSigningCa.fromPem(text(FakeCertificate.pem(own.root.sign())));
        return new Verifier(ca, null, AppraisalPolicy.STATUS_OK);
    }

    private static Optional<CheckName> refusal(Verdict verdict) {
        return verdict.refusal().map(Check::name);
    }

    private void putQuoteVersion(int version) {
        quoteBody[0] = (byte) version;
    }

    @Test
    void isGenuineUnderItsCa() throws Exception {
        putQuoteVersion(2);

        assertThat(verifier().verify(report(), Expectation.archived()).isAcceptable())
                .isTrue();
    }

    /** PKIX does not ask for the dates of an anchor, and a chain that was valid once is remembered. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isGenuineOnlyWhileItsCaIsValid(boolean remembered) throws Exception {
        putQuoteVersion(2);
        own.root.notBefore = own.now.minus(Duration.ofHours(1));
        own.root.notAfter = own.now.plus(Duration.ofHours(1));
        Verifier verifier = verifier();

        for (Instant valid : new Instant[] {own.root.notBefore, own.root.notAfter}) {
            time = valid;
            Verifier asked = remembered ? verifier : verifier();
            assertThat(refusal(asked.verify(report(), Expectation.archived()))).isEmpty();
        }
        for (Instant invalid : new Instant[] {own.root.notBefore.minusSeconds(1), own.root.notAfter.plusSeconds(1)}) {
            time = invalid;
            Verifier asked = remembered ? verifier : verifier();
            Verdict verdict = asked.verify(report(), Expectation.archived());
            assertThat(refusal(verdict)).contains(CheckName.SIGNING_CHAIN);
            assertThat(verdict.refusal().orElseThrow().reason())
                    .endsWith("the trusted CA was not valid at the time of the report, " + invalid);
        }
    }

    /** The same for the signer below it. */
    @Test
    void isGenuineOnlyWhileItsSignerIsValid() throws Exception {
        putQuoteVersion(2);
        own.signer.notBefore = own.now.minus(Duration.ofHours(1));
        own.signer.notAfter = own.now.plus(Duration.ofHours(1));
        Verifier verifier = verifier();

        for (Instant valid : new Instant[] {own.now, own.signer.notBefore, own.signer.notAfter}) {
            time = valid;
            assertThat(refusal(verifier.verify(report(), Expectation.archived())))
                    .isEmpty();
        }
        for (Instant invalid :
                new Instant[] {own.signer.notBefore.minusSeconds(1), own.signer.notAfter.plusSeconds(1)}) {
            time = invalid;
            assertThat(refusal(verifier.verify(report(), Expectation.archived())))
                    .contains(CheckName.SIGNING_CHAIN);
        }
    }

    /** What is wrong with the body, and which check ends with it. */
    @ParameterizedTest
    @CsvSource({"timestamp, TIME_STAMP, a time", "isvEnclaveQuoteStatus, CONTENT, an attestation report"})
    void isRefusedIfItLacksAField(String field, CheckName name, String wanted) throws Exception {
        putQuoteVersion(2);
        Verifier verifier = verifier();

        Verdict verdict = verifier.verify(signed(body().replace(field, "other")), Expectation.archived());

        Check refusal = verdict.refusal().orElseThrow();
        assertThat(refusal.name()).isEqualTo(name);
        assertThat(refusal.expected()).isEqualTo(wanted);
        assertThat(refusal.actual()).isEqualTo(field);
        assertThat(verdict.checks()).extracting(Check::name).containsExactlyElementsOf(CheckName.OF_REPORT);
        assertThat(verdict.checks())
                .allMatch(check -> check.name().compareTo(name) <= 0 || check.outcome() == Outcome.NOT_REACHED);
        assertThat(verdict.report()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isRefusedIfTheQuoteBodyInItIsNone(boolean expected) throws Exception {
        putQuoteVersion(9);
        Expectation any = Expectation.archived();
        Expectation about = new Expectation(
                any.freshness(), any.version(), Optional.of(ByteString.of(quoteBody)), any.nonce(), any.reportData());

        Verdict verdict = verifier().verify(report(), expected ? about : any);

        Check refusal = verdict.refusal().orElseThrow();
        assertThat(refusal.name()).isEqualTo(CheckName.QUOTE_BODY);
        assertThat(refusal.expected()).isEqualTo("an EPID quote's body");
        assertThat(refusal.actual()).isEqualTo(ByteString.of(quoteBody));
        assertThat(refusal.reason())
                .startsWith("attestation report refused: isvEnclaveQuoteBody: ")
                .contains("version");
        assertThat(verdict.checks()).extracting(Check::name).containsExactlyElementsOf(CheckName.OF_REPORT);
        assertThat(verdict.report()).isPresent();
    }
}
