package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.sgxra.client.ServiceProviderDouble.KeyExchange;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.AesGcm;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.message.EnclaveChecks;
import org.sgxra.common.message.EnclaveChecks.Outcome;
import org.sgxra.common.message.EnclaveChecks.Result;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.SgxStatus;

/** An enclave in C and {@link EnclaveChecks} on the same messages: each status of the one is that of the check that fails in the other. */
final class EnclaveAgreement {
    /** g_b.x, g_b.y, spid, quote_type, kdf_id, the signature's two numbers, mac: where each begins, and the end. */
    private static final List<Integer> PLACES = List.of(0, 32, 64, 80, 82, 84, 116, 148, 164);

    private final Random random = new Random(12);
    private final EnclaveKeyExchange enclave;
    private final KeyExchange sp;
    private final EnclaveChecks checks;

    EnclaveAgreement(EnclaveKeyExchange enclave) throws Exception {
        this.enclave = enclave;
        Msg0Msg1 msg1 = Msg0Msg1.of(0, enclave.msg1());
        this.sp = ServiceProviderDouble.answer(msg1.encode(), new byte[0]);
        this.checks = new EnclaveChecks(msg1, Optional.of(SampleServiceKey.publicKey()), Optional.of(sp.keys()));
    }

    /** Changes each field of msg2 alone and together with each other one, then what comes under MK and SK. */
    void compare() throws Exception {
        for (int one = 0; one < PLACES.size() - 1; one++) {
            for (int other = one; other < PLACES.size() - 1; other++) {
                byte[] changed = sp.msg2().clone();
                flip(changed, one);
                if (other != one) {
                    flip(changed, other);
                }
                List<Result> results = checks.msg2(Msg2.parse(changed));
                assertSame(results.get(results.size() - 1), () -> enclave.msg3(changed));
            }
        }
        assertThat(checks.msg2(Msg2.parse(sp.msg2())))
                .extracting(Result::outcome)
                .containsOnly(Outcome.PASSED)
                .hasSize(4);
        assertThat(enclave.msg3(sp.msg2())).isNotEmpty();
        underMk();
        for (String secret : List.of("0001", "000102", "0002", "0101", "0000ff")) {
            example(ByteString.fromHex(secret));
        }
    }

    private void flip(byte[] msg2, int field) {
        int from = PLACES.get(field);
        msg2[from + random.nextInt(PLACES.get(field + 1) - from)] ^= (byte) (1 << random.nextInt(8));
    }

    private void underMk() throws EnclaveException {
        ByteString message = ByteString.of(new byte[] {1, 2, 3});
        try (SecretBytes mk = sp.keys().mk()) {
            ByteString mac = AesCmac.mac(mk, message);
            assertSame(checks.underMk("result-mac", message, mac), () -> enclave.verifyMac(message, mac));
            ByteString wrong = changed(mac);
            assertSame(checks.underMk("result-mac", message, wrong), () -> enclave.verifyMac(message, wrong));
            ByteString other = changed(message);
            assertSame(checks.underMk("result-mac", other, mac), () -> enclave.verifyMac(other, mac));
        }
    }

    private void example(ByteString secret) throws EnclaveException {
        ByteString sealed;
        try (SecretBytes sk = sp.keys().sk();
                SecretBytes plain = SecretBytes.wrap(secret.toArray())) {
            sealed = AesGcm.encrypt(sk, ByteString.zeros(AesGcm.IV_SIZE), ByteString.EMPTY, plain);
        }
        ByteString ciphertext = sealed.slice(0, secret.size());
        ByteString tag = sealed.slice(secret.size(), sealed.size());
        for (ByteString each : List.of(tag, changed(tag))) {
            assertSame(checks.exampleSecret(ciphertext, each), () -> enclave.verifyExampleSecret(ciphertext, each));
        }
    }

    private ByteString changed(ByteString bytes) {
        byte[] changed = bytes.toArray();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return ByteString.of(changed);
    }

    private interface Call {
        void run() throws EnclaveException;
    }

    private static void assertSame(Result check, Call call) {
        String status = SgxStatus.SGX_SUCCESS.name();
        try {
            call.run();
        } catch (EnclaveException e) {
            status = e.getMessage().replaceAll(".*(SGX_ERROR_\\w+) \\(.*", "$1");
        }
        String expected = check.outcome() == Outcome.PASSED
                ? SgxStatus.SGX_SUCCESS.name()
                : check.status().name();
        assertThat(status).as("%s", check).isEqualTo(expected);
    }
}
