package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.client.ServiceProviderDouble.KeyExchange;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.SigStruct;
import org.sgxra.common.message.SignType;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.testdata.FreePort;

/** The client with the enclave that the build made, the software platform and an emulator to join a group at. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class SoftEnclaveTest {
    private static final byte[] NO_LIST = new byte[0];

    @TempDir
    private static Path folder;

    private static SoftWorld world;

    @BeforeAll
    static void startEmulator() throws Exception {
        world = new SoftWorld(folder);
    }

    @AfterAll
    static void stopEmulator() {
        world.close();
    }

    @Test
    void agreesOnKeysAndBindsItsReportToThem() throws Exception {
        byte[][] received = new byte[1][];
        KeyExchange[] exchange = new KeyExchange[1];
        ClientRun run;
        try (ServiceProviderDouble sp = new ServiceProviderDouble((socket, channel) -> {
            exchange[0] = ServiceProviderDouble.answer(channel.receive("msg0||msg1"), NO_LIST);
            channel.send("msg2", exchange[0].msg2());
            received[0] = channel.receive("msg3");
            channel.send("msg4", new Msg4(TrustStatus.TRUSTED, ByteString.zeros(101)).encode());
        })) {
            run = world.run("-vs", ClientRun.SPID, sp.address());
        }

        assertThat(run.exitCode()).as(run.stderr()).isZero();
        Msg3 msg3 = Msg3.parse(received[0]);
        assertThat(msg3.ga()).isEqualTo(exchange[0].ga());
        assertThat(msg3.mac())
                .isEqualTo(AesCmac.mac(exchange[0].keys().smk(), ByteString.of(received[0], 16, received[0].length)));
        EpidQuote quote = EpidQuote.parse(msg3.quote().toArray());
        assertThat(quote.body().report().reportData())
                .isEqualTo(Sha256.reportData(
                        exchange[0].ga(), exchange[0].gb(), exchange[0].keys().vk()));
        SigStruct signer = SigStruct.parse(Files.readAllBytes(SoftWorld.HOME.resolve("enclave/Enclave.css")));
        assertThat(quote.body().report().mrSigner()).isEqualTo(signer.mrSigner());
        assertThat(quote.body().report().mrEnclave()).isEqualTo(signer.mrEnclave());
        assertThat(run.stderr())
                .contains(
                        "SHA256(MK) = " + Sha256.of(exchange[0].keys().mk()),
                        "SHA256(SK) = " + Sha256.of(exchange[0].keys().sk()));
    }

    /** A session in which msg2 is tampered with before it is sent. */
    private static ClientRun refusing(byte[] sigRl, int changedByte) throws Exception {
        try (ServiceProviderDouble sp = new ServiceProviderDouble((socket, channel) -> {
            byte[] msg2 = ServiceProviderDouble.msg2(channel.receive("msg0||msg1"), sigRl);
            if (changedByte >= 0) {
                msg2[changedByte] ^= 1;
            }
            channel.send("msg2", msg2);
        })) {
            return world.run("-s", ClientRun.SPID, sp.address());
        }
    }

    @Test
    void refusesMsg2AndNamesTheStatus() throws Exception {
        Map<Integer, String> statuses = Map.of(
                0,
                "SGX_ERROR_UNEXPECTED (0x0001)",
                84,
                "SGX_ERROR_INVALID_SIGNATURE (0x2003)",
                82,
                "SGX_ERROR_KDF_MISMATCH (0x4011)",
                148,
                "SGX_ERROR_MAC_MISMATCH (0x3001)");
        for (Map.Entry<Integer, String> expected : statuses.entrySet()) {
            ClientRun run = refusing(NO_LIST, expected.getKey());

            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.stderr()).contains("client: msg2 refused by the enclave: " + expected.getValue() + ": ");
        }
    }

    @Test
    void refusesARevocationListThatIsNone() throws Exception {
        ClientRun run = refusing(new byte[] {1, 2, 3}, -1);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.stderr())
                .contains("client: msg2 refused by the enclave: SGX_ERROR_INVALID_PARAMETER (0x0002): ");
    }

    @Test
    void printsQuotesOfThePlatformsGroup() throws Exception {
        String gid = world.run("-e").out().strip();

        ClientRun run = world.run("-qls", ClientRun.SPID, "-r");

        assertThat(gid).matches("[0-9a-f]{8}").isNotEqualTo("00000000");
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        String base64 = run.out().replaceAll(".*\"isvEnclaveQuote\":\"([^\"]*)\".*\n", "$1");
        EpidQuote quote = EpidQuote.parse(Base64.getDecoder().decode(base64));
        assertThat(quote.body().gid()).hasToString(gid);
        assertThat(quote.body().signType()).isEqualTo(SignType.LINKABLE);
        assertThat(quote.body().spid().hex()).isEqualTo(ClientRun.SPID);
        assertThat(quote.signature().size()).isEqualTo(680);
    }

    @Test
    void refusesAnEnclaveThatWasChanged() throws Exception {
        byte[] image = Files.readAllBytes(SoftWorld.ENCLAVE);
        image[image.length / 2] ^= 1;
        Path changed = Files.write(folder.resolve("changed.so"), image);

        ClientRun run = world.run(changed, world.environment(), "-e");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr())
                .contains("client: cannot load the enclave " + changed)
                .contains("SGX_ERROR_INVALID_SIGNATURE (0x2003)");
    }

    @Test
    void saysWhereTheMissingPartsComeFrom() {
        ClientRun noEnclave = world.run(folder.resolve("no.so"), world.environment(), "-e");
        assertThat(noEnclave.exitCode()).isEqualTo(1);
        assertThat(noEnclave.stderr()).contains("SGX_ERROR_ENCLAVE_FILE_ACCESS (0x200f)");

        Path noLibrary = folder.resolve("libno.so");
        ClientRun run = ClientRun.of(
                notices -> NativeEnclave.load(
                        new EnclaveFiles(SoftWorld.HOME, SoftWorld.ENCLAVE, noLibrary), world.environment(), notices),
                folder,
                new ByteArrayInputStream(new byte[0]),
                "-e");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr())
                .isEqualTo("client: the native library " + noLibrary
                        + " is missing: build it with make -C enclave && make -C jni\n");
    }

    @Test
    void platformThatCannotBeProvisionedIsNotALocalError() throws Exception {
        Map<String, String> elsewhere = new HashMap<>(world.environment());
        elsewhere.put("PROVISIONING_URL", "https://localhost:" + FreePort.any());
        elsewhere.put("PLATFORM_STATE", folder.resolve("new platform").toString());

        ClientRun run = world.run(SoftWorld.ENCLAVE, elsewhere, "-s", ClientRun.SPID);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.stderr())
                .contains("client: sgx_ra_get_msg1 failed: SGX_ERROR_NETWORK_FAILURE (0x4007): provisioning at "
                        + elsewhere.get("PROVISIONING_URL")
                        + " failed: connection refused; is the emulator running (run-ias)?");
    }

    @Test
    void unusablePlatformSettingsAreALocalError() {
        ClientRun run = world.run(SoftWorld.ENCLAVE, Map.of("PROVISIONING_URL", "http://localhost"), "-e");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr())
                .contains("client: cannot start the SOFT platform: provisioning URL http://localhost is not ");
    }
}
