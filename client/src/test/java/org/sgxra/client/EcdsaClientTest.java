package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.client.EnclaveKeyExchange.SessionKey;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.TrustStatus;

/** The client with ECDSA quotes, against service providers that follow a script. */
@Timeout(60)
class EcdsaClientTest {
    private static final byte[] TRUSTED = new Msg4(TrustStatus.TRUSTED, ByteString.zeros(101)).encode();

    private final FakeEnclave enclave = new FakeEnclave();
    private final List<byte[]> received = new ArrayList<>();

    @TempDir
    Path folder;

    private ClientRun attest(String... options) throws IOException {
        try (ServiceProviderDouble sp = new ServiceProviderDouble((socket, channel) -> {
            received.add(channel.receive("msg0||msg1"));
            channel.send("msg2", ServiceProviderDouble.msg2(received.get(0), new byte[0]));
            received.add(channel.receive("msg3"));
            channel.send("msg4", TRUSTED);
        })) {
            List<String> args = new ArrayList<>(List.of(options));
            args.add("--attestation=dcap");
            args.add(sp.address());
            return ClientRun.of(enclave, folder, args.toArray(new String[0]));
        }
    }

    @Test
    void firstMessageHasGroupZeroAndNobodyIsAskedForAnExtendedGroup() throws Exception {
        ClientRun run = attest("-v");

        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(received.get(0)).hasSize(72).startsWith(0, 0, 0, 0).endsWith(0, 0, 0, 0);
        assertThat(Msg3.parse(received.get(1)).quote().toArray()).isEqualTo(FakeEnclave.ecdsaQuoteWithSignature(1000));
        assertThat(enclave.calls).containsExactly("open", "close key exchange", "close enclave");
        assertThat(run.stderr())
                .contains("msg1.gid    = 00000000", "SHA256(SK) = " + enclave.keyHash(SessionKey.SK))
                .doesNotContain("note:");
    }

    @Test
    void nothingIsSaidOfIasOrOfIntelsKeyExchange() throws Exception {
        ClientRun run = attest("-dv");

        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(run.stderr())
                .contains("Enclave TRUSTED\n----", "+++ ECALL enclave_ra_get_key_hash (SK) ret= 0x0000")
                .doesNotContain("IAS", "Platform Info Blob", "sgx_ra_");
    }

    // dcap.md section 13, row 74
    @Test
    void quotesOfSimulationSdksAreNamed() throws Exception {
        byte[] epid = new byte[1116];
        epid[0] = 2;
        enclave.quoting(epid);
        assertThat(attest().stderr())
                .contains(
                        "note: this is an EPID quote of no group, which Intel's simulation SDK up to 2.27 makes where an "
                                + "ECDSA quote is asked for: nobody can verify it, the service provider will refuse it\n");
        received.clear();
        enclave.quoting(FakeEnclave.ecdsaQuoteWithSignature(0));
        assertThat(attest().stderr())
                .contains("note: this quote is without a signature, as Intel's simulation SDK from 2.28 on makes them: "
                        + "nobody can verify it, the service provider will refuse it\n");
    }

    // dcap.md section 13, row 75
    @ParameterizedTest
    @CsvSource({
        "168, 4, 'announces 4 bytes of sig_rl, 0 follow'",
        "172, 0, 'announces 0 bytes of sig_rl, 4 follow'",
        "172, 8, 'announces 8 bytes of sig_rl, 4 follow'",
        "172, -1, 'announces 4294967295 bytes of sig_rl, 4 follow'"
    })
    void refusesMsg2WithARevocationListOfAnotherSizeThanItSays(int size, int listSize, String fault) throws Exception {
        try (ServiceProviderDouble sp = new ServiceProviderDouble((socket, channel) -> {
            byte[] msg2 = ServiceProviderDouble.msg2(channel.receive("msg0||msg1"), new byte[0]);
            byte[] changed = Arrays.copyOf(msg2, size);
            ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(164, listSize);
            channel.send("msg2", changed);
        })) {
            ClientRun run = ClientRun.of(enclave, folder, "--attestation=dcap", sp.address());

            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.stderr()).endsWith("\nclient: malformed msg2: sig_rl_size at offset 164: " + fault + "\n");
        }
        assertThat(enclave.calls).containsExactly("open", "close key exchange", "close enclave");
    }

    @Test
    void printsAQuoteWithoutSpid() {
        ClientRun run = ClientRun.of(enclave, folder, "--attestation=dcap", "-q", "-n", ClientRun.SPID);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("{\"isvEnclaveQuote\":\"AwAC")
                .endsWith("\",\"nonce\":\"" + ClientRun.SPID + "\"}\n");
        assertThat(enclave.calls).containsExactly("ECDSA quote", "close enclave");
        enclave.quoting(FakeEnclave.ecdsaQuoteWithSignature(0));
        assertThat(ClientRun.of(enclave, folder, "--attestation=dcap", "-q").stderr())
                .contains("note: this quote is without a signature");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SGX_ERROR_SERVICE_UNAVAILABLE           | LOCAL   | sgx-aesm-service, libsgx-aesm-quote-ex-plugin
            SGX_ERROR_UNSUPPORTED_ATT_KEY_ID        | LOCAL   | package libsgx-aesm-ecdsa-plugin; restart aesmd
            SGX_ERROR_ATT_KEY_CERTIFICATION_FAILURE | LOCAL   | /dev/sgx_provision (group sgx_prv)
            SGX_ERROR_PLATFORM_CERT_UNAVAILABLE     | SERVICE | register it at the caching service (PCCS)
            SGX_ERROR_NETWORK_FAILURE               | SERVICE | /etc/sgx_default_qcnl.conf names cannot be reached
            SGX_ERROR_UNEXPECTED                    | LOCAL   | package libsgx-dcap-default-qpl is missing
            SGX_ERROR_BUSY                          | SERVICE | the platform is busy; try again
            """)
    void failureOfQuotingNamesItsRemedy(SgxStatus status, EnclaveException.Cause origin, String remedy) {
        EnclaveException failure = assertThrows(
                EnclaveException.class,
                () -> EnclaveException.checkEcdsaQuoting(
                        "sgx_get_quote_ex", new NativeCalls.Result(status.code(), Optional.empty())));

        assertThat(failure)
                .hasMessageStartingWith("sgx_get_quote_ex failed: " + status.describe() + ": ")
                .hasMessageContaining(remedy);
        assertThat(failure.origin()).isEqualTo(origin);
    }

    @Test
    void buildWithoutEpidSaysSo() {
        assertThat(assertThrows(
                        EnclaveException.class,
                        () -> EnclaveException.checkQuoting(
                                "enclave_ra_init_def",
                                new NativeCalls.Result(
                                        SgxStatus.SGX_ERROR_FEATURE_NOT_SUPPORTED.code(), Optional.empty()))))
                .hasMessage(
                        "enclave_ra_init_def failed: SGX_ERROR_FEATURE_NOT_SUPPORTED (0x0008): this build has no EPID: "
                                + "Intel's SDK removed it with 2.28; use --attestation=dcap");
    }
}
