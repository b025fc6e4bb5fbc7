package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Enclaves that policy refuses, and service providers that the enclave or the attestation service refuses. */
@Order(4)
class RefusalIT {
    private static final String OTHER_KEY = "11".repeat(32);

    @TempDir
    private static Path directory;

    private static Stage stage;

    @BeforeAll
    static void startEmulator() throws Exception {
        stage = Stage.in(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    static Stream<Arguments> policies() {
        return Stream.of(
                Arguments.of("another signer", new String[] {"-N", "ab".repeat(32)}, "MRSIGNER"),
                Arguments.of("another product", new String[] {"-R", "7"}, "(?i)product id"),
                Arguments.of("a newer version", new String[] {"-V", "2"}, "(?i)svn"),
                Arguments.of("no debug enclaves", new String[] {"-D"}, "(?i)debug"),
                Arguments.of("another build", new String[] {"--mrenclave=" + "cd".repeat(32)}, "MRENCLAVE"));
    }

    @ParameterizedTest(name = "{0}")
    @Tag("long")
    @MethodSource("policies")
    void policyMakesTheEnclaveNotTrusted(String name, String[] policy, String reason) throws Exception {
        Stage.Server server = stage.server(policy);
        Command client = stage.attest(server, "-v");
        assertThat(client.exitCode()).as("%s", client).isEqualTo(2);
        assertThat(client.errors()).contains("Enclave NOT TRUSTED").doesNotContain("SHA256(");
        server.command().awaitError("^Enclave NOT TRUSTED");
        assertThat(server.command().errors()).containsPattern(reason);
    }

    /** The other one has a primary subscription key that is refused: the secondary one is used. */
    @Test
    void enclaveRefusesAServiceProviderWithAnotherKeyAndTakesTheNext() throws Exception {
        Stage.Server server = stage.server("-k", OTHER_KEY);
        Command client = stage.attest(server);
        assertThat(client.exitCode()).as("%s", client).isEqualTo(3);
        assertThat(client.errors()).contains("SGX_ERROR_INVALID_SIGNATURE").doesNotContain("\tat ");

        Stage.Server secondary = stage.server("-i", "ff".repeat(16));
        Command other = stage.attest(secondary);
        assertThat(other.exitCode()).as("%s", other).isZero();
        assertThat(secondary.command().errors()).doesNotContain("ff".repeat(16));
    }

    @Test
    void passwordOfTheProxyStandsInNoCommandLine() throws Exception {
        try (Stage proxied = stage.sibling().with("IAS_PROXY_URL", "http://user:pass%40word@127.0.0.1:1")) {
            Stage.Server server = proxied.server();
            String line = Files.readString(
                    Path.of("/proc/" + server.command().process().pid() + "/cmdline"));
            assertThat(line).contains("\0-p\0@/dev/fd/5\0").doesNotContain("pass");
            assertThat(proxied.attest(server).exitCode()).isEqualTo(3);
            server.command().awaitError("proxy.*127\\.0\\.0\\.1:1\\b");
            assertThat(server.command().errors()).doesNotContain("pass");
        }
    }

    @Test
    void serverOutlivesAServiceThatRefusesBothKeys() throws Exception {
        Stage.Server server = stage.server("-i", "ff".repeat(16), "-j", "ee".repeat(16));
        for (int i = 0; i < 2; i++) {
            Command client = stage.attest(server);
            assertThat(client.exitCode()).as("%s", client).isEqualTo(3);
            assertThat(client.errors()).contains("before msg2").contains("SP's log");
        }
        server.command().awaitError("401");
        assertThat(server.command().process().isAlive()).isTrue();
    }

    @Test
    void proxyOfTheCallerReplacesThatOfTheSettings() throws Exception {
        try (Stage direct = stage.sibling().with("IAS_DISABLE_PROXY", "1")) {
            Stage.Server server = direct.server("-p", "http://127.0.0.1:1");
            assertThat(direct.attest(server).exitCode()).isEqualTo(3);
            server.command().awaitError("proxy.*127\\.0\\.0\\.1:1\\b");
        }
    }

    @Test
    @Tag("long")
    void serverOutlivesAServiceWhoseCertificateIsNotTrusted() throws Exception {
        Stage.Server server =
                stage.server("-B", directory.resolve("ias/report_ca.pem").toString());
        Command client = stage.attest(server);
        assertThat(client.exitCode()).as("%s", client).isEqualTo(3);
        server.command().awaitError("(?i)certificate");
        assertThat(server.command().process().isAlive()).isTrue();
        assertThat(server.command().errors()).doesNotContain("\tat ");
    }
}
