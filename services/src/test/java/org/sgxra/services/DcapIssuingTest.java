package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.command.CommandException;
import org.sgxra.verifier.dcap.DcapRefusal;
import org.sgxra.verifier.dcap.DcapVerdict;

/** What the emulator issues for DCAP over time: renewal, revocation, withdrawal, restarts. */
class DcapIssuingTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00.5Z");

    @TempDir
    Path directory;

    /** A clock that is put. */
    private static final class PutClock extends Clock {
        private volatile Instant now = NOW;

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final PutClock clock = new PutClock();
    private String output;

    private RunningEmulator start() throws Exception {
        Path state = directory.resolve("ias");
        return new RunningEmulator(Files.exists(state) ? state : RunningEmulator.copyState(state), null, clock);
    }

    private int run(String... arguments) throws Exception {
        IasOptions options = IasOptions.of(IasOptions.TABLE.parse(arguments), directory);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = options.command()
                .orElseThrow()
                .run(options.arguments(), new PrintStream(out, true, StandardCharsets.UTF_8));
        output = out.toString(StandardCharsets.UTF_8);
        return code;
    }

    private String state() {
        return "--state=" + directory.resolve("ias");
    }

    private static Instant issued(RunningEmulator ias) throws Exception {
        return TcbInfo.parse(
                        ias.get(DcapPlatform.V4 + "/tcb?fmspc=00534f465400").body())
                .issueDate();
    }

    @Test
    void renewsWhatIsHalfOver() throws Exception {
        Instant start = Instant.parse("2027-03-01T12:00:00Z");
        try (RunningEmulator ias = start()) {
            Collateral first = DcapPlatform.collateral(ias, 4, "");
            TcbInfo tcbInfo = TcbInfo.parse(first.tcbInfo().toArray());
            RevocationList pckCrl = RevocationList.parse(first.pckCrl().toArray());
            RevocationList rootCrl = RevocationList.parse(first.rootCrl().toArray());
            assertThat(tcbInfo.issueDate()).isEqualTo(start);
            assertThat(tcbInfo.nextUpdate()).isEqualTo(start.plus(Duration.ofDays(30)));
            assertThat(pckCrl.nextUpdate()).isEqualTo(start.plus(Duration.ofDays(30)));
            assertThat(rootCrl.nextUpdate()).isEqualTo(start.plus(Duration.ofDays(365)));

            clock.now = start.plus(Duration.ofDays(15)).minusSeconds(1);
            assertThat(DcapPlatform.collateral(ias, 4, "")).isEqualTo(first);

            clock.now = start.plus(Duration.ofDays(15));
            Collateral second = DcapPlatform.collateral(ias, 4, "");
            assertThat(TcbInfo.parse(second.tcbInfo().toArray()).issueDate()).isEqualTo(clock.now);
            assertThat(QeIdentity.parse(second.qeIdentity().toArray()).issueDate())
                    .isEqualTo(clock.now);
            assertThat(RevocationList.parse(second.pckCrl().toArray()).thisUpdate())
                    .isEqualTo(clock.now);
            assertThat(second.rootCrl()).isEqualTo(first.rootCrl());

            clock.now = start.plus(Duration.ofDays(365).dividedBy(2));
            assertThat(RevocationList.parse(DcapPlatform.collateral(ias, 4, "")
                                    .rootCrl()
                                    .toArray())
                            .thisUpdate())
                    .isEqualTo(clock.now);

            // A clock that is put back: nothing may be from the future.
            clock.now = start.minusSeconds(10);
            assertThat(issued(ias)).isEqualTo(clock.now);
        }
    }

    @Test
    void everythingIsValidFromTheSecondInWhichItIsIssued() throws Exception {
        try (RunningEmulator ias = start()) {
            DcapPlatform platform = new DcapPlatform(ias, 1).certify();
            Instant first = Instant.parse("2027-03-01T12:00:00Z");

            assertThat(platform.verdict(4, "", first).verified()).isTrue();
            assertThat(platform.verdict(4, "", first.minusSeconds(1)).verified())
                    .isFalse();
            assertThat(platform.verdict(4, "", first.plus(Duration.ofDays(30))).verified())
                    .isTrue();
            assertThat(platform.verdict(4, "", first.plus(Duration.ofDays(30)).plusSeconds(1))
                            .verified())
                    .isFalse();
        }
    }

    @Test
    void certificatesLiveAsLongAsIntels() throws Exception {
        try (RunningEmulator ias = start()) {
            DcapPlatform platform = new DcapPlatform(ias, 1).certify();
            SgxCertificate pck =
                    PemChain.parse(ByteString.of(platform.certificate.body())).get(0);

            assertThat(pck.notBefore()).isEqualTo(Instant.parse("2027-02-28T12:00:00Z"));
            assertThat(pck.notAfter()).isEqualTo(Instant.parse("2034-02-28T12:00:00Z"));
            SgxCertificate root = PemChain.parse(
                            ByteString.of(Files.readAllBytes(ias.state.resolve("sgx_root_ca.pem"))))
                    .get(0);
            assertThat(root.notBefore()).isEqualTo(Instant.parse("2018-05-21T00:00:00Z"));
            assertThat(root.notAfter()).isEqualTo(Instant.parse("2049-12-31T23:59:59Z"));
            assertThat(root.serialNumber().bitLength()).isBetween(153, 160);
        }
    }

    @Test
    void keepsKeysAndCertificatesOverARestart() throws Exception {
        byte[] certificate;
        ByteString quote;
        try (RunningEmulator ias = start()) {
            DcapPlatform platform = new DcapPlatform(ias, 1).certify();
            certificate = platform.certificate.body();
            quote = platform.quote();
            assertThat(ias.lines)
                    .anyMatch(line -> line.matches(
                            "SGX root certificate \\Q" + ias.state + "\\E/sgx_root_ca\\.pem, SHA-256 [0-9a-f]{64}"));
        }
        clock.now = NOW.plusSeconds(60);
        try (RunningEmulator ias = start()) {
            assertThat(ias.lines).noneMatch(line -> line.startsWith("creating"));
            DcapVerdict verdict =
                    DcapPlatform.verifier(ias).verify(quote, DcapPlatform.collateral(ias, 4, ""), clock.now);
            assertThat(verdict.reason()).isEmpty();
            assertThat(new DcapPlatform(ias, 1).certify().certificate.body()).isEqualTo(certificate);
        }
    }

    @ParameterizedTest
    @CsvSource({"--pck-ca=platform, CA_REVOKED", "--tcb-signing, TCB_SIGNER_REVOKED", "--pck, PCK_REVOKED"})
    void revokesCertificatesWhileItRuns(String option, DcapRefusal refusal) throws Exception {
        try (RunningEmulator ias = start()) {
            DcapPlatform platform = new DcapPlatform(ias, 1).certify();
            Path pem = Files.write(directory.resolve("pck.pem"), platform.certificate.body());
            String given = option.equals("--pck") ? option + "=" + pem : option;

            assertThat(run("revoke", given, state())).isZero();
            assertThat(output).endsWith(" is revoked (keyCompromise)\n");
            assertThat(platform.verdict(4, "", clock.now).refusal()).contains(refusal);
            // Platforms and signers that are not revoked stay what they are.
            DcapPlatform other = new DcapPlatform(ias, 2).certify();
            assertThat(other.verdict(4, "", clock.now).verified()).isEqualTo(option.equals("--pck"));

            assertThat(run("list", state())).isZero();
            assertThat(output).contains(", revoked: 1 keyCompromise\n");
            run("revoke", given, state(), "--reason=superseded");
            assertThat(output).endsWith(" is revoked (superseded)\n");
            run("revoke", given, state(), "--reason=4");
            assertThat(output).endsWith("; it was so before, nothing has changed\n");
            run("unrevoke", given, state());
            assertThat(output).endsWith(" is not revoked any more\n");
            assertThat(platform.verdict(4, "", clock.now).verified()).isTrue();
        }
    }

    @Test
    void aRevokedProcessorCaConcernsNoPlatform() throws Exception {
        try (RunningEmulator ias = start()) {
            run("revoke", "--pck-ca=processor", state());

            assertThat(new DcapPlatform(ias, 1)
                            .certify()
                            .verdict(4, "", clock.now)
                            .verified())
                    .isTrue();
            assertThat(RevocationList.parse(ias.get("/IntelSGXRootCA.der").body())
                            .serialNumbers())
                    .hasSize(1);
        }
    }

    @Test
    void listsPlatformsAndCertificates() throws Exception {
        try (RunningEmulator ias = start()) {
            DcapPlatform platform = new DcapPlatform(ias, 1).certify();
            SgxCertificate pck =
                    PemChain.parse(ByteString.of(platform.certificate.body())).get(0);

            run("list", state());

            assertThat(output)
                    .contains("\"Intel SGX PCK Platform CA\", serial number ")
                    .contains("\nplatform 3134373a3d404346…: 1 PCK certificates\n")
                    .contains("  TCBm " + platform.tcbm() + ", serial number "
                            + pck.serialNumber().toString(16) + "\n")
                    .doesNotContain(
                            ByteString.of(platform.identity).slice(0, 16).hex());
        }
    }

    @Test
    void anotherNumberTakesThePlaceOfOneThatIsWithdrawn() throws Exception {
        String tcb = DcapPlatform.V4 + "/tcb?fmspc=00534f465400";
        try (RunningEmulator ias = start()) {
            run("withdraw", "--number=17", state());
            assertThat(output).isEqualTo("TCB evaluation data number 17 is withdrawn\n");

            assertThat(ias.get(tcb + "&tcbEvaluationDataNumber=17").statusCode())
                    .isEqualTo(410);
            assertThat(TcbInfo.parse(ias.get(tcb).body()).tcbEvaluationDataNumber())
                    .isEqualTo(18);
            assertThat(new String(
                            ias.get(DcapPlatform.V4 + "/tcbevaluationdatanumbers")
                                    .body(),
                            StandardCharsets.UTF_8))
                    .contains("\"tcbEvaluationDataNumber\":18,")
                    .doesNotContain("\"tcbEvaluationDataNumber\":17,");
            run("withdraw", "--number=18", state());
            assertThat(ias.get(tcb).statusCode()).isEqualTo(410);
            assertThat(ias.get(DcapPlatform.V4 + "/qe/identity?update=early").statusCode())
                    .isEqualTo(410);
            run("unwithdraw", "--number=17", state());
            assertThat(TcbInfo.parse(ias.get(tcb + "&update=early").body()).tcbEvaluationDataNumber())
                    .isEqualTo(17);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "revoke --pck=zz, zz does not exist",
        "revoke --pck=pom.xml, 'pom.xml: malformed certificate chain: certificate 1: no begin and end line'",
        "revoke --pck=0123, no PCK certificate of this emulator has the serial number 123",
        "revoke --pck-ca=root, --pck-ca=root is neither processor nor platform",
        "revoke --tcb-signing --reason=boredom, --reason=boredom is none of",
        "withdraw, --number is required",
        "unwithdraw --number=-1, --number"
    })
    void namesWhatIsWrong(String command, String reason) throws Exception {
        start().close();

        assertThatThrownBy(() -> run((command + " " + state()).split(" ")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sgx_root.pem",
                "sgx_processor.pem",
                "sgx_platform.pem",
                "sgx_tcb_signing.pem",
                "ppid_key.pem",
                "dcap.json",
                "dcap.conf"
            })
    void namesADamagedFile(String file) throws Exception {
        start().close();
        Files.writeString(directory.resolve("ias").resolve(file), "rubbish");

        assertThatThrownBy(this::start)
                .isInstanceOf(StateException.class)
                .hasMessageContaining(directory.resolve("ias").resolve(file).toString())
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n");
        // The directory is free for the next try.
        Files.deleteIfExists(directory.resolve("ias").resolve(file));
        start().close();
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws Exception {
        start().close();
        Path platform = directory.resolve("ias/sgx_platform.pem");
        String key = Files.readString(directory.resolve("ias/sgx_processor.pem"));
        String certificate = Files.readString(platform);
        Files.writeString(
                platform,
                key.substring(0, key.indexOf("-----BEGIN CERT"))
                        + certificate.substring(certificate.indexOf("-----BEGIN CERT")));

        assertThatThrownBy(this::start)
                .isInstanceOf(StateException.class)
                .hasMessageContaining(platform + " is damaged (the certificate is for another key)");
    }
}
