package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.client.EnclaveKeyExchange.SessionKey;
import org.sgxra.client.ServiceProviderDouble.KeyExchange;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.SigStruct;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.testdata.FreePort;

/** The client with ECDSA quotes: the enclave that the build made, the software platform, an emulator that certifies its key. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class SoftEcdsaTest {
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

    private static KeyExchange answer(byte[] msg1) throws Exception {
        return ServiceProviderDouble.answer(Msg0Msg1.of(0, msg1).encode(), new byte[0]);
    }

    @Test
    void agreesOnKeysAndBindsAnEcdsaQuoteToThem() throws Exception {
        byte[][] received = new byte[2][];
        KeyExchange[] exchange = new KeyExchange[1];
        ClientRun run;
        try (ServiceProviderDouble sp = new ServiceProviderDouble((socket, channel) -> {
            received[0] = channel.receive("msg0||msg1");
            exchange[0] = ServiceProviderDouble.answer(received[0], new byte[0]);
            channel.send("msg2", exchange[0].msg2());
            received[1] = channel.receive("msg3");
            channel.send("msg4", new Msg4(TrustStatus.TRUSTED, ByteString.zeros(101)).encode());
        })) {
            run = world.run("-v", "--attestation=dcap", sp.address());
        }

        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(received[0]).hasSize(72).endsWith(0, 0, 0, 0);
        Msg3 msg3 = Msg3.parse(received[1]);
        assertThat(msg3.mac()).isEqualTo(AesCmac.mac(exchange[0].keys().smk(), msg3.macInput()));
        EcdsaQuote quote = EcdsaQuote.parse(msg3.quote().toArray());
        assertThat(quote.version()).isEqualTo(3);
        assertThat(quote.report().reportData())
                .isEqualTo(Sha256.reportData(
                        exchange[0].ga(), exchange[0].gb(), exchange[0].keys().vk()));
        SigStruct signer = SigStruct.parse(Files.readAllBytes(SoftWorld.HOME.resolve("enclave/Enclave.css")));
        assertThat(quote.report().mrEnclave()).isEqualTo(signer.mrEnclave());
        assertThat(run.stderr())
                .contains(
                        "SHA256(MK) = " + Sha256.of(exchange[0].keys().mk()),
                        "SHA256(SK) = " + Sha256.of(exchange[0].keys().sk()));
    }

    // dcap.md section 13, row 75
    @Test
    void refusesARevocationListInMsg2() throws Exception {
        ClientRun run;
        try (ServiceProviderDouble sp = new ServiceProviderDouble((socket, channel) -> channel.send(
                "msg2", ServiceProviderDouble.msg2(channel.receive("msg0||msg1"), new byte[] {1, 2, 3, 4})))) {
            run = world.run("--attestation=dcap", sp.address());
        }

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.stderr())
                .contains(
                        "\nclient: msg2 refused by the enclave: SGX_ERROR_INVALID_PARAMETER (0x0002): for an ECDSA quote "
                                + "it has 168 bytes and no SigRL");
    }

    @Test
    void printsAnEcdsaQuote() throws Exception {
        ClientRun run = world.run("--attestation=dcap", "-q");

        assertThat(run.exitCode()).as(run.stderr()).isZero();
        String base64 = run.out().replaceAll(".*\"isvEnclaveQuote\":\"([^\"]*)\".*\n", "$1");
        EcdsaQuote quote = EcdsaQuote.parse(Base64.getDecoder().decode(base64));
        assertThat(quote.report().reportData().isZero()).isTrue();
        assertThat(quote.padding()).isZero();
    }

    @Test
    void theEnclaveMakesTheChecksThatReplayTellsOf() throws Exception {
        try (NativeEnclave enclave = world.load()) {
            for (QuoteKind kind : QuoteKind.values()) {
                try (EnclaveKeyExchange exchange = enclave.openKeyExchange(kind, Optional.empty())) {
                    new EnclaveAgreement(exchange).compare();
                }
            }
        }
    }

    /** One enclave, two key exchanges of each kind, step by step in turn. */
    @Test
    void keyExchangesOfBothKindsGoOnSideBySide() throws Exception {
        try (NativeEnclave enclave = world.load();
                EnclaveKeyExchange epid = enclave.openKeyExchange(QuoteKind.EPID, Optional.empty());
                EnclaveKeyExchange ecdsa = enclave.openKeyExchange(QuoteKind.ECDSA, Optional.empty());
                EnclaveKeyExchange epid2 = enclave.openKeyExchange(QuoteKind.EPID, Optional.empty());
                EnclaveKeyExchange ecdsa2 = enclave.openKeyExchange(QuoteKind.ECDSA, Optional.empty())) {
            KeyExchange forEpid = answer(epid.msg1());
            KeyExchange forEcdsa = answer(ecdsa.msg1());
            KeyExchange forEpid2 = answer(epid2.msg1());
            KeyExchange forEcdsa2 = answer(ecdsa2.msg1());

            EpidQuote.parse(Msg3.parse(epid.msg3(forEpid.msg2())).quote().toArray());
            EcdsaQuote.parse(Msg3.parse(ecdsa2.msg3(forEcdsa2.msg2())).quote().toArray());
            EcdsaQuote.parse(Msg3.parse(ecdsa.msg3(forEcdsa.msg2())).quote().toArray());
            EpidQuote.parse(Msg3.parse(epid2.msg3(forEpid2.msg2())).quote().toArray());

            assertThat(epid.keyHash(SessionKey.SK))
                    .isEqualTo(Sha256.of(forEpid.keys().sk()));
            assertThat(ecdsa.keyHash(SessionKey.SK))
                    .isEqualTo(Sha256.of(forEcdsa.keys().sk()));
            assertThat(epid2.keyHash(SessionKey.MK))
                    .isEqualTo(Sha256.of(forEpid2.keys().mk()));
            assertThat(ecdsa2.keyHash(SessionKey.MK))
                    .isEqualTo(Sha256.of(forEcdsa2.keys().mk()));
        }
    }

    @Test
    void platformThatCannotJoinSaysSoBeforeThereIsAConnection() throws Exception {
        Map<String, String> elsewhere = new HashMap<>(world.environment());
        elsewhere.put("PROVISIONING_URL", "https://localhost:" + FreePort.any());
        elsewhere.put("PLATFORM_STATE", folder.resolve("new platform").toString());

        ClientRun run = world.run(SoftWorld.ENCLAVE, elsewhere, "--attestation=dcap");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.stderr()).contains("SGX_ERROR_NETWORK_FAILURE (0x4007): ", elsewhere.get("PROVISIONING_URL"));
    }
}
