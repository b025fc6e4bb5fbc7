package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.dcap.Tee;
import org.sgxra.verifier.dcap.DcapRefusal;
import org.sgxra.verifier.dcap.DcapVerdict;

/** The documents for trust domains: our verifier judges quotes of trust domains on the emulator's platforms by them. */
class DcapTrustDomainTest {
    private static final String TCB = "/tdx/certification/v4/tcb?fmspc=00534f465400";

    @TempDir
    Path directory;

    private RunningEmulator ias;
    private DcapPlatform platform;

    @BeforeEach
    void start() throws Exception {
        ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")));
        platform = new DcapPlatform(ias, 1).certify();
    }

    @AfterEach
    void stop() throws Exception {
        ias.close();
    }

    private DcapVerdict verdict(String teeTcbSvn) throws Exception {
        return DcapPlatform.verifier(ias)
                .verify(
                        platform.trustDomainQuote(teeTcbSvn),
                        DcapPlatform.collateral(ias, "tdx", 4, ""),
                        Instant.now());
    }

    private String judged(String teeTcbSvn) throws Exception {
        DcapVerdict verdict = verdict(teeTcbSvn);
        assertThat(verdict.verified()).as(verdict.reason()).isTrue();
        return verdict.status().orElseThrow() + " "
                + verdict.tcb().orElseThrow().advisories();
    }

    @Test
    void givesEachStatusToItsCause() throws Exception {
        // Module of major version 0, whose first two numbers the levels judge, and of 1 and 3 with levels of their own.
        assertThat(judged("050002")).isEqualTo("UpToDate []");
        assertThat(judged("050102")).isEqualTo("UpToDate []");
        assertThat(judged("030302")).isEqualTo("UpToDate []");
        assertThat(judged("020102")).isEqualTo("OutOfDate [INTEL-SA-01099]");
        assertThat(judged("050001")).isEqualTo("OutOfDate [INTEL-SA-00828]");
        assertThat(verdict("050202").verified()).as("no module TDX_02").isFalse();
        assertThat(verdict("010102").verified()).as("a module below all levels").isFalse();

        platform.with("0a0201", 15, 11).certify();
        assertThat(judged("050002")).isEqualTo("ConfigurationNeeded [INTEL-SA-00219]");
        platform.with("010000", 15, 11).certify();
        assertThat(verdict("050002").status()).contains(TcbStatus.REVOKED);
    }

    @Test
    void followsTheFileOfLevels() throws Exception {
        Path conf = directory.resolve("ias/dcap.conf");
        byte[] before = ias.get(TCB).body();
        assertThat(ias.get(TCB).body())
                .as("the same until half of its life is over")
                .isEqualTo(before);
        Files.writeString(
                conf,
                Files.readString(conf).replaceFirst("tdx_components = 050002", "tdx_components = 050003"),
                StandardCharsets.UTF_8);

        assertThat(judged("050002")).isEqualTo("OutOfDate [INTEL-SA-00828]");
        assertThat(judged("050003")).isEqualTo("UpToDate []");
    }

    @Test
    void followsTheFileOfLevelsForModulesAndTheQuotingEnclaveOfTrustDomains() throws Exception {
        Path conf = directory.resolve("ias/dcap.conf");
        String shipped = Files.readString(conf);
        Files.writeString(
                conf,
                shipped.replaceFirst("module_svn = 2\nstatus = OutOfDate", "module_svn = 2\nstatus = Revoked")
                        + "\n[TDX module 2]\ntdx_module = 2\nmodule_svn = 1\nstatus = OutOfDate\nadvisories = INTEL-SA-1\n");
        assertThat(judged("050202")).isEqualTo("OutOfDate [INTEL-SA-1]");
        assertThat(verdict("020102").refusal()).contains(DcapRefusal.REVOKED);

        Files.writeString(conf, shipped.replaceFirst("td_qe_svn = 3\nstatus = UpToDate", """
                td_qe_svn = 12
                status = UpToDate
                [old TD QE]
                td_qe_svn = 3
                status = OutOfDate
                advisories = INTEL-SA-2"""));
        assertThat(judged("050002")).isEqualTo("OutOfDate [INTEL-SA-2]");
        Files.writeString(conf, shipped.replaceFirst("td_qe_svn = 3", "td_qe_svn = 12"));
        assertThat(verdict("050002").refusal()).contains(DcapRefusal.QE_NOT_SUPPORTED);
    }

    /** Such files are those of emulators from before there were these levels. */
    @Test
    void takesTheLevelsAsShippedForAFileThatHasNone() throws Exception {
        Path conf = directory.resolve("ias/dcap.conf");
        byte[] before = ias.get(TCB).body();
        String shipped = Files.readString(conf);
        Files.writeString(
                conf,
                shipped.substring(0, shipped.indexOf("[TD QE"))
                        .replace("tcb_date = 2025-05-14", "tcb_date = 2025-05-15"));

        TcbInfo former = TcbInfo.parse(before);
        TcbInfo info = TcbInfo.parse(ias.get(TCB).body());
        assertThat(info.tdxModuleIdentities()).hasSameSizeAs(former.tdxModuleIdentities());
        assertThat(info.tdxModuleIdentities().get(0).levels().get(0).tcbDate()).hasToString("2025-05-15T00:00:00Z");
        assertThat(judged("020102")).isEqualTo("OutOfDate [INTEL-SA-01099]");
        assertThat(judged("050002")).isEqualTo("UpToDate []");
    }

    @Test
    void publishesEarlyDocumentsAsForEnclaves() throws Exception {
        TcbInfo standard = TcbInfo.parse(ias.get(TCB).body());
        TcbInfo early = TcbInfo.parse(ias.get(TCB + "&update=early").body());

        assertThat(standard.tee()).isEqualTo(Tee.TDX);
        assertThat(standard.tcbEvaluationDataNumber()).isEqualTo(17);
        assertThat(early.tcbEvaluationDataNumber()).isEqualTo(18);
        assertThat(early.levels().get(0).components().hex()).startsWith("0b0202");
        assertThat(TcbInfo.parse(ias.get(TCB + "&tcbEvaluationDataNumber=18").body()))
                .isEqualTo(early);
        assertThat(ias.get(TCB + "&tcbEvaluationDataNumber=16").statusCode()).isEqualTo(410);
        assertThat(ias.get(TCB + "&update=early&tcbEvaluationDataNumber=18").statusCode())
                .isEqualTo(400);
        assertThat(QeIdentity.parse(ias.get("/tdx/certification/v4/qe/identity").body())
                        .id())
                .isEqualTo("TD_QE");
    }
}
