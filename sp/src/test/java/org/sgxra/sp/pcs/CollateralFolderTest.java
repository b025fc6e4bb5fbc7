package org.sgxra.sp.pcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.service.DisbelievedException;

class CollateralFolderTest {
    @TempDir
    private Path folder;

    private final FakeEvidence evidence = new FakeEvidence();

    private void write(Path where) throws Exception {
        Collateral collateral = evidence.collateral();
        Files.createDirectories(where);
        Files.write(where.resolve("tcbInfo.json"), collateral.tcbInfo().toArray());
        Files.write(where.resolve("qeIdentity.json"), collateral.qeIdentity().toArray());
        Files.write(where.resolve("tcbSignChain.pem"), collateral.tcbInfoChain().toArray());
        Files.write(where.resolve("rootCaCrl.der"), collateral.rootCrl().toArray());
        Files.write(where.resolve("pckCrl.der"), collateral.pckCrl().toArray());
    }

    private ByteString tcbInfo() throws AttestationServiceException {
        return new CollateralFolder(folder)
                .collateral(PcsFixture.PLATFORM, SessionListener.NONE, Expiry.NEVER)
                .tcbInfo();
    }

    @BeforeEach
    void write() throws Exception {
        write(folder);
    }

    @Test
    void readsTheFilesAnewEachTime() throws Exception {
        assertThat(tcbInfo()).isEqualTo(ByteString.of(Files.readAllBytes(folder.resolve("tcbInfo.json"))));
        Files.writeString(folder.resolve("tcbInfo.json"), "{}");
        assertThat(tcbInfo().size()).isEqualTo(2);
    }

    @Test
    void prefersAFolderOfThePlatform() throws Exception {
        evidence.tcbInfo.evaluationNumber = 18;
        write(folder.resolve("00534f465400"));
        Files.writeString(folder.resolve("tcbInfo.json"), "{}");

        assertThat(new String(tcbInfo().toArray(), java.nio.charset.StandardCharsets.US_ASCII))
                .contains("\"tcbEvaluationDataNumber\":18");
    }

    @Test
    void namesTheFileThatIsMissing() throws Exception {
        Files.delete(folder.resolve("rootCaCrl.der"));

        assertThatThrownBy(this::tcbInfo)
                .isInstanceOf(DisbelievedException.class)
                .hasMessage(folder + ": malformed collateral: rootCaCrl.der: is missing in " + folder);
    }
}
