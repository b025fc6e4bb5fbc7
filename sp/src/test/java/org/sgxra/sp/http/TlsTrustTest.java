package org.sgxra.sp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.Pem;
import org.sgxra.sp.mock.TestCa;

class TlsTrustTest {
    private static final String CA = new TestCa("Some CA").pem();

    @TempDir
    private Path folder;

    @Test
    void readsBundlesInPemAndDer() throws Exception {
        Path pem = Files.writeString(folder.resolve("ca.pem"), "Some CA\n=======\n" + CA + CA);
        Path der = Files.write(
                folder.resolve("ca.der"), Pem.certificates(CA).get(0).getEncoded());

        assertThat(TlsTrust.choose(pem, Map.of()).bundle()).contains(pem);
        assertThat(TlsTrust.choose(der, Map.of()).bundle()).contains(der);
        assertThat(TlsTrust.choose(null, Map.of("SSL_CERT_FILE", der.toString()))
                        .bundle())
                .contains(der);
    }

    @Test
    void namesAVariableThatCannotBeAFile() {
        assertThatThrownBy(() -> TlsTrust.choose(null, Map.of("SSL_CERT_FILE", "a\0b")))
                .isInstanceOf(IOException.class)
                .hasMessage("environment variable SSL_CERT_FILE, a\0b: not the name of a file");
    }

    @Test
    void refusesFilesWithoutAUsableCertificate() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), "hello");
        assertThatThrownBy(() -> TlsTrust.choose(file, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("--ca-bundle-file " + file + ": holds no certificate");

        Files.writeString(file, CA + CA.replace("END", "END OF"));
        assertThatThrownBy(() -> TlsTrust.choose(file, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "--ca-bundle-file " + file + ": no bundle of PEM certificates: certificate 2 has no end line");
    }
}
