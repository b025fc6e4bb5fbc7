package org.sgxra.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.crypto.P256;

class VersionTest {
    @TempDir
    Path folder;

    @Test
    void namesVersionCommitJavaLibraryAndMode() {
        assertThat(Version.describe("demo").lines())
                .hasSize(5)
                .anyMatch(line -> line.matches("demo \\(SGX remote attestation\\) [0-9]+\\.[0-9]+\\.[0-9]+.*"))
                .anyMatch(line -> line.matches("commit: ([0-9a-f]{40}|unknown)"))
                .anyMatch(line -> line.startsWith("Java: " + System.getProperty("java.version") + " ("))
                .anyMatch(line ->
                        line.matches("cryptographic library: " + P256.instance().library() + " [0-9]+\\.[0-9.]+"))
                .anyMatch(line -> line.startsWith("enclave mode: "));
    }

    @Test
    void readsTheModeThatTheBuildOfTheEnclaveNoted() throws Exception {
        Path configuration =
                Files.createDirectories(folder.resolve("enclave/build")).resolve("configuration");
        assertThat(Version.enclaveMode(folder)).isEmpty();
        Files.createFile(folder.resolve("enclave/Enclave.signed.so"));
        assertThat(Version.enclaveMode(folder)).contains("unknown");
        Files.writeString(configuration, "SIM 1 0 gcc -Werror\n");
        assertThat(Version.enclaveMode(folder)).contains("SIM");
    }

    @Test
    void aSourceTreeThatIsNoRepositoryHasNoCommit() throws Exception {
        assertThat(CommitFile.commit(folder)).isEqualTo("unknown");
        Files.createDirectory(folder.resolve(".git"));
        assertThat(CommitFile.commit(folder)).isEqualTo("unknown");
    }

    @Test
    void theFileIsWrittenOnlyWhenItChanges() throws Exception {
        Path file = folder.resolve("a/commit.txt");
        CommitFile.main(new String[] {folder.toString(), file.toString()});
        assertThat(file).hasContent("unknown\n");
        var written = Files.getLastModifiedTime(file);
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1000));
        CommitFile.main(new String[] {folder.toString(), file.toString()});
        assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(1000);
        assertThat(written.toMillis()).isGreaterThan(1000);
    }
}
