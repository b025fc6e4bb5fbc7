package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.verifier.dcap.DcapRefusal;
import org.sgxra.verifier.dcap.DcapVerdict;

/** Each status of DCAP by its cause: a platform that is lowered, or a requirement that is raised. */
class DcapStatusTest {
    @TempDir
    static Path directory;

    private static RunningEmulator ias;
    private static Path conf;
    private static String shipped;

    @BeforeAll
    static void start() throws Exception {
        ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")));
        conf = directory.resolve("ias/dcap.conf");
        shipped = Files.readString(conf);
    }

    @AfterEach
    void restore() throws Exception {
        Files.writeString(conf, shipped);
    }

    @AfterAll
    static void stop() {
        ias.close();
    }

    private static String status(DcapVerdict verdict) {
        assertThat(verdict.verified()).as(verdict.reason()).isTrue();
        assertThat(verdict.checks()).allMatch(check -> check.passed());
        return verdict.status().orElseThrow().toString();
    }

    @ParameterizedTest
    @CsvSource({
        "0a0202, 15, 11, UpToDate,                          ''",
        "0b0303, 16, 12, UpToDate,                          ''",
        "0a0202, 12, 11, OutOfDate,                         INTEL-SA-00828",
        "0a0201, 15, 11, ConfigurationNeeded,               INTEL-SA-00219",
        "0a0102, 15, 11, SWHardeningNeeded,                 INTEL-SA-00334 INTEL-SA-00615",
        "0a0101, 15, 11, ConfigurationAndSWHardeningNeeded, INTEL-SA-00219 INTEL-SA-00334 INTEL-SA-00615",
        "090202, 15, 11, OutOfDate,                         INTEL-SA-00837",
        "090201, 15, 11, OutOfDateConfigurationNeeded,      INTEL-SA-00219 INTEL-SA-00837",
        "0a0202, 15,  7, OutOfDate,                         INTEL-SA-00477",
        "0a0202, 15,  2, OutOfDate,                         INTEL-SA-00477",
        "0a0201, 15,  6, OutOfDateConfigurationNeeded,      INTEL-SA-00219 INTEL-SA-00477"
    })
    void judgesAPlatformByItsSecurityVersions(String cpuSvn, int pceSvn, int qeSvn, String status, String advisories)
            throws Exception {
        DcapPlatform platform =
                new DcapPlatform(ias, 1).with(cpuSvn, pceSvn, qeSvn).certify();

        DcapVerdict verdict = platform.verdict();

        assertThat(status(verdict)).isEqualTo(status);
        assertThat(verdict.tcb().orElseThrow().advisories())
                .isEqualTo(List.of(advisories.split(" ")).stream()
                        .filter(id -> !id.isEmpty())
                        .toList());
        // API version 3 knows no advisories; the status is the same.
        assertThat(status(platform.verdict(3, ""))).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "010000, 15, 11, REVOKED",
        "0a0202,  4, 11, REVOKED",
        "0a0202, 15,  1, REVOKED",
        "000000, 15, 11, TCB_NOT_SUPPORTED",
        "0a0202, 15,  0, QE_NOT_SUPPORTED"
    })
    void refusesAPlatformThatIsRevokedOrNotSupported(String cpuSvn, int pceSvn, int qeSvn, DcapRefusal refusal)
            throws Exception {
        DcapVerdict verdict =
                new DcapPlatform(ias, 1).with(cpuSvn, pceSvn, qeSvn).certify().verdict();

        assertThat(verdict.refusal()).as(verdict.reason()).contains(refusal);
    }

    @Test
    void certifiesTheHighestLevelThatThePlatformReaches() throws Exception {
        assertThat(new DcapPlatform(ias, 1).certify().tcbm()).isEqualTo("0A0202" + "0".repeat(26) + "0D00");
        assertThat(new DcapPlatform(ias, 1).with("0a0101", 15, 11).certify().tcbm())
                .isEqualTo("0A0101" + "0".repeat(26) + "0D00");
        assertThat(new DcapPlatform(ias, 1).with("0a0202", 12, 11).certify().tcbm())
                .isEqualTo("0A0202" + "0".repeat(26) + "0500");
        assertThat(new DcapPlatform(ias, 1).with("0b0202", 15, 11).certify().tcbm())
                .isEqualTo("0B0202" + "0".repeat(26) + "0D00");
        assertThat(new DcapPlatform(ias, 1).with("ff00ff", 65535, 11).certify().tcbm())
                .isEqualTo("010000" + "0".repeat(26) + "0000");
        assertThat(new DcapPlatform(ias, 1).with("00ffff", 15, 11).certify().tcbm())
                .isEqualTo("0".repeat(36));
    }

    @Test
    void earlyDocumentsRequireMoreOfTheFirstComponent() throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 1).certify();
        DcapPlatform updated = new DcapPlatform(ias, 1).with("0b0202", 15, 11).certify();

        assertThat(status(platform.verdict(4, "&update=standard"))).isEqualTo("UpToDate");
        DcapVerdict early = platform.verdict(4, "&update=early");
        assertThat(status(early)).isEqualTo("OutOfDate");
        assertThat(early.tcbInfo().orElseThrow().tcbEvaluationDataNumber()).isEqualTo(18);
        assertThat(early.hasEqualEvaluationNumbers()).isTrue();
        assertThat(status(updated.verdict(4, "&update=early"))).isEqualTo("UpToDate");
        assertThat(status(updated.verdict())).isEqualTo("UpToDate");
    }

    @Test
    void raisingARequirementTakesEffectAtOnce() throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 1).certify();
        Files.writeString(
                conf,
                shipped.replaceFirst("(?m)^components = 0a0202$", "components = 0a0203")
                        .replaceFirst("_number = 17", "_number = 18"));

        DcapVerdict raised = platform.verdict();

        assertThat(status(raised)).isEqualTo("OutOfDate");
        assertThat(raised.tcbInfo().orElseThrow().tcbEvaluationDataNumber()).isEqualTo(18);
        Files.writeString(conf, shipped.replaceFirst("qe_svn = 8", "qe_svn = 12"));
        assertThat(status(platform.verdict())).isEqualTo("OutOfDate");
        Files.writeString(conf, shipped.replace("status = UpToDate", "status = Revoked"));
        assertThat(platform.verdict().refusal()).contains(DcapRefusal.REVOKED);
        Files.writeString(conf, shipped);
        assertThat(status(platform.verdict())).isEqualTo("UpToDate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status = UpToDate|status = Fine",
                "components = 0a0202|components = 0a020",
                "components = 0a0202|components = " + "00000000000000000000000000000000ff",
                "components = 0a0202|pce_svn = 13",
                "early_components = 0b0202|early_components = 090202",
                "pce_svn = 13|pce_svn = 65536",
                "qe_svn = 6|qe_svn = 8",
                "qe_svn = 6|qe_svn = 6\npce_svn = 3",
                "td_qe_svn = 3|td_qe_svn = 3\nqe_svn = 9",
                "td_qe_svn = 3|td_qe_svn = 3\nstatus = UpToDate\n[again]\ntd_qe_svn = 3",
                "module_svn = 5|module_svn = 2",
                "module_svn = 5|# none",
                "tdx_module = 3|# none",
                "tdx_module = 3|tdx_module = 0",
                "tdx_module = 3|tdx_module = 256",
                "advisories = INTEL-SA-00828|advisories = \"}",
                "tcb_date = 2025-05-14|tcb_date = 2025-02-30",
                "tcb_evaluation_data_number = 17|tcb_evaluation_data_number = x",
                "[current]|[current]\nqe = 1"
            })
    void aFileThatCannotBeReadLeavesTheFormerLevelsInForce(String replacement) throws Exception {
        DcapPlatform platform = new DcapPlatform(ias, 1).certify();
        assertThat(status(platform.verdict())).isEqualTo("UpToDate");
        ias.lines.clear();
        String[] parts = replacement.split("\\|");
        int at = shipped.indexOf("\n" + parts[0]) + 1;
        assertThat(at).isPositive();
        Files.writeString(conf, shipped.substring(0, at) + parts[1] + shipped.substring(at + parts[0].length()));

        assertThat(status(platform.verdict())).isEqualTo("UpToDate");
        assertThat(ias.lines)
                .anyMatch(line ->
                        line.startsWith(conf.toString()) && line.endsWith("what was there before stays in force"));
    }
}
