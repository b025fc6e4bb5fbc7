package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.client.EnclaveKeyExchange.SessionKey;
import org.sgxra.client.ServiceProviderDouble.KeyExchange;
import org.sgxra.client.bridge.EnclaveNatives;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.SgxStatus;

/** Key exchanges in the real software enclave: what closing one leaves, and whose failure is whose. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class NativeKeyExchangeTest {
    private static final int MAC_OF_MSG2 = 148;

    @TempDir
    private static Path folder;

    private static SoftWorld world;
    private static NativeEnclave enclave;

    @BeforeAll
    static void load() throws Exception {
        world = new SoftWorld(folder);
        enclave = world.load();
    }

    @AfterAll
    static void unload() {
        enclave.close();
        world.close();
    }

    private static KeyExchange serviceProvider(byte[] msg1, byte[] sigRl) throws Exception {
        return ServiceProviderDouble.answer(Msg0Msg1.of(0, msg1).encode(), sigRl);
    }

    @Test
    void closedKeyExchangeLeavesNeitherItsContextNorItsKeys() throws Exception {
        long[] eid = new long[1];
        int[] context = new int[1];
        int[] next = new int[1];
        byte[] hash = new byte[32];
        assertThat(EnclaveNatives.createEnclave(SoftWorld.ENCLAVE.toString(), EnclaveNatives.debugFlag(), eid))
                .isZero();
        assertThat(EnclaveNatives.raInit(eid[0], null, context)).isZero();
        NativeCalls calls = new NativeCalls(() -> EnclaveNatives.destroyEnclave(eid[0]));
        EnclaveKeyExchange exchange = new EpidKeyExchange(calls, eid[0], context[0]);
        KeyExchange sp = serviceProvider(exchange.msg1(), new byte[0]);
        exchange.msg3(sp.msg2());
        assertThat(exchange.keyHash(SessionKey.SK))
                .isEqualTo(Sha256.of(sp.keys().sk()));

        exchange.close();

        assertThat(status(EnclaveNatives.raGetKeyHash(eid[0], context[0], SessionKey.SK.type(), hash)))
                .isEqualTo(SgxStatus.SGX_ERROR_INVALID_PARAMETER);
        assertThat(status(EnclaveNatives.raClose(eid[0], context[0]))).isEqualTo(SgxStatus.SGX_ERROR_INVALID_PARAMETER);
        assertThat(EnclaveNatives.raInit(eid[0], null, next)).isZero();
        assertThat(next).isEqualTo(context);
        assertThat(status(EnclaveNatives.raGetKeyHash(eid[0], next[0], SessionKey.SK.type(), hash)))
                .isEqualTo(SgxStatus.SGX_ERROR_INVALID_STATE);
        assertThat(hash).containsOnly(0);
        calls.close();
    }

    private static SgxStatus status(int code) {
        return SgxStatus.of(code);
    }

    /** The number of its context belongs to the next key exchange by then: a call that reached the enclave would meet it. */
    @Test
    void nothingCanBeDoneWithAClosedKeyExchange() throws Exception {
        EnclaveKeyExchange closed = enclave.openKeyExchange(QuoteKind.EPID, Optional.empty());
        closed.close();
        ByteString mac = ByteString.zeros(16);
        EncryptedSecret secret = new EncryptedSecret(ByteString.zeros(12), ByteString.zeros(1), mac);

        try (EnclaveKeyExchange next = enclave.openKeyExchange(QuoteKind.EPID, Optional.empty())) {
            List<ThrowingCallable> uses = List.of(
                    closed::msg1,
                    () -> closed.msg3(new byte[168]),
                    () -> closed.keyHash(SessionKey.MK),
                    () -> closed.verifyMac(mac, mac),
                    () -> closed.secretHash(secret, ByteString.EMPTY),
                    () -> closed.verifyExampleSecret(mac, mac),
                    () -> closed.sealSecret(secret, ByteString.EMPTY));
            assertThat(uses).allSatisfy(use -> assertThatIllegalStateException()
                    .isThrownBy(use)
                    .withMessage("the key exchange is closed"));
            closed.close();

            byte[] msg1 = next.msg1();
            assertThat(next.msg3(serviceProvider(msg1, new byte[0]).msg2())).hasSizeGreaterThan(336);
        }
    }

    /** Well-formed, of one entry; the platform's group is another. */
    private static byte[] listOfGroupZero() {
        byte[] list = new byte[208];
        list[1] = 2;
        list[3] = 0x0e;
        list[15] = 1;
        return list;
    }

    @Test
    void failureOfThePlatformIsToldOfTheCallThatMetItOnly() throws Exception {
        try (EnclaveKeyExchange first = enclave.openKeyExchange(QuoteKind.EPID, Optional.empty());
                EnclaveKeyExchange second = enclave.openKeyExchange(QuoteKind.EPID, Optional.empty())) {
            byte[] withList = serviceProvider(first.msg1(), listOfGroupZero()).msg2();
            byte[] wrongMac = serviceProvider(second.msg1(), new byte[0]).msg2();
            wrongMac[MAC_OF_MSG2] ^= 1;

            assertThatExceptionOfType(EnclaveException.class)
                    .isThrownBy(() -> first.msg3(withList))
                    .withMessageStartingWith("msg2 refused by the enclave: SGX_ERROR_INVALID_PARAMETER (0x0002): "
                            + "quote refused: the revocation list is for group 00000000, this platform is in group ");
            assertThatExceptionOfType(EnclaveException.class)
                    .isThrownBy(() -> second.msg3(wrongMac))
                    .withMessage("msg2 refused by the enclave: SGX_ERROR_MAC_MISMATCH (0x3001): "
                            + "its MAC is wrong: the two sides derived different keys");
        }
    }

    @Test
    void unloadedEnclaveFailsEveryCallAndTakesItsKeyExchangesWithIt() throws Exception {
        NativeEnclave unloaded = world.load();
        EnclaveKeyExchange exchange = unloaded.openKeyExchange(QuoteKind.EPID, Optional.empty());
        unloaded.close();
        unloaded.close();

        assertThatExceptionOfType(EnclaveException.class)
                .isThrownBy(() -> unloaded.openKeyExchange(QuoteKind.EPID, Optional.empty()))
                .withMessage("enclave_ra_init_def failed: SGX_ERROR_INVALID_ENCLAVE_ID (0x2002): "
                        + "the enclave is not loaded, or no longer");
        assertThatExceptionOfType(EnclaveException.class)
                .isThrownBy(exchange::msg1)
                .withMessageContaining("SGX_ERROR_INVALID_ENCLAVE_ID (0x2002)");
        exchange.close();
    }
}
