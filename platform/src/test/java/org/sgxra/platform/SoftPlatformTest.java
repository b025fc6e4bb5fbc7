package org.sgxra.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.QuoteCall;
import org.sgxra.common.message.Report;

/** The platform without an emulator: what it can do alone, and how it says what it cannot. */
class SoftPlatformTest {
    @TempDir
    Path directory;

    private SoftPlatform platform(String url) throws Exception {
        return new SoftPlatform(new PlatformConfig(
                directory.resolve("platform"), URI.create(url), Path.of("src/test/resources/ca.pem"), line -> {}));
    }

    private SoftPlatform alone() throws Exception {
        return platform("https://localhost:1");
    }

    private static void failed(PlatformAnswer answer, int status, String reason) {
        assertThat(answer.status().code()).isEqualTo(status);
        assertThat(answer.encode()).hasSize(4).startsWith(status, status >> 8);
        assertThat(answer.failure())
                .hasValueSatisfying(line -> assertThat(line).contains(reason).doesNotContain("\n"));
    }

    @Test
    void givesTheLoaderTheSameKeysEveryTime() throws Exception {
        byte[] first = alone().call(SoftPlatform.LOAD, new byte[0]).encode();
        byte[] second = alone().call(SoftPlatform.LOAD, new byte[0]).encode();

        assertThat(first).hasSize(4 + 48).isEqualTo(second);
        assertThat(first).startsWith(0, 0, 0, 0);
        assertThat(Arrays.copyOfRange(first, 4, 20)).isNotEqualTo(Arrays.copyOfRange(first, 20, 36));
        assertThat(ByteString.of(first, 36, 52)).hasToString("0a020200000000000000000000000000");
    }

    @Test
    void belongsToIntelsStandardExtendedGroup() throws Exception {
        assertThat(alone().call(SoftPlatform.EXTENDED_GROUP_ID, new byte[0]).encode())
                .isEqualTo(new byte[8]);
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        SoftPlatform platform = alone();

        failed(
                platform.call(SoftPlatform.INIT_QUOTE, new byte[0]),
                0x4007,
                "provisioning at https://localhost:1 failed: connection refused; is the emulator running (run-ias)?");
        assertThat(platform.call(SoftPlatform.LOAD, new byte[0]).failure()).isEmpty();
    }

    @Test
    void saysThatTheHostIsUnknown() throws Exception {
        SoftPlatform platform = platform("https://no-such-host.invalid");

        failed(platform.call(SoftPlatform.INIT_QUOTE, new byte[0]), 0x4007, "unknown host no-such-host.invalid");
    }

    @Test
    void saysThatTheOtherEndIsNoTlsServer() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Thread answering = new Thread(() -> {
                try (java.net.Socket socket = server.accept()) {
                    // An answer before the question may be taken for the end of the connection.
                    socket.getInputStream().read();
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n"
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    // Closed with the client's greeting unread, the connection would be reset, and the answer with it.
                    socket.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            answering.start();
            SoftPlatform platform = platform("https://localhost:" + server.getLocalPort());

            failed(platform.call(SoftPlatform.INIT_QUOTE, new byte[0]), 0x4007, "TLS: ");
            answering.join();
        }
    }

    @Test
    void saysThatTheCaFileIsMissingOrNone() throws Exception {
        for (String content : new String[] {null, "rubbish"}) {
            Path ca = directory.resolve("ca.pem");
            if (content != null) {
                Files.writeString(ca, content);
            }
            SoftPlatform platform = new SoftPlatform(new PlatformConfig(
                    directory.resolve("platform"), URI.create("https://localhost:1"), ca, line -> {}));

            failed(platform.call(SoftPlatform.INIT_QUOTE, new byte[0]), 0x4007, ca.toString());
        }
    }

    private static QuoteCall call(int signType, int sigRlSize) {
        Report report = new Report(ByteString.zeros(384), ByteString.zeros(32), ByteString.zeros(16));
        return new QuoteCall(
                report, ByteString.zeros(16), signType, Optional.empty(), 1 << 20, ByteString.zeros(sigRlSize));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 80, a revocation list has at least one entry",
        "0, 207, a revocation list has at least one entry",
        "2, 0, quote type 2 is neither",
        "-1, 208, quote type -1 is neither",
        "0, 0, report was not made on this platform",
        "1, 208, report was not made on this platform"
    })
    void refusesArgumentsBeforeItLooksForItsKey(int signType, int sigRlSize, String reason) throws Exception {
        SoftPlatform platform = alone();

        failed(platform.call(SoftPlatform.GET_QUOTE, call(signType, sigRlSize).encode()), 0x0002, reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 431, 479, 481})
    void refusesRequestsOfTheWrongLength(int size) throws Exception {
        SoftPlatform platform = alone();

        failed(platform.call(SoftPlatform.GET_QUOTE, new byte[size]), 0x0002, "malformed quote call");
        failed(platform.call(SoftPlatform.ATTESTATION_STATUS, new byte[size]), 0x0002, " instead of 105");
    }

    @Test
    void knowsNineOperations() throws Exception {
        SoftPlatform platform = alone();

        failed(platform.call(0, new byte[0]), 0x0002, "no operation 0");
        failed(platform.call(10, new byte[0]), 0x0002, "no operation 10");
    }

    @ParameterizedTest
    @CsvSource({
        "cpu_svn = 00, cpu_svn has 2 digits instead of 32",
        "cpu_svn = zz, not a hexadecimal digit",
        "qe_svn = 65536, qe_svn = 65536 is no number",
        "pce_svn = -1, pce_svn = -1 is no number",
        "misbehave = maybe, misbehave is none of",
        "colour = red, unknown setting colour"
    })
    void namesWhatIsWrongInItsSettings(String line, String reason) throws Exception {
        alone().call(SoftPlatform.LOAD, new byte[0]);
        Path settings = directory.resolve("platform/platform.conf");
        Files.writeString(settings, Files.readString(settings) + line + "\n");

        SoftPlatform platform = alone();
        PlatformAnswer answer = platform.call(SoftPlatform.LOAD, new byte[0]);
        failed(answer, 0x0001, reason);
        assertThat(answer.failure().orElseThrow()).startsWith(settings.toString());
    }

    @Test
    void namesItsDamagedKeys() throws Exception {
        alone().call(SoftPlatform.LOAD, new byte[0]);
        Path keys = directory.resolve("platform/root_keys");
        Files.write(keys, new byte[31]);

        SoftPlatform platform = alone();
        failed(platform.call(SoftPlatform.LOAD, new byte[0]), 0x0001, keys + " is damaged: 31 bytes instead of 32");
    }

    @Test
    void takesItsConfigurationFromTheEnvironment() {
        PlatformConfig config =
                PlatformConfig.of(Map.of("PROVISIONING_URL", "https://[::1]:9"), Path.of("/home"), l -> {});

        assertThat(config.state()).isEqualTo(Path.of("/home/state/platform"));
        assertThat(config.caFile()).isEqualTo(Path.of("/home/state/ias/tls_ca.pem"));
        assertThat(config.provisioning()).isEqualTo(URI.create("https://[::1]:9"));
        for (String url : new String[] {"http://localhost", "localhost:8443", "https:///x", "https://a b"}) {
            assertThatThrownBy(() -> PlatformConfig.of(Map.of("PROVISIONING_URL", url), Path.of(""), l -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("provisioning URL " + url);
        }
    }
}
