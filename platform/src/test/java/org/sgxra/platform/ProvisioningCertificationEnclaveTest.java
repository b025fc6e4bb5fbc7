package org.sgxra.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.message.Attributes;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.ReportBody;
import org.sgxra.runtime.state.StateDirectory;

/** The PCE vouches for quoting enclaves of its own platform, at the levels that the platform reaches, and for nothing else. */
class ProvisioningCertificationEnclaveTest {
    private static final ByteString CPU_SVN = components(10, 2, 2);
    private static final PlatformTcb RUNNING = new PlatformTcb(CPU_SVN, 15);
    private static final PlatformTcb LEVEL = new PlatformTcb(CPU_SVN, 13);

    @TempDir
    Path directory;

    private RootKeys keys;
    private ProvisioningCertificationEnclave pce;

    private static ByteString components(int... first) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < first.length; i++) {
            bytes[i] = (byte) first[i];
        }
        return ByteString.of(bytes);
    }

    @BeforeEach
    void make() throws Exception {
        keys = RootKeys.load(StateDirectory.open(directory), new SecureRandom());
        pce = new ProvisioningCertificationEnclave(keys, new DeviceSecret(SecretBytes.wrap(new byte[32])));
    }

    private static ByteString body(long flags) {
        ByteString zero32 = ByteString.zeros(32);
        return ByteString.of(new ReportBody(
                        CPU_SVN,
                        0,
                        ByteString.zeros(16),
                        new Attributes(flags, 0xe7),
                        zero32,
                        zero32,
                        ByteString.zeros(64),
                        1,
                        11,
                        0,
                        ByteString.zeros(16),
                        ByteString.zeros(64))
                .encode());
    }

    private Report report() {
        return keys.report(
                body(Attributes.INIT | Attributes.PROVISION_KEY), ProvisioningCertificationEnclave.TARGET, CPU_SVN);
    }

    private void refuses(Report report, PlatformTcb level, String reason) {
        assertThatThrownBy(() -> pce.sign(report, level, RUNNING))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.status().code()).isEqualTo(0x8002))
                .hasMessage("attestation key not certified: " + reason);
    }

    @Test
    void signsAReportWithTheKeyOfTheLevel() throws Exception {
        Report report = report();

        for (PlatformTcb level : new PlatformTcb[] {LEVEL, RUNNING, new PlatformTcb(components(9, 2, 1), 0)}) {
            assertThat(P256.instance().verify(pce.pck(level), report.body(), pce.sign(report, level, RUNNING)))
                    .isTrue();
        }
    }

    @Test
    void refusesReportsForOthersAndFromOthers() {
        String reason = "the quoting enclave's report was not made on this platform for the PCE";
        Report report = report();
        byte[] altered = report.encode();
        altered[100] ^= 1;

        refuses(keys.report(report.body(), EcdsaQuotingEnclave.TARGET, CPU_SVN), LEVEL, reason);
        refuses(
                keys.report(report.body(), ProvisioningCertificationEnclave.TARGET, components(10, 2, 1)),
                LEVEL,
                reason);
        refuses(new Report(ByteString.of(altered, 0, 384), report.keyId(), report.mac()), LEVEL, reason);
    }

    @Test
    void refusesEnclavesThatMayNotUseProvisioningKeys() {
        refuses(
                keys.report(body(Attributes.INIT), ProvisioningCertificationEnclave.TARGET, CPU_SVN),
                LEVEL,
                "the quoting enclave may not use provisioning keys");
    }

    @Test
    void hasNoKeysAboveWhatThePlatformIs() {
        String reason = "the platform is below the TCB level that its certificate is for";

        refuses(report(), new PlatformTcb(CPU_SVN, 16), reason);
        refuses(report(), new PlatformTcb(components(10, 2, 3), 13), reason);
        refuses(report(), new PlatformTcb(components(10, 2, 2, 1), 0), reason);
        refuses(report(), new PlatformTcb(components(0x80), 13), reason);
    }
}
