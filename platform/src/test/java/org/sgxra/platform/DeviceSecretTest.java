package org.sgxra.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;

/** The values of docs/spec/dcap.md section 15, of the secret 00 01 … 1f. */
class DeviceSecretTest {
    private static final int QE_SVN = 11;

    @TempDir
    Path directory;

    private static ByteString cpuSvn() throws Exception {
        return ByteString.fromHex("0a020200000000000000000000000000");
    }

    private static DeviceSecret counting() {
        byte[] secret = new byte[DeviceSecret.SIZE];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) i;
        }
        return new DeviceSecret(SecretBytes.wrap(secret));
    }

    private static String revealed(SecretBytes secret) {
        try (secret) {
            return secret.reveal();
        }
    }

    @Test
    void derivesTheSealKey() throws Exception {
        assertThat(revealed(counting().sealKey(cpuSvn(), QE_SVN))).isEqualTo("c10209f58ac1cd9242f219286d136c91");
    }

    @Test
    void derivesTheAttestationKey() throws Exception {
        byte[] d = ByteString.fromHex("73cc85a113e9f4fd935db4363c9d2e352440047fb9594c3c9063fd620b98c8c4")
                .toArray();

        try (P256PrivateKey key = counting().attestationKey(cpuSvn(), QE_SVN)) {
            assertThat(P256.publicKey(key))
                    .isEqualTo(P256.publicKey(P256PrivateKey.fromBigEndian(d)))
                    .hasToString("2026034f74e0b615fe2020c849923d27bbcc7c63a9b2203825536912120454fa"
                            + "c64349473fe058fb446071b4fa2950b74e204501c79b238171be824b41ce5a9d");
        }
    }

    @Test
    void derivesWhatNamesThePlatform() {
        assertThat(counting().qeId()).hasToString("c225715b7bbc5861ba10231b47fa92eb");
        assertThat(revealed(counting().ppid())).isEqualTo("dc578ba0a1562ad7e4a14f1cee35fbd9");
        assertThat(counting().instanceId()).hasToString("936552b1dd0c410a458ebd2d80acd647");
    }

    @Test
    void derivesTheSeedOfThePcks() {
        assertThat(revealed(counting().pckSeed()))
                .isEqualTo("60ff14fe8c10231b361c8dcd7b4fe4b5ec98d5a318fc348cc3049d105fdae357");
    }

    @Test
    void eachCpuSvnAndQeSvnHasAnotherAttestationKey() throws Exception {
        ByteString otherCpuSvn = ByteString.fromHex("0a020100000000000000000000000000");
        try (P256PrivateKey key = counting().attestationKey(cpuSvn(), QE_SVN);
                P256PrivateKey otherCpu = counting().attestationKey(otherCpuSvn, QE_SVN);
                P256PrivateKey otherQe = counting().attestationKey(cpuSvn(), QE_SVN + 1)) {
            assertThat(P256.publicKey(key))
                    .isNotEqualTo(P256.publicKey(otherCpu))
                    .isNotEqualTo(P256.publicKey(otherQe));
        }
    }

    @Test
    void isMadeOnceOfRandomBytesForTheOwnerAlone() throws Exception {
        StateDirectory state = StateDirectory.open(directory.resolve("one"));
        DeviceSecret made = DeviceSecret.load(state, new SecureRandom());
        Path file = state.file(DeviceSecret.FILE);

        assertThat(Files.size(file)).isEqualTo(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(DeviceSecret.load(state, new SecureRandom()).qeId()).isEqualTo(made.qeId());
        DeviceSecret other = DeviceSecret.load(StateDirectory.open(directory.resolve("two")), new SecureRandom());
        assertThat(other.qeId()).isNotEqualTo(made.qeId());
    }

    @Test
    void saysThatItsFileIsDamaged() throws Exception {
        StateDirectory state = StateDirectory.open(directory);
        Files.write(state.file(DeviceSecret.FILE), new byte[31]);

        assertThatThrownBy(() -> DeviceSecret.load(state, new SecureRandom()))
                .isInstanceOf(StateException.class)
                .hasMessage(
                        state.file(DeviceSecret.FILE) + " is damaged: 31 bytes instead of 32; remove it, and this is"
                                + " another platform, which joins anew");
    }
}
