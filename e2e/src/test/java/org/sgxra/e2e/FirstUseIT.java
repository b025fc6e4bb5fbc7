package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
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
        for (String script : List.of("bin/client", "bin/environment.sh")) {
            Files.copy(Command.home().resolve(script), checkout.resolve(script));
        }
        Path mvn = Files.createDirectory(checkout.resolve("tools")).resolve("mvn");
        Files.writeString(mvn, "#!/bin/sh\necho \"$*\" > \"" + checkout + "/arguments\"\nexit 1\n");
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
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
