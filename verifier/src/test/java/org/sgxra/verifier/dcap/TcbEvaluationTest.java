package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.verifier.dcap.Judging.assertRefused;
import static org.sgxra.verifier.dcap.Judging.assertVerified;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.fakes.FakeDocument;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakePckExtension;
import org.sgxra.verifier.check.CheckName;

/** Which level a platform reaches, and what it makes with the quoting enclave's: section 13, rows 55 to 60 and 78. */
class TcbEvaluationTest {
    private static final String QE_SIGNER = "8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff";

    private final FakeEvidence evidence = new FakeEvidence();

    private void givePlatform(String components, int pceSvn) {
        int[] given =
                Arrays.stream(components.split(" ")).mapToInt(Integer::parseInt).toArray();
        evidence.extension.components = Arrays.copyOf(given, 16);
        evidence.extension.pceSvn = pceSvn;
    }

    // dcap.md section 13, row 60
    @ParameterizedTest
    @CsvSource({
        "10 2 2, 13, 8, UpToDate, ''",
        "255 255 255, 65535, 65535, UpToDate, ''",
        "10 2 2, 12, 8, OutOfDate, INTEL-SA-00828",
        "10 2 1, 13, 8, ConfigurationNeeded, INTEL-SA-00219",
        "10 1 2, 13, 8, SWHardeningNeeded, INTEL-SA-00334 INTEL-SA-00615",
        "10 1 1, 13, 8, ConfigurationAndSWHardeningNeeded, INTEL-SA-00219 INTEL-SA-00334",
        "9 2 2, 13, 8, OutOfDate, INTEL-SA-00837",
        "9 2 1, 13, 8, OutOfDateConfigurationNeeded, INTEL-SA-00219 INTEL-SA-00837",
        "10 2 2, 13, 7, OutOfDate, INTEL-SA-00477",
        "10 1 2, 13, 7, OutOfDate, INTEL-SA-00334 INTEL-SA-00477 INTEL-SA-00615",
        "10 2 1, 13, 6, OutOfDateConfigurationNeeded, INTEL-SA-00219 INTEL-SA-00477",
        "10 1 1, 13, 6, OutOfDateConfigurationNeeded, INTEL-SA-00219 INTEL-SA-00334 INTEL-SA-00477",
        "9 2 2, 13, 6, OutOfDate, INTEL-SA-00477 INTEL-SA-00837",
        "9 2 1, 13, 6, OutOfDateConfigurationNeeded, INTEL-SA-00219 INTEL-SA-00477 INTEL-SA-00837",
    })
    void givesEachStatusToItsCause(String components, int pceSvn, int qeSvn, String status, String advisories) {
        givePlatform(components, pceSvn);
        evidence.quote.putQe(QE_SIGNER, 1, qeSvn);
        DcapVerdict verdict = assertVerified(evidence);

        assertThat(verdict.status().map(TcbStatus::toString)).contains(status);
        assertThat(String.join(" ", verdict.tcb().orElseThrow().advisories())).isEqualTo(advisories);
    }

    // dcap.md section 13, row 55
    @Test
    void findsTheLevelInAnyOrder() {
        Collections.reverse(evidence.tcbInfo.levels);
        Collections.reverse(evidence.qeIdentity.levels);
        assertThat(evidence.tcbInfo.levels.get(0)).contains("Revoked");
        assertThat(assertVerified(evidence).status()).contains(TcbStatus.UP_TO_DATE);
        FakeEvidence old = fresh("9 2 1", 13);
        Collections.reverse(old.tcbInfo.levels);
        assertThat(assertVerified(old).status()).contains(TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED);
    }

    // dcap.md section 13, row 56
    @ParameterizedTest
    @CsvSource({"0 2 2, 13", "0, 65535"})
    void refusesAPlatformBelowEveryLevel(String components, int pceSvn) {
        givePlatform(components, pceSvn);
        assertThat(assertRefused(evidence, CheckName.TCB_LEVEL, DcapRefusal.TCB_NOT_SUPPORTED)
                        .status())
                .isEmpty();
    }

    // dcap.md section 13, row 57
    @Test
    void takesTheNextLevelIfOnlyThePceIsTooOld() {
        givePlatform("10 2 2", 12);
        DcapVerdict verdict = assertVerified(evidence);

        assertThat(verdict.tcb().orElseThrow().platform().pceSvn()).isEqualTo(5);
        assertRefused(fresh("10 2 2", 4), CheckName.TCB_NOT_REVOKED, DcapRefusal.REVOKED);
    }

    private static FakeEvidence fresh(String components, int pceSvn) {
        TcbEvaluationTest test = new TcbEvaluationTest();
        test.givePlatform(components, pceSvn);
        return test.evidence;
    }

    // dcap.md section 13, row 58
    @Test
    void comparesTheVersionsOfThePckCertificate() {
        for (FakeEvidence platform : List.of(fresh("10 2 2", 13), fresh("9 2 2", 13))) {
            TcbStatus status = platform.extension.components[0] == 10 ? TcbStatus.UP_TO_DATE : TcbStatus.OUT_OF_DATE;
            for (byte other : new byte[] {0, (byte) 0xff}) {
                Arrays.fill(platform.quote.body, 0, 16, other);
                Arrays.fill(platform.quote.qeReport, 0, 16, other);
                Arrays.fill(platform.extension.cpuSvn, other);
                platform.pck.extensions.remove(FakePckExtension.OID);
                assertThat(assertVerified(platform).status()).contains(status);
            }
        }
    }

    // dcap.md section 13, row 58
    @Test
    void genuineReportsStateOtherVersionsThanTheirPckCertificates() {
        List<RecordedCase> enclaves = RecordedEvidenceTest.enclaves();
        int different = 0;
        for (RecordedCase recorded : enclaves) {
            List<Integer> components =
                    recorded.texts("comp").stream().map(Integer::valueOf).toList();
            ByteString ofReport = ByteString.of(HexFormat.of()
                    .parseHex(recorded.expected().path("report").path("cpusvn").asText()));
            different += IntStream.range(0, 16).allMatch(i -> components.get(i) == ofReport.at(i)) ? 0 : 1;
        }
        assertThat(different).isEqualTo(enclaves.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void comparesEachComponent(int component) {
        evidence.tcbInfo.levels.clear();
        String required = "9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9";
        evidence.tcbInfo.levels.add(FakeDocument.level(required, 13, "UpToDate"));
        evidence.tcbInfo.levels.add(FakeDocument.level("0", 0, "OutOfDate"));
        int[] components = new int[16];
        Arrays.fill(components, 200);
        components[component] = 8;
        evidence.extension.components = components;
        assertThat(assertVerified(evidence).status()).contains(TcbStatus.OUT_OF_DATE);
    }

    // dcap.md section 13, row 59
    @Test
    void neverVerifiesWhatIsRevoked() {
        assertThat(assertRefused(fresh("9 1 1", 13), CheckName.TCB_NOT_REVOKED, DcapRefusal.REVOKED)
                        .status())
                .contains(TcbStatus.REVOKED);
        evidence.quote.putQe(QE_SIGNER, 1, 5);
        assertThat(assertRefused(evidence, CheckName.TCB_NOT_REVOKED, DcapRefusal.REVOKED)
                        .status())
                .contains(TcbStatus.REVOKED);
    }

    @Test
    void prefersNotSupportedToRevoked() {
        evidence.quote.putQe(QE_SIGNER, 1, 0);
        givePlatform("9 1 1", 13);
        assertRefused(evidence, CheckName.QE_LEVEL, DcapRefusal.QE_NOT_SUPPORTED);
        FakeEvidence both = fresh("0", 0);
        both.quote.putQe(QE_SIGNER, 1, 0);
        assertRefused(both, CheckName.TCB_LEVEL, DcapRefusal.TCB_NOT_SUPPORTED);
    }

    @Test
    void prefersRevokedToExpired() {
        FakeEvidence revoked = fresh("9 1 1", 13);
        revoked.tcbInfo.nextUpdate = revoked.now.minusSeconds(1);
        assertRefused(revoked, CheckName.TCB_NOT_REVOKED, DcapRefusal.REVOKED);
    }

    // dcap.md section 13, row 78
    @Test
    void knowsNoAdvisoriesWithVersion2() {
        evidence.tcbInfo.version = 2;
        evidence.tcbInfo.levels.clear();
        evidence.tcbInfo.levels.add(FakeDocument.level2("10 2 2", 13, "SWHardeningNeeded"));
        evidence.quote.putQe(QE_SIGNER, 1, 6);
        TcbEvaluation tcb = assertVerified(evidence).tcb().orElseThrow();

        assertThat(tcb.advisoriesKnown()).isFalse();
        assertThat(tcb.advisories()).containsExactly("INTEL-SA-00477");
        assertThat(tcb.status()).isEqualTo(TcbStatus.OUT_OF_DATE);
    }

    @Test
    void givesTheOldestDate() {
        evidence.qeIdentity.levels.set(0, FakeDocument.level(8, "UpToDate").replace("2025-05-14", "2024-03-13"));
        assertThat(assertVerified(evidence).tcb().orElseThrow().tcbDate()).hasToString("2024-03-13T00:00:00Z");
    }
}
