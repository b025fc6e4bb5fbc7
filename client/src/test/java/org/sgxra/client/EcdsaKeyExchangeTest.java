package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.client.EnclaveKeyExchange.SessionKey;
import org.sgxra.client.ServiceProviderDouble.KeyExchange;
import org.sgxra.client.bridge.EnclaveNatives;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.SgxStatus;

/** The enclave's own key exchange in the real software enclave, on a platform that does what a test wants. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class EcdsaKeyExchangeTest {
    private static final int MAC_OF_MSG2 = 148;
    private static final SgxStatus OUTDATED = SgxStatus.SGX_ERROR_ATT_KEY_UNINITIALIZED;

    private final EcdsaPlatformDouble platform = new EcdsaPlatformDouble();
    private long eid;
    private NativeCalls calls;
    private EcdsaKeyExchange exchange;

    @BeforeEach
    void open() {
        EnclaveNatives.load(SoftWorld.LIBRARY);
        EnclaveNatives.platform(platform);
        long[] created = new long[1];
        int[] context = new int[1];
        assertThat(EnclaveNatives.createEnclave(SoftWorld.ENCLAVE.toString(), EnclaveNatives.debugFlag(), created))
                .isZero();
        eid = created[0];
        calls = new NativeCalls(() -> EnclaveNatives.destroyEnclave(eid));
        assertThat(EnclaveNatives.sigmaOpen(eid, null, context)).isZero();
        exchange = new EcdsaKeyExchange(calls, eid, context[0], Enclave.Mode.SOFT);
    }

    @AfterEach
    void close() throws Exception {
        exchange.close();
        calls.close();
        EnclaveNatives.platform(null);
    }

    private KeyExchange answer(byte... sigRl) throws Exception {
        return ServiceProviderDouble.answer(Msg0Msg1.of(0, exchange.msg1()).encode(), sigRl);
    }

    private void check(byte[] msg3, KeyExchange sp) throws Exception {
        Msg3 message = Msg3.parse(msg3);
        assertThat(message.ga()).isEqualTo(sp.ga());
        assertThat(message.mac()).isEqualTo(AesCmac.mac(sp.keys().smk(), message.macInput()));
        assertThat(message.psSecProp().isZero()).isTrue();
        assertThat(message.quote().size()).isEqualTo(EcdsaPlatformDouble.QUOTE_SIZE);
        assertThat(message.quote().slice(48 + 320, 48 + 384))
                .isEqualTo(Sha256.reportData(sp.ga(), sp.gb(), sp.keys().vk()));
        assertThat(exchange.keyHash(SessionKey.MK))
                .isEqualTo(Sha256.of(sp.keys().mk()));
        assertThat(exchange.keyHash(SessionKey.SK))
                .isEqualTo(Sha256.of(sp.keys().sk()));
    }

    @Test
    void msg1HasGroupZeroAndMsg3AQuoteBoundToTheKeys() throws Exception {
        byte[] msg1 = exchange.msg1();
        assertThat(msg1).hasSize(68).endsWith(0, 0, 0, 0);
        KeyExchange sp = ServiceProviderDouble.answer(Msg0Msg1.of(0, msg1).encode(), new byte[0]);

        check(exchange.msg3(sp.msg2()), sp);

        assertThat(platform.operations)
                .containsExactly(
                        EcdsaPlatformDouble.SELECT,
                        EcdsaPlatformDouble.INIT,
                        EcdsaPlatformDouble.SIZE,
                        EcdsaPlatformDouble.QUOTE);
    }

    @ParameterizedTest
    @ValueSource(ints = {EcdsaPlatformDouble.SIZE, EcdsaPlatformDouble.QUOTE})
    void quotingEnclaveThatChangedMeanwhileIsReportedToAnew(int operation) throws Exception {
        KeyExchange sp = answer();
        platform.update();
        platform.fail(operation, OUTDATED);

        check(exchange.msg3(sp.msg2()), sp);

        assertThat(platform.operations.stream().filter(o -> o == EcdsaPlatformDouble.INIT))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {EcdsaPlatformDouble.SIZE, EcdsaPlatformDouble.QUOTE})
    void quotingEnclaveIsNotAskedForEver(int operation) throws Exception {
        KeyExchange sp = answer();
        platform.fail(operation, OUTDATED, OUTDATED, OUTDATED);

        assertThatExceptionOfType(EnclaveException.class)
                .isThrownBy(() -> exchange.msg3(sp.msg2()))
                .withMessageEndingWith("failed: SGX_ERROR_ATT_KEY_UNINITIALIZED (0x8003): "
                        + "the attestation key was changed again and again; try again");
    }

    // dcap.md section 13, row 75
    @Test
    void refusesMsg2WithARevocationList() throws Exception {
        KeyExchange sp = answer((byte) 1, (byte) 2, (byte) 3, (byte) 4);
        byte[] list = sp.msg2();
        byte[] announcedOnly = Arrays.copyOf(list, 168);
        byte[] notAnnounced = list.clone();
        Arrays.fill(notAnnounced, 164, 168, (byte) 0);
        for (byte[] msg2 : List.of(list, announcedOnly, notAnnounced, Arrays.copyOf(announcedOnly, 167), new byte[0])) {
            assertThatExceptionOfType(EnclaveException.class)
                    .isThrownBy(() -> exchange.msg3(msg2))
                    .withMessageStartingWith("msg2 refused by the enclave: SGX_ERROR_INVALID_PARAMETER (0x0002): "
                            + "for an ECDSA quote it has 168 bytes and no SigRL");
        }
        assertThat(platform.operations).doesNotContain(EcdsaPlatformDouble.QUOTE);

        // The size and the list are not under the MAC.
        check(exchange.msg3(Arrays.copyOf(notAnnounced, 168)), sp);
    }

    @Test
    void refusesTamperedMsg2WithTheStatusesOfIntelsKeyExchange() throws Exception {
        KeyExchange sp = answer();
        for (int offset : new int[] {MAC_OF_MSG2, 0, 84, 82}) {
            byte[] changed = sp.msg2().clone();
            changed[offset] ^= 2;
            assertThatExceptionOfType(EnclaveException.class)
                    .isThrownBy(() -> exchange.msg3(changed))
                    .withMessageContaining(
                            switch (offset) {
                                case 0 -> "SGX_ERROR_UNEXPECTED (0x0001): g_b is not a point on P-256";
                                case 82 -> "SGX_ERROR_KDF_MISMATCH (0x4011): its kdf_id is not 1";
                                case 84 ->
                                    "SGX_ERROR_INVALID_SIGNATURE (0x2003): the signature over g_b||g_a is not by";
                                default -> "SGX_ERROR_MAC_MISMATCH (0x3001): its MAC is wrong";
                            });
        }

        check(exchange.msg3(sp.msg2()), sp);
    }

    @ParameterizedTest
    @CsvSource({
        "0, sgx_get_quote_size_ex announces a quote of 0 bytes",
        "65537, sgx_get_quote_size_ex announces a quote of 65537 bytes",
        "-1, sgx_get_quote_size_ex announces a quote of 4294967295 bytes"
    })
    void refusesToMakeRoomForQuotesThatCannotBe(int size, String message) throws Exception {
        KeyExchange sp = answer();
        platform.announce(size);

        assertThatExceptionOfType(EnclaveException.class)
                .isThrownBy(() -> exchange.msg3(sp.msg2()))
                .withMessage(message);
    }

    @Test
    void refusesAQuoteForWhichTheQuotingEnclaveDoesNotVouch() throws Exception {
        KeyExchange sp = answer();
        platform.cheat();

        assertThatExceptionOfType(EnclaveException.class)
                .isThrownBy(() -> exchange.msg3(sp.msg2()))
                .withMessage(
                        "quote refused by the enclave: SGX_ERROR_MAC_MISMATCH (0x3001): the quoting enclave's report does "
                                + "not vouch for this quote; simulation SDKs without EPID may not make one");
    }

    @Test
    void platformThatChoosesAnotherKindOfKeyIsRefusedOutsideOfTheSimulation() {
        platform.choose(0);

        assertThatExceptionOfType(EnclaveException.class)
                .isThrownBy(() -> exchange.msg1())
                .withMessage("sgx_select_att_key_id chose a key of algorithm 0 instead of ECDSA P-256 (2): "
                        + "install the package libsgx-aesm-ecdsa-plugin and restart aesmd");
    }

    @Test
    void failureToChooseAKeyIsKnownBeforeMsg1IsSent() {
        platform.fail(EcdsaPlatformDouble.SELECT, SgxStatus.SGX_ERROR_UNSUPPORTED_ATT_KEY_ID);

        assertThatExceptionOfType(EnclaveException.class)
                .isThrownBy(() -> exchange.msg1())
                .withMessageStartingWith("sgx_select_att_key_id failed: SGX_ERROR_UNSUPPORTED_ATT_KEY_ID (0x8001): ");
    }

    @Test
    void secretsReachTheEnclaveAfterMsg3Only() throws Exception {
        KeyExchange sp = answer();
        ByteString message = ByteString.of(new byte[] {1, 2, 3});
        ByteString mac = AesCmac.mac(sp.keys().mk(), message);
        assertThatExceptionOfType(EnclaveException.class)
                .isThrownBy(() -> exchange.verifyMac(message, mac))
                .withMessageContaining("SGX_ERROR_INVALID_STATE (0x0005)");

        exchange.msg3(sp.msg2());

        exchange.verifyMac(message, mac);
    }
}
