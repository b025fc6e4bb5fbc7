package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.verifier.dcap.Judging.assertRefused;
import static org.sgxra.verifier.dcap.Judging.assertVerified;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.fakes.FakeDocument;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.verifier.check.CheckName;

/** Trust domains (TDX): docs/spec/dcap.md section 12 and section 13, rows 80 and 81. */
class TrustDomainTest {
    private static final String QE_SIGNER = "dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5";

    private final FakeEvidence evidence = FakeEvidence.ofTrustDomain(4, 2, 584);

    private static FakeEvidence version5(int... teeTcbSvn2) {
        FakeEvidence evidence = FakeEvidence.ofTrustDomain(5, 3, 648);
        for (int i = 0; i < teeTcbSvn2.length; i++) {
            evidence.quote.body[584 + i] = (byte) teeTcbSvn2[i];
        }
        return evidence;
    }

    @ParameterizedTest
    @CsvSource({"4, 2, 584", "5, 2, 584", "5, 3, 648", "5, 4, 885"})
    void verifiesEachVersionAndBody(int version, int type, int size) {
        FakeEvidence domain = FakeEvidence.ofTrustDomain(version, type, size);
        if (size > 584) {
            System.arraycopy(domain.quote.body, 0, domain.quote.body, 584, 16);
        }
        DcapVerdict verdict = assertVerified(domain);

        assertThat(verdict.status()).contains(TcbStatus.UP_TO_DATE);
        assertThat(verdict.quote().orElseThrow().bodyKind().size()).isEqualTo(size);
        assertThat(verdict.tcb().orElseThrow().tdxModule().orElseThrow().isvSvn())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {48, 48 + 112, 48 + 136, 48 + 583})
    void coversTheWholeBodyWithTheSignature(int at) {
        byte[] quote = evidence.quote().toArray();
        quote[at] ^= 1;
        assertRefused(Judging.verdict(evidence, ByteString.of(quote)), DcapRefusal.QUOTE_SIGNATURE);
    }

    // dcap.md section 13, row 81
    @Test
    void refusesATcbInfoForSgx() {
        FakeEvidence sgx = new FakeEvidence();
        evidence.signedTcbInfo = sgx.tcbInfo.sign();
        assertThat(assertRefused(evidence, CheckName.TCB_INFO_TEE, DcapRefusal.TCB_INFO_MISMATCH)
                        .reason())
                .isEqualTo("TEE of the TCB info: SGX instead of TDX");
    }

    // dcap.md section 13, row 81
    @Test
    void refusesTheIdentityOfTheSgxQuotingEnclave() {
        FakeEvidence sgx = new FakeEvidence();
        evidence.signedQeIdentity = sgx.qeIdentity.sign();
        assertRefused(evidence, CheckName.QE_IDENTITY_ID, DcapRefusal.QE_IDENTITY_MISMATCH);
        evidence.signedQeIdentity = null;
        evidence.quote.putQe("8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff", 1, 8);
        assertRefused(evidence, CheckName.QE_SIGNER, DcapRefusal.QE_IDENTITY_MISMATCH);
    }

    // dcap.md section 13, row 81
    @Test
    void refusesAnotherModuleSigner() {
        for (int at : new int[] {64, 111}) {
            evidence.quote.body[at] = 1;
            assertRefused(evidence, CheckName.TDX_MODULE_SIGNER, DcapRefusal.TCB_INFO_MISMATCH);
            evidence.quote.body[at] = 0;
        }
        assertVerified(evidence);
    }

    @Test
    void takesTheSignerOfTheModulesMajorVersion() {
        evidence.quote.body[1] = 0x0a;
        evidence.quote.body[0] = 0;
        assertRefused(evidence, CheckName.TDX_MODULE_SIGNER, DcapRefusal.TCB_INFO_MISMATCH);
        Arrays.fill(evidence.quote.body, 64, 112, (byte) 0x11);
        assertVerified(evidence);
    }

    // dcap.md section 13, row 81
    @Test
    void refusesAnUnknownModule() {
        evidence.quote.body[1] = 2;
        assertThat(assertRefused(evidence, CheckName.TDX_MODULE, DcapRefusal.TCB_INFO_MISMATCH)
                        .reason())
                .isEqualTo("TDX module: the TCB info knows no TDX_02");
    }

    @Test
    void refusesSeamAttributes() {
        evidence.quote.body[112] = 1;
        assertRefused(evidence, CheckName.TDX_MODULE_ATTRIBUTES, DcapRefusal.TCB_INFO_MISMATCH);
        evidence.tcbInfo.middle = evidence.tcbInfo.middle.replace(
                "\"attributesMask\":\"FFFFFFFFFFFFFFFF\"", "\"attributesMask\":\"00FFFFFFFFFFFFFF\"");
        assertThat(assertRefused(evidence, CheckName.TDX_MODULE_ATTRIBUTES, DcapRefusal.TCB_INFO_MISMATCH)
                        .reason())
                .isEqualTo("TDX module attributes: 0100000000000000 instead of 0000000000000000");
    }

    // dcap.md section 13, row 81
    @ParameterizedTest
    @CsvSource({
        "5 1 3, 4, UpToDate, ''",
        "9 1 3, 4, UpToDate, ''",
        "4 1 3, 4, OutOfDate, INTEL-SA-01099",
        "5 1 2, 4, OutOfDate, INTEL-SA-01036",
        "4 1 2, 4, OutOfDate, INTEL-SA-01036 INTEL-SA-01099",
        "5 1 3, 3, OutOfDate, INTEL-SA-00477",
        "5 0 3, 4, UpToDate, ''",
        "5 0 2, 4, OutOfDate, INTEL-SA-01036",
    })
    void givesEachStatusToItsCause(String teeTcbSvn, int qeSvn, String status, String advisories) {
        putTeeTcbSvn(teeTcbSvn, 0);
        evidence.quote.putQe(QE_SIGNER, 2, qeSvn);
        DcapVerdict verdict = assertVerified(evidence);

        assertThat(verdict.status().map(TcbStatus::toString)).contains(status);
        assertThat(String.join(" ", verdict.tcb().orElseThrow().advisories())).isEqualTo(advisories);
    }

    private void putTeeTcbSvn(String svns, int at) {
        String[] parts = svns.split(" ");
        for (int i = 0; i < parts.length; i++) {
            evidence.quote.body[at + i] = (byte) Integer.parseInt(parts[i]);
        }
    }

    @Test
    void joinsAnOldModuleWithAConfiguration() {
        evidence.extension.components[2] = 1;
        assertThat(assertVerified(evidence).status()).contains(TcbStatus.CONFIGURATION_NEEDED);
        FakeEvidence old = FakeEvidence.ofTrustDomain(4, 2, 584);
        old.extension.components[2] = 1;
        old.quote.body[0] = 4;
        assertThat(assertVerified(old).status()).contains(TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED);
    }

    // dcap.md section 13, row 81
    @Test
    void judgesTheFirstTwoVersionsOnlyWithoutAMajorVersion() {
        putTeeTcbSvn("4 0 3", 0);
        assertThat(assertRefused(evidence, CheckName.TCB_NOT_REVOKED, DcapRefusal.REVOKED)
                        .status())
                .contains(TcbStatus.REVOKED);
    }

    /** Of the last 14 each counts, of the first two none where a module of its own has levels. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void comparesEachTdxComponent(int component) {
        evidence.tcbInfo.levels.clear();
        String required = "9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9";
        String[] none = new String[0];
        evidence.tcbInfo.levels.add(FakeDocument.level("0", 0, required, "UpToDate", none));
        evidence.tcbInfo.levels.add(FakeDocument.level("0", 0, "0", "OutOfDate", none));
        Arrays.fill(evidence.quote.body, 2, 16, (byte) 200);
        evidence.quote.body[component] = 8;
        assertThat(assertVerified(evidence).status())
                .contains(component == 0 ? TcbStatus.UP_TO_DATE : TcbStatus.OUT_OF_DATE);
    }

    // dcap.md section 13, row 81
    @Test
    void refusesAPlatformOrModuleBelowEveryLevel() {
        putTeeTcbSvn("5 1 0", 0);
        assertRefused(evidence, CheckName.TCB_LEVEL, DcapRefusal.TCB_NOT_SUPPORTED);
        putTeeTcbSvn("1 1 3", 0);
        assertRefused(evidence, CheckName.TCB_LEVEL, DcapRefusal.TCB_NOT_SUPPORTED);
        putTeeTcbSvn("3 1 3", 0);
        assertRefused(evidence, CheckName.TCB_NOT_REVOKED, DcapRefusal.REVOKED);
    }

    @Test
    void comparesTheSgxComponentsToo() {
        evidence.extension.components = new int[16];
        assertRefused(evidence, CheckName.TCB_LEVEL, DcapRefusal.TCB_NOT_SUPPORTED);
    }

    @Test
    void advisesToRelaunchAfterAnUpdate() {
        FakeEvidence updated = version5(5, 1, 3);
        updated.quote.body[0] = 4;
        assertThat(assertVerified(updated).status()).contains(TcbStatus.TD_RELAUNCH_ADVISED);

        FakeEvidence configuration = version5(5, 1, 3);
        configuration.quote.body[0] = 4;
        configuration.extension.components[2] = 1;
        assertThat(assertVerified(configuration).status()).contains(TcbStatus.TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED);

        FakeEvidence same = version5(4, 1, 3);
        same.quote.body[0] = 4;
        assertThat(assertVerified(same).status()).contains(TcbStatus.OUT_OF_DATE);

        FakeEvidence oldQe = version5(5, 1, 3);
        oldQe.quote.body[0] = 4;
        oldQe.quote.putQe(QE_SIGNER, 2, 3);
        assertThat(assertVerified(oldQe).status()).contains(TcbStatus.OUT_OF_DATE);
    }

    @Test
    void judgesTheRunningModuleToo() {
        assertRefused(version5(1, 1, 3), CheckName.TCB_LEVEL_NOW, DcapRefusal.TCB_NOT_SUPPORTED);
        assertRefused(version5(3, 1, 3), CheckName.TCB_NOT_REVOKED, DcapRefusal.REVOKED);
    }

    @Test
    void leavesTheDebugBitToThePolicy() {
        evidence.quote.body[120] = 1;
        assertThat(assertVerified(evidence).quote().orElseThrow().trustDomain().isDebug())
                .isTrue();
    }
}
