package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.AttestationKeyId;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.SignType;
import org.sgxra.platform.PlatformAnswer;
import org.sgxra.platform.SoftPlatform;
import org.sgxra.verifier.dcap.DcapVerdict;

/** The SOFT platform and the emulator together: joining, certificates, and quotes that are judged with the emulator's collateral. */
class SoftPlatformDcapTest {
    @TempDir
    static Path directory;

    private static RunningEmulator ias;
    private static int platforms;

    @BeforeAll
    static void start() throws Exception {
        ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")));
    }

    @AfterAll
    static void stop() {
        ias.close();
    }

    private static synchronized Path newState() {
        platforms++;
        return directory.resolve("platform" + platforms);
    }

    private static Path with(String cpuSvn, int pceSvn, int qe3Svn, String misbehave) throws Exception {
        Path state = Files.createDirectory(newState());
        Files.writeString(
                state.resolve("platform.conf"),
                "cpu_svn = " + cpuSvn + "0".repeat(26) + "\nqe_svn = 16\nqe3_svn = " + qe3Svn + "\npce_svn = " + pceSvn
                        + "\nmisbehave = " + misbehave + "\n");
        return state;
    }

    private static TestEnclave enclave(Path state) throws Exception {
        return new TestEnclave(ias.platform(state));
    }

    private static DcapVerdict verdict(RunningEmulator emulator, ByteString quote) throws Exception {
        return DcapPlatform.verifier(emulator).verify(quote, DcapPlatform.collateral(emulator, 4, ""), Instant.now());
    }

    @ParameterizedTest
    @CsvSource({
        "0a0202, 15, 11, UpToDate",
        "0a0202, 12, 11, OutOfDate",
        "0a0201, 15, 11, ConfigurationNeeded",
        "0a0102, 15, 11, SWHardeningNeeded",
        "0a0101, 15, 11, ConfigurationAndSWHardeningNeeded",
        "090202, 15, 11, OutOfDate",
        "090201, 15, 11, OutOfDateConfigurationNeeded",
        "0a0202, 15, 7, OutOfDate",
        "010000, 15, 11, REVOKED",
        "0a0202, 15, 1, REVOKED",
        "000000, 15, 11, TCB_NOT_SUPPORTED",
        "0a0202, 15, 0, QE_NOT_SUPPORTED"
    })
    void thePlatformsSettingsDecideOverTheVerdict(String cpuSvn, int pceSvn, int qe3Svn, String expected)
            throws Exception {
        DcapVerdict verdict =
                verdict(ias, enclave(with(cpuSvn, pceSvn, qe3Svn, "no")).ecdsaQuote());

        String outcome = verdict.verified()
                ? verdict.status().orElseThrow().toString()
                : verdict.refusal().orElseThrow().toString();
        assertThat(outcome).as(verdict.reason()).isEqualTo(expected);
    }

    @Test
    void thePlatformOfTheCertificateIsTheOneThatJoined() throws Exception {
        Path state = newState();
        EcdsaQuote quote = EcdsaQuote.parse(enclave(state).ecdsaQuote().toArray());
        EcdsaQuote again = EcdsaQuote.parse(enclave(state).ecdsaQuote().toArray());

        assertThat(again.authentication().attestationKey())
                .isEqualTo(quote.authentication().attestationKey());
        assertThat(again.authentication().certificationData())
                .isEqualTo(quote.authentication().certificationData());
        assertThat(again.userData()).isEqualTo(quote.userData());
        assertThat(quote.authentication().certificationData().size() - 1)
                .isLessThanOrEqualTo((int) Files.size(state.resolve("pck_certificate.pem")));
        EcdsaQuote other = EcdsaQuote.parse(enclave(newState()).ecdsaQuote().toArray());
        assertThat(other.userData()).isNotEqualTo(quote.userData());
    }

    /** One platform, both kinds, in either order. */
    @Test
    void onePlatformServesBothKinds() throws Exception {
        TestEnclave enclave = enclave(newState());
        EpidQuote first = enclave.quote(TestEnclave.subscription(SignType.LINKABLE));
        ByteString second = enclave.ecdsaQuote();
        EpidQuote third = enclave.quote(TestEnclave.subscription(SignType.UNLINKABLE));

        assertThat(first.report()).isEqualTo(third.report());
        assertThat(verdict(ias, second).reason()).isEmpty();
        assertThat(EcdsaQuote.parse(second.toArray()).report()).isEqualTo(first.report());
    }

    @Test
    void anEcdsaSessionGetsAnEpidQuoteOfAPlatformThatCheats() throws Exception {
        byte[] quote =
                enclave(with("0a0202", 15, 11, "epid-quote")).ecdsaQuote().toArray();

        EpidQuote parsed = EpidQuote.parse(quote);
        assertThat(quote).hasSize(1116);
        assertThat(parsed.body().basename().slice(0, 16).isZero()).isTrue();
        assertThat(parsed.report().reportData()).isEqualTo(TestEnclave.REPORT_DATA);
    }

    @Test
    void anEmulatorThatWasMadeAnewIsJoinedAgain() throws Exception {
        Path state = newState();
        ByteString old = enclave(state).ecdsaQuote();
        try (RunningEmulator anew = new RunningEmulator(directory.resolve("anew"))) {
            ByteString quote = new TestEnclave(anew.platform(state)).ecdsaQuote();

            assertThat(verdict(anew, quote).reason()).isEmpty();
            assertThat(verdict(anew, old).refusal())
                    .hasValueSatisfying(refusal -> assertThat(refusal).hasToString("ROOT_UNTRUSTED"));
            assertThat(anew.lines).contains("platform: joined the emulator at " + anew.uri("") + " for DCAP");
        }
    }

    /** What an emulator keeps of platforms, and the key they encrypt for, may be lost while its TLS CA stays. */
    @ParameterizedTest
    @CsvSource({"dcap.json", "ppid_key.pem"})
    void anEmulatorThatHasForgottenPlatformsLearnsOfThemAgain(String lost) throws Exception {
        Path state = newState();
        Path emulator = RunningEmulator.copyState(directory.resolve("forgetful-" + lost));
        try (RunningEmulator before = new RunningEmulator(emulator)) {
            new TestEnclave(before.platform(state)).ecdsaQuote();
        }
        Files.delete(emulator.resolve(lost));
        Files.delete(state.resolve("pck_certificate.pem"));
        try (RunningEmulator after = new RunningEmulator(emulator)) {
            assertThat(verdict(after, new TestEnclave(after.platform(state)).ecdsaQuote())
                            .reason())
                    .isEmpty();
        }
    }

    @Test
    void aPlatformWithItsCertificateNeedsNoEmulator() throws Exception {
        Path state = newState();
        Path emulator = RunningEmulator.copyState(directory.resolve("stopped"));
        SoftPlatform later;
        try (RunningEmulator running = new RunningEmulator(emulator)) {
            new TestEnclave(running.platform(state)).ecdsaQuote();
            later = running.platform(state);
        }

        PlatformAnswer answer = later.call(SoftPlatform.INIT_QUOTE_EX, AttestationKeyId.ECDSA_P256.encode());
        assertThat(answer.failure()).isEmpty();
        assertThat(answer.response().size()).isEqualTo(544);
    }
}
