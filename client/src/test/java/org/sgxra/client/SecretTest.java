package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.client.ServiceProviderDouble.KeyExchange;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.common.message.TrustStatus;

/** Secrets of the service provider in the extension of msg4, received by the real software enclave. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class SecretTest {
    private static final ByteString SECRET = ByteString.of("forty-two, of course".getBytes(StandardCharsets.US_ASCII));

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

    private static EncryptedSecret encrypt(SecretBytes sk, ByteString plain, ByteString additionalData)
            throws Exception {
        ByteString iv = ByteString.zeros(12);
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(
                Cipher.ENCRYPT_MODE,
                sk.use(key -> new SecretKeySpec(key, "AES")),
                new GCMParameterSpec(128, iv.toArray()));
        gcm.updateAAD(additionalData.toArray());
        ByteString out = ByteString.of(gcm.doFinal(plain.toArray()));
        return new EncryptedSecret(iv, out.slice(0, plain.size()), out.slice(plain.size(), out.size()));
    }

    private static byte[] msg4(KeyExchange exchange, TrustStatus status, ByteString secret) throws Exception {
        Msg4 bare = new Msg4(status, ByteString.zeros(101));
        EncryptedSecret encrypted = encrypt(exchange.keys().sk(), secret, Msg4Extension.additionalData(bare));
        Msg4Extension extension = new Msg4Extension(
                Optional.of(encrypted), OptionalLong.of(3600), OptionalLong.of(1_795_000_000), List.of(exchange.ga()));
        Msg4 whole = new Msg4(status, bare.platformInfo(), extension.encode());
        ByteString mac = AesCmac.mac(exchange.keys().mk(), Msg4Extension.macInput(whole));
        return new Msg4(status, bare.platformInfo(), extension.withMac(mac).encode()).encode();
    }

    private static ClientRun provision(
            TrustStatus status, ByteString secret, UnaryOperator<byte[]> onTheWay, String... options) throws Exception {
        try (ServiceProviderDouble sp = new ServiceProviderDouble((socket, channel) -> {
            KeyExchange exchange = ServiceProviderDouble.answer(channel.receive("msg0||msg1"), new byte[0]);
            channel.send("msg2", exchange.msg2());
            channel.receive("msg3");
            channel.send("msg4", onTheWay.apply(msg4(exchange, status, secret)));
        })) {
            String[] args = java.util.Arrays.copyOf(options, options.length + 3);
            args[options.length] = "-s";
            args[options.length + 1] = ClientRun.SPID;
            args[options.length + 2] = sp.address();
            return world.run(args);
        }
    }

    @Test
    void sealsTheSecretAndProvesItFromInside() throws Exception {
        Path sealed = folder.resolve("secret.sealed");

        ClientRun run = provision(TrustStatus.TRUSTED, SECRET, message -> message, "-v", "--sealed-out=" + sealed);

        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(run.stderr())
                .contains(
                        "---- Msg4 Extension from Service Provider ---",
                        "\nAttest again within 3600 s\n",
                        "\nTime of the service provider: 2026-11-18T",
                        "\nFurther public key to trust:\n",
                        "\nSecret of 20 bytes\n",
                        "\nSHA256(secret) = " + Sha256.of(SECRET) + "\n",
                        "\nSealed in " + sealed + " (580 bytes)\n");
        assertThat(new String(Files.readAllBytes(sealed), StandardCharsets.ISO_8859_1))
                .doesNotContain("forty-two");

        ClientRun digest = world.run("--unseal=" + sealed, "--digest");
        assertThat(digest.exitCode()).as(digest.stderr()).isZero();
        assertThat(digest.out()).isEqualTo(Sha256.of(SECRET) + "\n");
    }

    @Test
    void takesSecretsOfTheLargestSize() throws Exception {
        Path sealed = folder.resolve("large.sealed");
        ByteString large = ByteString.of(new byte[EncryptedSecret.MAX_SIZE]);

        ClientRun run = provision(TrustStatus.TRUSTED, large, message -> message, "--sealed-out=" + sealed);

        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(world.run("--unseal=" + sealed, "--digest").out()).isEqualTo(Sha256.of(large) + "\n");
    }

    @Test
    void changedExtensionIsRefusedByWhoeverWaitsForItAndLeftAloneByOthers() throws Exception {
        Path sealed = folder.resolve("changed.sealed");
        UnaryOperator<byte[]> changingTheSecret = message -> {
            message[105 + 6 + 12] ^= 1;
            return message;
        };

        ClientRun waiting = provision(TrustStatus.TRUSTED, SECRET, changingTheSecret, "--sealed-out=" + sealed);
        ClientRun other = provision(TrustStatus.TRUSTED, SECRET, changingTheSecret);

        assertThat(waiting.exitCode()).isEqualTo(3);
        assertThat(waiting.stderr())
                .contains("client: refused by the enclave: SGX_ERROR_MAC_MISMATCH (0x3001): its MAC is wrong");
        assertThat(sealed).doesNotExist();
        assertThat(other.exitCode()).isZero();
        assertThat(other.stderr())
                .contains("bytes that are ignored: refused by the enclave: SGX_ERROR_MAC_MISMATCH (0x3001)")
                .doesNotContain("Msg4 Extension from");
    }

    @Test
    void nothingIsTakenWithoutFullTrust() throws Exception {
        Path sealed = folder.resolve("complicated.sealed");

        ClientRun run =
                provision(TrustStatus.TRUSTED_ITS_COMPLICATED, SECRET, message -> message, "--sealed-out=" + sealed);

        assertThat(run.exitCode()).isZero();
        assertThat(run.stderr()).contains("no secret came; " + sealed + " is not written");
        assertThat(sealed).doesNotExist();
    }

    @Test
    void secretThatCannotBeKeptIsALocalError() throws Exception {
        ClientRun run = provision(
                TrustStatus.TRUSTED, SECRET, message -> message, "--sealed-out=" + folder.resolve("no/such/folder"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr()).contains("client: --sealed-out: cannot write ");
    }

    @Test
    void unsealingWhatWasNotSealedHereIsALocalError() throws Exception {
        Path file = Files.write(folder.resolve("not.sealed"), new byte[600]);
        Path shorter = Files.write(folder.resolve("short.sealed"), new byte[560]);

        assertThat(world.run("--unseal=" + file, "--digest")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.stderr())
                    .contains("client: the secret cannot be unsealed: SGX_ERROR_MAC_MISMATCH (0x3001): "
                            + "it was changed, or sealed by an enclave of another signer or on another platform");
        });
        assertThat(world.run("--unseal=" + shorter, "--digest").stderr())
                .contains("SGX_ERROR_INVALID_PARAMETER (0x0002): it is no sealed secret");
        assertThat(world.run("--unseal=" + folder.resolve("none"), "--digest").stderr())
                .contains("--unseal: no such file: ");
        assertThat(world.run("--unseal=x").stderr()).contains("client: --unseal=FILE and --digest: only together");
    }
}
