package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command builds when something is missing: a checkout with nothing but scripts, and an mvn that takes notes. */
class FirstUseIT {
    @TempDir
    private Path checkout;

    @BeforeEach
    void makeCheckout() throws Exception {
        Files.createDirectory(checkout.resolve("bin"));
        for (String script : List.of("bin/client", "bin/environment.sh", "bin/build-progress.sh")) {
            Files.copy(Command.home().resolve(script), checkout.resolve(script));
        }
        Files.createDirectory(checkout.resolve("tools"));
        mvnPrints("");
    }

    /** An mvn that fails after it has printed this. */
    private void mvnPrints(String text) throws Exception {
        Path mvn = checkout.resolve("tools/mvn");
        Files.writeString(
                mvn, "#!/bin/sh\necho \"$*\" > \"" + checkout + "/arguments\"\ncat <<'END'\n" + text + "END\nexit 1\n");
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> failedBuild() throws Exception {
        Map<String, String> environment = Map.of("PATH", checkout.resolve("tools") + ":" + System.getenv("PATH"));
        try (Command client = Command.start(
                checkout, environment, checkout.resolve("bin/client").toString(), "-e")) {
            assertThat(client.exitCode()).as(client.toString()).isEqualTo(1);
            assertThat(client.output()).isEmpty();
            return client.errors().lines().toList();
        }
    }

    @Test
    void showsPhasesAndModulesAndWhatIsDownloadedWithoutEscapeCodes() throws Exception {
        mvnPrints("""
                \033[1m[INFO] Scanning for projects...\033[m
                Downloading from central: https://repo.maven.apache.org/maven2/org/a/a/1/a-1.pom
                Downloaded from central: https://repo.maven.apache.org/maven2/org/a/a/1/a-1.pom (1 kB at 2 kB/s)
                Downloading from central: https://repo.maven.apache.org/maven2/org/a/a/1/a-1.jar
                [INFO] Building Messages, cryptography and attestation reports 1.0.0-SNAPSHOT [1/9]
                \033[1m[INFO] --- maven-compiler-plugin:3.14.0:compile (default-compile) @ sgxra-common ---\033[m
                [INFO] --- maven-jar-plugin:3.4.2:jar (default-jar) @ sgxra-common ---
                [INFO] Building EPID 2.0 1.0.0-SNAPSHOT [2/9]
                [INFO] --- compiler:3.14.0:compile (default-compile) @ sgxra-epid ---
                [ERROR] Epid.java:[3,1] class expected
                [ERROR]\s
                [ERROR] After correcting the problems, you can resume the build with the command
                [ERROR]   mvn <args> -rf :sgxra-epid
                """);

        assertThat(failedBuild())
                .containsExactly(
                        "client: first use: building with mvn -DskipTests package (this takes a minute)",
                        "downloading from Maven Central, this once: a-1.pom and what else is missing",
                        "[1/9] common: compile",
                        "[1/9] common: package",
                        "[2/9] epid: compile",
                        "[ERROR] Epid.java:[3,1] class expected",
                        "client: 2 files were downloaded; the next build needs no network",
                        "client: once that is mended, give the command again: it goes on where it was",
                        "client: the build failed; all that it said is in target/build.log");
        assertThat(checkout.resolve("target/build.log"))
                .content()
                .contains("Downloaded from")
                .doesNotContain("\033");
    }

    @Test
    void theBuildOnWindowsShowsWhatMavenDoes() throws Exception {
        assertThat(Command.home().resolve("bin/environment.cmd"))
                .content()
                .containsPattern("call mvn (?!.*-q )-B -Dstyle.color=never ");
    }

    @Test
    void hasNoHintToResumeWhenMavenHasNone() throws Exception {
        mvnPrints("[ERROR] Epid.java:[3,1] class expected\n");
        Map<String, String> environment =
                Map.of("PATH", checkout.resolve("tools") + ":" + System.getenv("PATH"), "resume", "1");
        try (Command client = Command.start(
                checkout, environment, checkout.resolve("bin/client").toString(), "-e")) {
            assertThat(client.exitCode()).as(client.toString()).isEqualTo(1);
            assertThat(client.errors()).contains("class expected").doesNotContain("it goes on where it was");
        }
    }

    @Test
    void namesAMissingNetwork() throws Exception {
        mvnPrints("[ERROR] Plugin a:b:1 or one of its dependencies could not be resolved: Could not transfer artifact"
                + " a:b:pom:1 from/to central (https://repo.maven.apache.org/maven2): repo.maven.apache.org: Name or"
                + " service not known: Unknown host repo.maven.apache.org\n");

        assertThat(failedBuild()).contains("client: the build needs Maven Central once, and cannot reach it;");
    }

    @Test
    void replacesItsLinesOnATerminalOnly() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script (util-linux) makes a terminal");
        mvnPrints("[INFO] --- compiler:3.14.0:compile (default-compile) @ sgxra-epid ---\n");
        Map<String, String> environment =
                Map.of("PATH", checkout.resolve("tools") + ":" + System.getenv("PATH"), "TERM", "xterm");
        try (Command client = Command.start(
                checkout,
                environment,
                "/usr/bin/script",
                "-qec",
                "'" + checkout.resolve("bin/client") + "' -e",
                "/dev/null")) {
            assertThat(client.exitCode()).as(client.toString()).isEqualTo(1);
            assertThat(client.output()).contains(" epid: compile\033[K\n\033[K");
        }
    }

    private String mvnArguments() throws Exception {
        Map<String, String> environment = Map.of("PATH", checkout.resolve("tools") + ":" + System.getenv("PATH"));
        try (Command client = Command.start(
                checkout, environment, checkout.resolve("bin/client").toString(), "-e")) {
            assertThat(client.exitCode()).as(client.toString()).isEqualTo(1);
            assertThat(client.errors()).contains("client: the build failed");
        }
        return Files.readString(checkout.resolve("arguments"));
    }

    private void make(String file) throws Exception {
        Files.createDirectories(checkout.resolve(file).getParent());
        Files.createFile(checkout.resolve(file));
    }

    @Test
    void buildsTheEnclaveWithTheRest() throws Exception {
        make("enclave/Enclave.signed.so");

        assertThat(mvnArguments()).contains("package").doesNotContain("exec.skip");
    }

    @Test
    void leavesAnEnclaveThatWasBuiltForAnotherModeAlone() throws Exception {
        make("enclave/Enclave.signed.so");
        make("jni/libenclave_jni.so");
        make("policy/policy");
        make("policy/policy.cmd");

        assertThat(mvnArguments()).contains("package").contains("-Dexec.skip=true");
    }
}
