package org.sgxra.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Someone who has just cloned the repository goes through README from top to bottom, and finds what it says. */
@Tag("long")
class NewcomerIT {
    private static final Path HOME = Checkout.home();

    @TempDir
    private Path folder;

    @Test
    void findsWhatReadmeSays() throws Exception {
        Assumptions.assumeTrue(Files.exists(HOME.resolve(".git")), "this is no clone that could be cloned");
        PreparedFolder prepared = PreparedFolder.within(folder);
        Path clone = prepared.folder();
        git("clone", "--quiet", "--no-hardlinks", HOME.toString(), clone.toString());
        Path settings = clone.resolve("settings");
        Files.writeString(settings, prepared.localized(Files.readString(settings)));
        MarkdownPage readme = MarkdownPage.read(clone.resolve("README.md"));

        try (PageShell shell = new PageShell(clone, prepared.notes(), Map.of("PATH", offlineMaven()))) {
            PageRun run = new PageRun(prepared, shell, Remarks.read());
            PageShell.Result demo = run.execute("./run-demo");
            assertThat(demo.exitCode()).as("%s", demo).isZero();
            assertThat(demo.output()).contains("first use: building").endsWith("Enclave TRUSTED\n");

            run.run(readme, clone);

            assertThat(clone.resolve("sp.log")).exists();
            assertThat(clone.resolve("client.log")).exists();
            assertThat(run.execute("./run-client --nonsense").exitCode()).isEqualTo(1);
            assertThat(run.execute("bin/client -s 00112233445566778899aabbccddeeff localhost:1")
                            .exitCode())
                    .isEqualTo(3);
            for (String command : List.of("sp", "client", "ias", "isv-app", "isv-sp")) {
                assertThat(run.execute("bin/" + command + " -h").exitCode()).isZero();
            }
            assertThat(run.execute("source <(bin/sp --completion=bash)").exitCode())
                    .isZero();
        }
        for (String entry : readme.words("(?m)^\\| `([a-z0-9]+)/`")) {
            assertThat(clone.resolve(entry)).as("the table of the layout").isDirectory();
        }
    }

    private static void git(String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("git", "-c", "safe.directory=*");
        builder.command().addAll(List.of(arguments));
        Process git = builder.redirectErrorStream(true).start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(output).isZero();
    }

    /** A path on which mvn finds what this build has fetched: nothing may ask the network. */
    private String offlineMaven() throws Exception {
        Path mvn = Files.createDirectory(folder.resolve("tools")).resolve("mvn");
        Files.writeString(
                mvn,
                "#!/bin/sh\nexec '%s/bin/mvn' -o '-Dmaven.repo.local=%s' \"$@\"\n"
                        .formatted(System.getProperty("sgxra.maven"), System.getProperty("sgxra.repository")));
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
        return mvn.getParent() + ":" + System.getenv("PATH");
    }
}
