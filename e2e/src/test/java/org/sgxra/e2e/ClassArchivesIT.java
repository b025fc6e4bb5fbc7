package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build made so that commands start fast, and what they do without it. */
class ClassArchivesIT {
    private static final Path ARCHIVES = Command.home().resolve("target/archives");

    @TempDir
    Path folder;

    /** Where the JVM found the class of the command that was run. */
    private String origin(Map<String, String> environment) throws IOException, InterruptedException {
        assumeTrue(Files.exists(ARCHIVES.resolve("state")), "only the SOFT enclave is trained");
        Path classes = folder.resolve("classes");
        Map<String, String> variables = new java.util.HashMap<>(environment);
        variables.put("SGXRA_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);
        Command command = Command.start(folder, variables, "bin/client", "--version");
        assertThat(command.exitCode()).isZero();
        assertThat(command.output()).startsWith("client (SGX remote attestation)");
        assertThat(command.errors()).isEmpty();
        List<String> lines = Files.readAllLines(classes);
        return lines.stream()
                .filter(line -> line.contains(" org.sgxra.client.Client source: "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void classesComeFromTheArchiveOfTheBuild() throws Exception {
        assertThat(origin(Map.of())).contains("source: shared objects file");
    }

    /** No archive takes a class from a signed jar. */
    @Test
    void jarsOfTheCommandsAreNotSigned() throws Exception {
        for (String module : List.of("services", "sp", "client", "tool")) {
            List<Path> jars;
            try (Stream<Path> files = Files.list(Command.home().resolve(module + "/target/lib"))) {
                jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
            }
            assertThat(jars)
                    .as(module)
                    .anyMatch(jar -> jar.getFileName().toString().startsWith("bcprov-"));
            for (Path jar : jars) {
                try (JarFile contents = new JarFile(jar.toFile())) {
                    assertThat(contents.stream().map(JarEntry::getName))
                            .as("%s", jar)
                            .noneMatch(name -> name.matches("META-INF/[^/]*\\.SF"));
                }
            }
        }
    }

    @Test
    void archiveOfOtherJarsIsLeftOutInSilence() throws Exception {
        Path mine = folder.resolve("archives");
        Files.createDirectory(mine);
        try (var found = Files.walk(ARCHIVES)) {
            Path other = found.filter(file -> file.endsWith("ias") && Files.isRegularFile(file))
                    .findFirst()
                    .orElseThrow();
            Files.copy(other, mine.resolve("client"));
        }

        assertThat(origin(Map.of("SGXRA_ARCHIVES", mine.toString()))).contains("client.jar");
    }

    @Test
    void fileThatIsNoArchiveIsLeftOutInSilence() throws Exception {
        Path mine = folder.resolve("archives");
        Files.createDirectory(mine);
        Files.writeString(mine.resolve("client"), "no archive".repeat(1000));

        assertThat(origin(Map.of("SGXRA_ARCHIVES", mine.toString()))).contains("client.jar");
    }
}
