package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JDK 24 or later warns of native code and of {@code sun.misc.Unsafe}, unless it is told that they are wanted. */
class NewJavaIT {
    private static final Pattern HOME = Pattern.compile(".*[^0-9](2[4-9]|[3-9][0-9])[^0-9].*");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sp", "client", "ias", "isv-app", "isv-sp", "isv-cert", "mrsigner", "sgx-ra"})
    void tellsTheJvmWhatIsWanted(String command) throws Exception {
        Path bin = Files.createDirectories(directory.resolve("jdk/bin"));
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        Files.writeString(bin.resolve("java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(bin.resolve("java"), PosixFilePermissions.fromString("rwxr-xr-x"));

        Map<String, String> environment =
                Map.of("JAVA_HOME", directory.resolve("jdk").toString());
        try (Command run = Command.start(directory, environment, "bin/" + command, "--version")) {
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(run.output().lines()).contains("-Dsun.misc.unsafe.memory.access=allow");
            // With -jar it is the manifest that allows native code.
            assertThat(run.output().lines()).containsAnyOf("-jar", "--enable-native-access=ALL-UNNAMED");
        }
    }

    @Test
    @Tag("long")
    void saysNothingOfItsOwnInAnyCommand() throws Exception {
        Optional<Path> jdk = newJdk();
        Assumptions.assumeTrue(jdk.isPresent(), "a JDK 24 or later is in /usr/lib/jvm");
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.get().toString());
        List<Command> runs = new ArrayList<>();
        for (String options : List.of("-v", "--tls --dcap -v")) {
            List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
            arguments.add("--state=" + directory.resolve("state"));
            runs.add(Command.start(directory, environment, "run-demo", arguments.toArray(String[]::new)));
        }
        runs.add(Command.start(directory, environment, "bin/isv-cert", "cert.pem", "key.pem"));
        String css = Command.home().resolve("enclave/Enclave.css").toString();
        runs.add(Command.start(directory, environment, "bin/mrsigner", css));
        runs.add(Command.start(directory, environment, "bin/sgx-ra", "decode", css));
        for (Command run : runs) {
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(run.errors()).doesNotContain("WARNING");
        }
    }

    private static Optional<Path> newJdk() throws IOException {
        Path folder = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> jdks = Files.list(folder)) {
            return jdks.filter(
                            jdk -> HOME.matcher("-" + jdk.getFileName() + "-").matches())
                    .filter(jdk -> Files.isExecutable(jdk.resolve("bin/java")))
                    .findFirst();
        }
    }
}
