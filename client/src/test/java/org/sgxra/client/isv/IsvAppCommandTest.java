package org.sgxra.client.isv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.Pem;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.server.StopSignals;
import org.sgxra.testdata.ErrorLines;

class IsvAppCommandTest {
    @TempDir
    Path folder;

    private static IsvAppOptions parse(String... args) throws UsageException {
        return IsvAppOptions.of(IsvAppOptions.TABLE.parse(args));
    }

    private ProcessStreams streams(ByteArrayOutputStream stderr) {
        return new ProcessStreams(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                false,
                new PrintStream(stderr, true, StandardCharsets.UTF_8),
                folder);
    }

    @Test
    void readsTheOptions() throws Exception {
        IsvAppOptions options = parse("-vc", "c.pem", "--key=k.pem", "--compat", "--timeout=7", "--bind=::1", "1", "2");

        assertThat(options.certificate()).isEqualTo(Path.of("c.pem"));
        assertThat(options.key()).isEqualTo(Path.of("k.pem"));
        assertThat(options.compatible()).isTrue();
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(options.address().getHostAddress()).isEqualTo("0:0:0:0:0:0:0:1");
        assertThat(options.port()).as("the last one counts").isEqualTo(2);
        assertThat(parse("-c", "c", "-k", "k").port()).isEqualTo(22222);
        assertThat(parse("-c", "c", "-k", "k").address().getHostAddress()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -y                  | unknown option -y
            -c x                | give -k, --key=FILE
            -k x                | give -c, --cert=FILE
            -c x -k y 70000     | '70000' is no port, a number from 0 to 65535
            -c x -k y z         | 'z' is no port, a number from 0 to 65535
            -c x -k y --bind=.. | --bind: '..' is no address of this machine
            -c x -k y           | no such file: x
            """)
    void saysInOneLineWhatIsWrong(String line, String reason) {
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();

        assertThat(IsvApp.run(streams(stderr), Map.of(), new StopSignals(), line.split(" ")))
                .isEqualTo(1);

        assertThat(ErrorLines.joined(stderr.toString(StandardCharsets.UTF_8)).lines())
                .singleElement()
                .asString()
                .startsWith("isv-app: ")
                .contains(reason);
    }

    @Test
    void makesNoCertificateThatNoFileCanHold() {
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();

        assertThat(SelfSignedCertificate.run(streams(stderr), "a\0b", "key.pem"))
                .isEqualTo(1);

        assertThat(stderr.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("is not the name of a file");
    }

    @Test
    void makesACertificateForThisMachineAndKeepsItsKeyPrivate() throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");

        SelfSignedCertificate.write(certificate, key);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        try (var in = Files.newInputStream(certificate)) {
            X509Certificate made =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            made.verify(made.getPublicKey());
            made.checkValidity();
            assertThat(made.getSubjectAlternativeNames())
                    .extracting(name -> String.valueOf(name.get(1)))
                    .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        }
        assertThat(ServerIdentity.load(certificate, key).getProtocol()).isEqualTo("TLS");
        Instant now = Instant.now();
        assertThat(ServerIdentity.untimely(certificate, now)).isEmpty();
        assertThat(ServerIdentity.untimely(certificate, now.plus(Duration.ofDays(366))))
                .hasValueSatisfying(text ->
                        assertThat(text).startsWith("warning: the certificate in " + certificate + " expired on 20"));
        assertThat(ServerIdentity.untimely(certificate, now.minus(Duration.ofDays(1))))
                .hasValueSatisfying(text -> assertThat(text).contains(" is not valid before "));
    }

    @Test
    void completesWhatARunThatWasKilledHasBegun() throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        SelfSignedCertificate.write(certificate, key);
        String made = Files.readString(certificate);
        // As after a kill between the two names, and after one before the second.
        Files.createLink(folder.resolve(".key.pem.tmp"), key);
        Files.move(certificate, folder.resolve(".cert.pem.tmp"));

        SelfSignedCertificate.write(certificate, key);
        assertThat(certificate).hasContent(made);
        ServerIdentity.load(certificate, key);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");

        Files.writeString(folder.resolve(".a.pem.tmp"), "half");
        SelfSignedCertificate.write(folder.resolve("a.pem"), folder.resolve("a.key"));
        ServerIdentity.load(folder.resolve("a.pem"), folder.resolve("a.key"));
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void neverOverwritesAKeyPairAndWritesBothFilesOrNone() throws Exception {
        Path certificate = Files.writeString(folder.resolve("cert.pem"), "certificate");
        Path key = Files.writeString(folder.resolve("key.pem"), "key");
        Path other = folder.resolve("other.pem");

        for (Path[] pair : new Path[][] {{certificate, key}, {certificate, other}, {other, key}}) {
            assertThatThrownBy(() -> SelfSignedCertificate.write(pair[0], pair[1]))
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThat(other).doesNotExist();
        }
        assertThatThrownBy(() -> SelfSignedCertificate.write(other, folder.resolve("no/folder")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(other).doesNotExist();
        assertThat(certificate).hasContent("certificate");
        assertThat(key).hasContent("key");
    }

    @Test
    void takesTheCertificateInDerAndBothFromOneFile() throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        SelfSignedCertificate.write(certificate, key);
        byte[] der = Pem.certificates(Files.readAllBytes(certificate)).get(0).getEncoded();
        Path binary = Files.write(folder.resolve("cert.der"), der);
        Path both =
                Files.writeString(folder.resolve("both.pem"), Files.readString(key) + Files.readString(certificate));

        assertThat(ServerIdentity.load(binary, key).getProtocol()).isEqualTo("TLS");
        assertThat(ServerIdentity.load(both, both).getProtocol()).isEqualTo("TLS");
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws Exception {
        SelfSignedCertificate.write(folder.resolve("a.pem"), folder.resolve("a.key"));
        SelfSignedCertificate.write(folder.resolve("b.pem"), folder.resolve("b.key"));

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ServerIdentity.load(folder.resolve("a.pem"), folder.resolve("b.key")))
                .withMessage("the private key in " + folder.resolve("b.key") + " is not that of the certificate in "
                        + folder.resolve("a.pem"));
    }

    @Test
    void refusesFilesThatHoldSomethingElse() throws Exception {
        SelfSignedCertificate.write(folder.resolve("a.pem"), folder.resolve("a.key"));
        Path broken = Files.writeString(
                folder.resolve("broken.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ServerIdentity.load(folder.resolve("a.key"), folder.resolve("a.key")))
                .withMessageContaining("-c, --cert: no PEM certificate in ");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ServerIdentity.load(folder.resolve("a.pem"), folder.resolve("a.pem")))
                .withMessageContaining("-k, --key: no unencrypted PEM private key in ");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ServerIdentity.load(folder.resolve("a.pem"), broken))
                .withMessageContaining("broken.key is no RSA or EC private key");
    }
}
