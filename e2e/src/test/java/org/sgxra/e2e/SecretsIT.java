package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.testdata.FreePort;

/** Secrets for a trusted enclave, in both systems, with the scripts as processes. */
@Order(3)
class SecretsIT {
    private static final String NOBODY = "00".repeat(32);

    @TempDir
    private static Path directory;

    private static Stage stage;
    private static Path secret;
    private static Command app;
    private static String address;

    @BeforeAll
    static void startEmulatorAndApplication() throws Exception {
        secret = Files.writeString(directory.resolve("secret"), "what only the enclave may know");
        stage = Stage.in(directory)
                .with("ISV_CERT", directory.resolve("isv/cert.pem").toString())
                .with("ISV_KEY", directory.resolve("isv/key.pem").toString())
                .with("ISV_SECRET_FILE", secret.toString());
        app = stage.run("run-isv-app", "-v", "0");
        address = "localhost:"
                + app.awaitError("^Listening for connections on port (\\d+)").group(1);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    private static Command provision(String... arguments) throws IOException, InterruptedException {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = address;
        Command sp = stage.run("run-isv-sp", all);
        sp.exitCode();
        return sp;
    }

    private static String digest() throws IOException, GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(secret)));
    }

    @Test
    void serviceProviderComesToTheEnclaveAndLeavesASecret() throws Exception {
        Command sp = provision();

        assertThat(sp.exitCode()).as("%s", sp).isZero();
        assertThat(sp.errors()).contains("Enclave TRUSTED");
        app.awaitError("Enclave TRUSTED, secret of 30 bytes received");
        app.awaitError("SHA256\\(secret\\) = " + digest());
    }

    @Test
    void policyDecidesAndTheApplicationServesOn() throws Exception {
        Command refused = provision("--mrsigner=" + NOBODY);

        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
        assertThat(refused.errors()).contains("Enclave NOT TRUSTED").doesNotContain("\tat ");
        app.awaitError("Enclave NOT TRUSTED");
        assertThat(provision().exitCode()).isZero();
    }

    @Test
    void otherCertificateIsNotTrusted() throws Exception {
        Path other = directory.resolve("other.pem");
        assertThat(stage.run(
                                "bin/isv-cert",
                                other.toString(),
                                directory.resolve("other.key").toString())
                        .exitCode())
                .isZero();

        Command sp = provision("--cert=" + other);

        assertThat(sp.exitCode()).as("%s", sp).isEqualTo(3);
        assertThat(sp.errors()).doesNotContain("\tat ");
    }

    @Test
    void formOfTheExampleIsRefusedUnlessBothAskForIt() throws Exception {
        Command sp = provision("--compat");

        assertThat(sp.exitCode()).as("%s", sp).isEqualTo(3);
        app.awaitError("which only --compat accepts");
    }

    @Test
    @Tag("long")
    void nobodyThereIsANetworkError() throws Exception {
        int port = FreePort.any();

        Command sp = stage.run("run-isv-sp", "localhost:" + port);

        assertThat(sp.exitCode()).as("%s", sp).isEqualTo(3);
    }

    @Test
    void secretOverTheHexProtocolIsSealedByTheEnclave() throws Exception {
        Stage.Server server = stage.server("--secret-file=" + secret);
        Path sealed = directory.resolve("sealed");

        Command client = stage.attest(server, "--sealed-out=" + sealed);
        assertThat(client.exitCode()).as("%s", client).isZero();
        assertThat(Files.readString(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("enclave");

        Command proof = stage.run("run-client", "--unseal=" + sealed, "--digest");
        assertThat(proof.exitCode()).as("%s", proof).isZero();
        assertThat(proof.output()).isEqualTo(digest());
        assertThat(stage.attest(server).exitCode())
                .as("a client that wants no secret")
                .isZero();
    }

    @Test
    @Tag("long")
    void demonstrationOfTheSecondSystemEndsWithASecret() throws Exception {
        Command demo = stage.run("run-demo", "--tls", "-v", "--state=" + directory.resolve("demo"));

        assertThat(demo.exitCode()).as("%s", demo).isZero();
        assertThat(demo.errors()).contains("Enclave TRUSTED").containsPattern("secret of 64 bytes received");
    }
}
