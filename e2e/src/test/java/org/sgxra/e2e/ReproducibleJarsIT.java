package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Builds of the same files give the same jars, in folders of other names, by users with another umask, at another time and in
 * another time zone.
 */
@Tag("long")
class ReproducibleJarsIT {
    private static final Path WORK = Command.home().resolve("e2e/target/reproducible");
    private static final int LIMIT_MINUTES = 40;
    /** Whether this build is told to make what a repository of artifacts asks for. */
    private static final boolean RELEASE = Boolean.getBoolean("sgxra.release");

    private static final List<String> LIBRARIES = List.of("common", "epid", "verifier");
    private static final List<String> PARTS = List.of("examples", "fakes", "page", "platform", "runtime", "testdata");
    private static final List<String> PROGRAMS = List.of("bench", "client", "fuzzing", "services", "sp", "tool");

    /** Nothing is fetched; but with -o Maven leaves out the list of components, whose plugin wants to be able to. */
    private static final String SETTINGS = """
            <settings>
              <mirrors>
                <mirror>
                  <id>nothing</id>
                  <mirrorOf>*</mirrorOf>
                  <url>file:///nowhere</url>
                </mirror>
              </mirrors>
            </settings>
            """;

    /**
     * Arguments: umask, this checkout, the folder to build in, and Maven with arguments. Files and folders get the modes that the
     * umask leaves.
     */
    private static final String BUILD = """
            set -e
            umask "$1"
            from=$2
            to=$3
            shift 3
            rm -rf "$to"
            mkdir -p "$to"
            cd "$from"
            git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$to"
            cd "$to"
            exec "$@"
            """;

    /** SHA-256 by the place of the file in the checkout. */
    private static Map<String, String> one;

    private static Map<String, String> other;

    @BeforeAll
    static void buildTwice() throws Exception {
        Files.writeString(Files.createDirectories(WORK).resolve("settings.xml"), SETTINGS);
        one = build("022", "one", "UTC");
        other = build("077", "another folder", "Asia/Tokyo");
    }

    @Test
    void jarsOfAllModulesAreTheSame() {
        List<String> expected = new ArrayList<>();
        LIBRARIES.forEach(module -> expected.add(jar(module, "")));
        PARTS.forEach(module -> expected.add(jar(module, "")));
        PROGRAMS.forEach(module -> expected.add(module + "/target/" + module + ".jar"));

        assertSame(expected, file -> !isForRelease(file));
    }

    @Test
    void jarsOfSourcesAndJavadocAndListsOfComponentsAreTheSame() {
        assumeTrue(RELEASE, "compared by a build with -Prelease only, which has fetched the plugins");
        List<String> expected =
                new ArrayList<>(List.of("target/bom.json", "enclave/target/bom.json", "e2e/target/bom.json"));
        for (List<String> modules : List.of(LIBRARIES, PARTS, PROGRAMS)) {
            modules.forEach(module -> expected.add(module + "/target/bom.json"));
        }
        for (String module : LIBRARIES) {
            expected.add(jar(module, "-sources"));
            expected.add(jar(module, "-javadoc"));
        }

        assertSame(expected, ReproducibleJarsIT::isForRelease);
    }

    private static void assertSame(List<String> expected, Predicate<String> part) {
        Map<String, String> sums = new TreeMap<>(one);
        sums.keySet().removeIf(part.negate());
        Map<String, String> others = new TreeMap<>(other);
        others.keySet().removeIf(part.negate());

        assertThat(sums.keySet()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(others).isEqualTo(sums);
    }

    private static boolean isForRelease(String file) {
        return file.endsWith("-sources.jar") || file.endsWith("-javadoc.jar") || file.endsWith("bom.json");
    }

    private static String jar(String module, String kind) {
        return module + "/target/sgxra-" + module + "-" + System.getProperty("sgxra.version") + kind + ".jar";
    }

    private static Map<String, String> build(String umask, String name, String timeZone) throws Exception {
        Path folder = WORK.resolve(name);
        Path log = WORK.resolve(umask + ".log");
        List<String> command = new ArrayList<>(List.of("sh", "-c", BUILD, "build", umask));
        command.addAll(List.of(Command.home().toString(), folder.toString()));
        command.addAll(maven());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TZ", timeZone);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as("%s", Files.readString(log)).isZero();
        return sums(folder);
    }

    private static List<String> maven() {
        String settings = WORK.resolve("settings.xml").toString();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("sgxra.maven"), "bin", "mvn").toString(), "-q", "-B", "-T1"));
        command.addAll(List.of("-s", settings, "-gs", settings));
        command.add("-Dmaven.repo.local=" + System.getProperty("sgxra.repository"));
        // What is in the repository counts wherever it came from; the second is the name of this since Maven 3.9.
        command.add("-Dmaven.legacyLocalRepo=true");
        command.add("-Daether.enhancedLocalRepository.trackingFilename=none");
        command.addAll(List.of("-DskipTests", "-Dmaven.test.skip=true", "-Dexec.skip=true"));
        // The layout of the code and what Error Prone says of it change no class.
        command.addAll(List.of("-Dspotless.check.skip=true", "-Derrorprone.flags=-XepDisableAllChecks"));
        if (RELEASE) {
            command.add("-Prelease");
        }
        command.add("package");
        return command;
    }

    /** Of the folders target, not of target/lib, whose jars are those of other modules and of others. */
    private static Map<String, String> sums(Path folder) throws IOException, NoSuchAlgorithmException {
        List<Path> files;
        try (Stream<Path> all = Files.find(folder, 3, (file, attributes) -> attributes.isRegularFile())) {
            files = all.filter(file -> file.getParent().endsWith("target"))
                    .filter(file -> file.toString().endsWith(".jar") || file.endsWith("bom.json"))
                    .toList();
        }
        Map<String, String> sums = new TreeMap<>();
        for (Path file : files) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            sums.put(folder.relativize(file).toString(), HexFormat.of().formatHex(digest));
        }
        return sums;
    }
}
