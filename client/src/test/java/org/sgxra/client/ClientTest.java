package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.client.Enclave.PlatformUpdate;
import org.sgxra.client.EnclaveKeyExchange.SessionKey;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.testdata.FreePort;

/** The client against service providers that follow a script, over real connections. */
@Timeout(60)
class ClientTest {
    private static final byte[] TRUSTED = new Msg4(TrustStatus.TRUSTED, ByteString.zeros(101)).encode();

    private final FakeEnclave enclave = new FakeEnclave();

    @TempDir
    Path folder;

    private ClientRun attest(ServiceProviderDouble.Script script, String... options) throws IOException {
        try (ServiceProviderDouble sp = new ServiceProviderDouble(script)) {
            String[] args = Arrays.copyOf(options, options.length + 3);
            args[options.length] = "-s";
            args[options.length + 1] = ClientRun.SPID;
            args[options.length + 2] = sp.address();
            return ClientRun.of(enclave, folder, args);
        }
    }

    private static ServiceProviderDouble.Script concluding(TrustStatus status) {
        return ServiceProviderDouble.concluding(new Msg4(status, ByteString.zeros(101)).encode());
    }

    @Test
    void trustedIsSuccessAndShowsTheKeysHashesWhenAsked() throws Exception {
        ClientRun run = attest(ServiceProviderDouble.concluding(TRUSTED), "-v");

        assertThat(run.exitCode()).isZero();
        assertThat(run.stderr().lines())
                .containsSubsequence(
                        "Waiting for msg2",
                        "Waiting for msg4",
                        "Enclave TRUSTED",
                        "A Platform Info Blob (PIB) was NOT provided by the IAS",
                        "SHA256(MK) = " + enclave.keyHash(SessionKey.MK),
                        "SHA256(SK) = " + enclave.keyHash(SessionKey.SK));
        assertThat(enclave.calls).containsExactly("open", "close key exchange", "close enclave");
    }

    @Test
    void showsHeadingsInTheOrderOfTheOriginal() throws Exception {
        ClientRun run = attest(ServiceProviderDouble.concluding(TRUSTED), "-dv");

        assertThat(run.stderr()
                        .lines()
                        .filter(line -> line.startsWith("---- "))
                        .map(line -> line.replaceAll("^-+ | -+$", "")))
                .containsExactly(
                        "Msg0 Details",
                        "Msg1 Details",
                        "Copy/Paste Msg0||Msg1 Below to SP",
                        "read buffer",
                        "Msg2 Details",
                        "Msg3 Details",
                        "Copy/Paste Msg3 Below to SP",
                        "read buffer",
                        "Enclave Trust Status from Service Provider");
        assertThat(run.stderr().lines().filter(line -> line.startsWith("+++ ")))
                .containsExactly(
                        "+++ using default public key",
                        "+++ read 337 bytes from socket",
                        "+++ msg2_size = 168",
                        "+++ msg3_size = 1452",
                        "+++ read 211 bytes from socket",
                        "+++ fetching SHA256(MK)",
                        "+++ ECALL enclave_ra_get_key_hash (MK) ret= 0x0000",
                        "+++ sgx_ra_get_keys (MK) ret= 0x0000",
                        "+++ fetching SHA256(SK)",
                        "+++ ECALL enclave_ra_get_key_hash (SK) ret= 0x0000",
                        "+++ sgx_ra_get_keys (SK) ret= 0x0000");
        assertThat(run.stderr())
                .contains("msg1.gid    = 0f0b0000", "Extended Epid Group ID: 00000000", "msg2.sig_rl_size = 00000000");
    }

    @Test
    void standardOutputIsACopyOfTheMessagesSentAndTheLogHasAll() throws Exception {
        ClientRun run = attest(ServiceProviderDouble.concluding(TRUSTED));

        assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.matches("[0-9a-f]+"));
        assertThat(Files.readAllLines(folder.resolve("client.log")))
                .anyMatch(line -> line.matches(
                        "[A-Z][a-z]{2} \\d\\d \\d{4} \\d\\d:\\d\\d:\\d\\d sent msg0\\|\\|msg1: 0{8}[0-9a-f]{136}"))
                .anyMatch(line -> line.contains(" received msg2: "))
                .anyMatch(line -> line.contains(" sent msg3: "))
                .anyMatch(line -> line.contains(" received msg4: 03000000"))
                .anyMatch(line -> line.endsWith(" Enclave TRUSTED"));
    }

    @Test
    void withoutVerboseNoHashIsFetched() throws Exception {
        assertThat(attest(ServiceProviderDouble.concluding(TRUSTED)).stderr()).doesNotContain("SHA256", "Msg2 Details");
    }

    @Test
    void bytesAfterMsg4AreLeftAlone() throws Exception {
        byte[] longer = Arrays.copyOf(TRUSTED, TRUSTED.length + 300);
        Arrays.fill(longer, TRUSTED.length, longer.length, (byte) 0xff);

        assertThat(attest(ServiceProviderDouble.concluding(longer)).exitCode()).isZero();
    }

    @Test
    void complicatedTrustIsSuccessWithoutKeys() throws Exception {
        ClientRun run = attest(concluding(TrustStatus.TRUSTED_ITS_COMPLICATED), "-v");

        assertThat(run.exitCode()).isZero();
        assertThat(run.stderr())
                .contains("Enclave Trust is TRUSTED and COMPLICATED. The client is out of date and\n"
                        + "may not be trusted in the future depending on the service provider's  policy.\n")
                .doesNotContain("SHA256");
    }

    @Test
    void distrustHasAnExitCodeOfItsOwn() throws Exception {
        assertThat(attest(concluding(TrustStatus.NOT_TRUSTED))).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.stderr()).contains("\nEnclave NOT TRUSTED\n");
        });
        assertThat(attest(concluding(TrustStatus.NOT_TRUSTED_ITS_COMPLICATED))).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.stderr())
                    .contains("\nEnclave Trust is NOT TRUSTED and COMPLICATED. The client is out of date.\n");
        });
    }

    @Test
    void tellsWhatThePlatformMustUpdate() throws Exception {
        enclave.answering(new PlatformUpdate(SgxStatus.SGX_ERROR_UPDATE_NEEDED, true, false, true));
        PlatformInfoBlob blob = new PlatformInfoBlob(
                4, 0x0009, 0, ByteString.zeros(18), 0, 0, 0, new EpidGroupId(0x0b0f), ByteString.zeros(64));
        Msg4 msg4 = new Msg4(TrustStatus.NOT_TRUSTED_ITS_COMPLICATED, ByteString.of(blob.encode()));

        ClientRun run = attest(ServiceProviderDouble.concluding(msg4.encode()));

        assertThat(run.stderr().lines().dropWhile(line -> !line.startsWith("A Platform Info")))
                .containsExactly(
                        "A Platform Info Blob (PIB) was provided by the IAS",
                        "-".repeat(76),
                        "",
                        "---- Platform Update Required " + "-".repeat(46),
                        "To be updated on this platform:",
                        "  * SGX platform software",
                        "  * CPU microcode (OEM BIOS update)",
                        "QE_EPID_GROUP_OUT_OF_DATE: the EPID group is out of date: install the updates named here, then provision again",
                        "QUOTE_CPUSVN_OUT_OF_DATE: CPU microcode is out of date: BIOS or microcode update",
                        "PLATFORM_CONFIGURATION_NEEDED: the platform's configuration weakens it: check BIOS settings, "
                                + "typically Hyper-Threading off",
                        "-".repeat(76));
        assertThat(enclave.calls).contains("report false");
    }

    @Test
    void saysThatTheReasonForAClosedConnectionIsInTheOtherLog() throws Exception {
        ClientRun run = attest((socket, channel) -> channel.receive("msg0||msg1"));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.stderr())
                .endsWith("\nclient: the SP closed the connection before msg2; the reason is in the SP's log\n");
        assertThat(enclave.calls).containsExactly("open", "close key exchange", "close enclave");
    }

    @Test
    void silentServiceProviderIsGivenUp() throws Exception {
        ClientRun run = attest(
                (socket, channel) -> {
                    channel.receive("msg0||msg1");
                    // Until the client hangs up.
                    socket.getInputStream().read();
                },
                "--timeout=1");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.stderr()).endsWith("\nclient: no msg2 within 1 s (--timeout)\n");
    }

    @Test
    void malformedMessagesAreProtocolErrors() throws Exception {
        assertThat(attest((socket, channel) -> channel.send("msg2", new byte[167])))
                .satisfies(run -> {
                    assertThat(run.exitCode()).isEqualTo(3);
                    assertThat(run.stderr()).contains("client: malformed msg2: sig_rl_size at offset 164");
                });
        assertThat(attest((socket, channel) ->
                        socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII))))
                .satisfies(run -> {
                    assertThat(run.exitCode()).isEqualTo(3);
                    assertThat(run.stderr()).contains("client: msg2 is not hexadecimal: character 1");
                });
        assertThat(attest(ServiceProviderDouble.concluding(new byte[] {3, 0, 0, 0})))
                .satisfies(run -> {
                    assertThat(run.exitCode()).isEqualTo(3);
                    assertThat(run.stderr()).contains("client: malformed msg4: platform_info_blob at offset 4");
                });
    }

    @Test
    void unknownVerdictIsAProtocolError() throws Exception {
        byte[] msg4 = TRUSTED.clone();
        msg4[0] = 4;

        ClientRun run = attest(ServiceProviderDouble.concluding(msg4));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.stderr()).contains("client: malformed msg4: status at offset 0: is 4, not 0 to 3");
    }

    @Test
    void msg2RefusedByTheEnclaveIsAProtocolErrorThatNamesTheStatus() throws Exception {
        ClientRun run = attest((socket, channel) -> {
            byte[] msg2 = ServiceProviderDouble.msg2(channel.receive("msg0||msg1"), new byte[0]);
            msg2[148] ^= 1;
            channel.send("msg2", msg2);
        });

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.stderr()).contains("client: msg2 refused by the enclave: SGX_ERROR_MAC_MISMATCH (0x3001): ");
    }

    @Test
    void otherServiceProviderKeyIsRefused() throws Exception {
        String other = new FakeEnclave().ga.publicKey().bigEndian().hex();

        ClientRun run = attest(
                (socket, channel) ->
                        channel.send("msg2", ServiceProviderDouble.msg2(channel.receive("msg0||msg1"), new byte[0])),
                "-dp",
                other);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.stderr())
                .contains("+++ using public key " + other)
                .contains("client: msg2 refused by the enclave: SGX_ERROR_INVALID_SIGNATURE (0x2003): ")
                // With -d the whole story.
                .contains("\tat org.sgxra.client.");
    }

    @Test
    void unreachableServiceProviderIsNamed() throws Exception {
        int port = FreePort.any();

        ClientRun run = ClientRun.of(enclave, folder, "-s", ClientRun.SPID, "127.0.0.1:" + port);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.stderr())
                .endsWith("client: cannot connect to the service provider at 127.0.0.1:" + port
                        + ": Connection refused\n")
                .doesNotContain("\tat ");
    }

    @Test
    void unknownHostIsNamed() {
        ClientRun run = ClientRun.of(enclave, folder, "-s", ClientRun.SPID, "no-such-host.invalid");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.stderr())
                .endsWith("cannot connect to no-such-host.invalid:7777: unknown host no-such-host.invalid\n");
    }

    @Test
    void printsTheGroupWithTheMostSignificantDigitFirst() {
        ClientRun run = ClientRun.of(enclave, folder, "-e");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("00000b0f\n");
    }

    @Test
    void printsAQuoteAsEvidence() {
        String nonce = "000102030405060708090a0b0c0d0e0f";

        assertThat(ClientRun.of(enclave, folder, "-qs", ClientRun.SPID).out())
                .isEqualTo("{\"isvEnclaveQuote\":\"AQID\"}\n");
        assertThat(ClientRun.of(enclave, folder, "-qls", ClientRun.SPID, "-n", nonce)
                        .out())
                .isEqualTo("{\"isvEnclaveQuote\":\"AQID\",\"nonce\":\"" + nonce + "\"}\n");
        assertThat(enclave.calls)
                .contains("quote unlinkable " + ClientRun.SPID, "quote linkable " + ClientRun.SPID + " " + nonce);
    }

    @Test
    void saysOnceThatSoftProtectsNothing() {
        assertThat(ClientRun.of(enclave, folder, "-e").stderr().lines())
                .containsExactly(
                        "SOFT mode: a software enclave with no hardware protection; its quotes are worth nothing "
                                + "outside of tests");
    }

    private static EnclaveException notLoaded(SgxStatus status) {
        return assertThrows(
                EnclaveException.class,
                () -> EnclaveException.checkLoad(
                        "/x/Enclave.signed.so", new NativeCalls.Result(status.code(), Optional.empty())));
    }

    @Test
    void enclaveThatCannotBeLoadedIsALocalError() {
        ClientRun run = ClientRun.of(
                notices -> {
                    throw notLoaded(SgxStatus.SGX_ERROR_INVALID_SIGNATURE);
                },
                folder,
                new ByteArrayInputStream(new byte[0]),
                "-e");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr())
                .isEqualTo("client: cannot load the enclave /x/Enclave.signed.so: "
                        + "SGX_ERROR_INVALID_SIGNATURE (0x2003): the file was changed after it was signed, or signed wrongly; "
                        + "build it again: make -C enclave\n");
    }

    /** Intel's uRTS finds no metadata in a SOFT enclave, SOFT's loader no trailer in one of Intel's SDK. */
    @Test
    void enclaveOfAnotherModeIsNamedAsTheCause() {
        assertThat(notLoaded(SgxStatus.SGX_ERROR_INVALID_METADATA))
                .hasMessageContaining("SGX_ERROR_INVALID_METADATA (0x2009): not an enclave signed for this SGX_MODE");
    }

    @Test
    void usageErrorsAreOneLine() {
        assertThat(ClientRun.of(enclave, folder, "-y"))
                .isEqualTo(new ClientRun(1, "", "client: unknown option -y (client --help lists the options)\n"));
        assertThat(ClientRun.of(enclave, folder, "--help"))
                .isEqualTo(new ClientRun(0, ClientCommandLine.TABLE.help(), ""));
    }

    @Test
    void endOfStandardInputIsReportedLikeAClosedConnection() {
        ClientRun run = ClientRun.of(enclave, folder, "-zs", ClientRun.SPID);

        assertThat(run.exitCode()).isEqualTo(3);
        // Standard output is no terminal here: the line is shown to people as well.
        assertThat(run.out()).matches("0{8}[0-9a-f]{136}\n");
        assertThat(run.stderr())
                .contains("\n" + run.out())
                .endsWith("client: the SP closed the connection before msg2; the reason is in the SP's log\n");
    }
}
