package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.Pem;
import org.sgxra.runtime.state.StateException;

class CertificateFolderTest {
    @TempDir
    Path directory;

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void holdsWhatClientsTrustAndNoKey() throws Exception {
        Path folder = directory.resolve("a/certificates");
        try (RunningEmulator ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")))) {
            CertificateFolder.write(folder, ias.emulator.caFiles());
            // A second start.
            CertificateFolder.write(folder, ias.emulator.caFiles());

            assertThat(in(folder))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("report_ca.pem", "sgx_root_ca.pem", "tls_ca.pem");
            for (Path file : in(folder)) {
                assertThat(Pem.certificates(Files.readString(file)))
                        .isEqualTo(Pem.certificates(Files.readString(
                                ias.state.resolve(file.getFileName().toString()))))
                        .hasSize(1);
                assertThat(Files.readString(file)).doesNotContain("PRIVATE KEY");
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-r--r--");
            }
        }
    }

    @Test
    void copiesNothingButCertificates() throws Exception {
        Path state = RunningEmulator.copyState(directory.resolve("ias"));
        Path both = state.resolve("report_signing.pem");
        assertThat(Files.readString(both, StandardCharsets.US_ASCII)).contains("PRIVATE KEY");

        CertificateFolder.write(directory.resolve("certificates"), List.of(both));

        String copy = Files.readString(directory.resolve("certificates/report_signing.pem"));
        assertThat(copy).contains("BEGIN CERTIFICATE").doesNotContain("KEY");
    }

    @Test
    void saysWhichFolderCannotBeWritten() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> CertificateFolder.write(file, List.of()))
                .isInstanceOf(StateException.class)
                .hasMessageStartingWith("cannot write certificates into " + file + ": ");
    }
}
