package org.sgxra.e2e;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A project of somebody else, src/test/consumer, that uses the library by its coordinates. The library is installed into
 * target/consumer/repository; what is not ours comes from the local repository of this build, nothing from a network.
 */
class ConsumerIT {
    private static final String VERSION = System.getProperty("sgxra.version");
    private static final Path WORK = Command.home().resolve("e2e/target/consumer");
    private static final Path REPOSITORY = WORK.resolve("repository");
    private static final Path PROJECT = WORK.resolve("project");
    private static final Path SETTINGS = WORK.resolve("settings.xml");
    private static final Pattern DEPENDENCY = Pattern.compile("([\\w.-]+:[\\w.-]+):jar:[\\w.-]+:(\\w+)");

    @BeforeAll
    static void install() throws IOException {
        install("sgxra-parent", Path.of(""));
        install("sgxra-common", Path.of("common"));
        install("sgxra-verifier", Path.of("verifier"));
        copy(Command.home().resolve("e2e/src/test/consumer"), PROJECT);
        // Without such a folder Maven takes the switches of the project above it.
        Files.createDirectories(PROJECT.resolve(".mvn"));
        Files.writeString(SETTINGS, settings());
    }

    private static void install(String artifact, Path module) throws IOException {
        Path built = Command.home().resolve(module);
        Path folder = Files.createDirectories(
                REPOSITORY.resolve("org/sgxra").resolve(artifact).resolve(VERSION));
        String name = artifact + "-" + VERSION;
        Files.copy(built.resolve("pom.xml"), folder.resolve(name + ".pom"), REPLACE_EXISTING);
        if (!artifact.equals("sgxra-parent")) {
            Files.copy(built.resolve("target/" + name + ".jar"), folder.resolve(name + ".jar"), REPLACE_EXISTING);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(from)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, REPLACE_EXISTING);
        }
    }

    /** The local repository of this build stands in for Maven Central. */
    private static String settings() {
        String central = "<id>central</id><url>"
                + Path.of(System.getProperty("sgxra.repository")).toUri()
                + "</url><releases><checksumPolicy>ignore</checksumPolicy></releases>";
        return """
                <settings>
                  <profiles>
                    <profile>
                      <id>built</id>
                      <repositories><repository>%1$s</repository></repositories>
                      <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>built</activeProfile></activeProfiles>
                </settings>
                """.formatted(central);
    }

    /** The same program without Maven, compiled as it is started. */
    @Test
    void needsNoOtherJarsThanThoseOfBouncyCastleAndJacksonCoreBesideOurs() throws Exception {
        Path libraries = Command.home().resolve("services/target/lib");
        List<String> jars = new ArrayList<>();
        for (String name : List.of("sgxra-verifier-", "sgxra-common-", "jackson-core-", "bcprov-")) {
            try (Stream<Path> found = Files.list(libraries)) {
                jars.add(found.filter(jar -> jar.getFileName().toString().startsWith(name))
                        .findFirst()
                        .orElseThrow()
                        .toString());
            }
        }
        try (Command consumer = jdk(
                "java",
                withReport(
                        "v3_OK_2020-01-30_87128901",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        String.join(File.pathSeparator, jars),
                        "src/main/java/org/example/Consumer.java"))) {
            assertThat(consumer.exitCode()).as("%s", consumer).isZero();
            assertThat(consumer.output()).isEqualTo("genuine: true, acceptable: true");
        }
    }

    @Test
    @Tag("long")
    void verifiesAReportWithNothingButBouncyCastleAndJacksonCoreBesideOurs() throws Exception {
        try (Command mvn = maven("compile", "dependency:tree", "dependency:copy-dependencies")) {
            assertThat(mvn.exitCode()).as("%s", mvn).isZero();
            assertThat(DEPENDENCY.matcher(mvn.output()).results().map(found -> found.group(1) + ":" + found.group(2)))
                    .containsExactlyInAnyOrder(
                            "org.sgxra:sgxra-verifier:compile",
                            "org.sgxra:sgxra-common:compile",
                            "com.fasterxml.jackson.core:jackson-core:compile",
                            "org.bouncycastle:bcprov-jdk18on:compile");
        }
        try (Command consumer = consumer("v3_OK_2020-01-30_87128901")) {
            assertThat(consumer.exitCode()).as("%s", consumer).isZero();
            assertThat(consumer.output()).isEqualTo("genuine: true, acceptable: true");
        }
    }

    @Test
    @Tag("long")
    void isAModuleWhichThoseThatAreModulesThemselvesRequire() throws Exception {
        try (Command mvn = maven("dependency:copy-dependencies")) {
            assertThat(mvn.exitCode()).as("%s", mvn).isZero();
        }
        Path classes = Files.createDirectories(PROJECT.resolve("target/module"));
        try (Command javac = jdk(
                "javac",
                "--release=17",
                "-Xlint:all",
                "-Werror",
                "--module-path=target/dependency",
                "-d",
                classes.toString(),
                "src/main/module/module-info.java",
                "src/main/java/org/example/Consumer.java")) {
            assertThat(javac.exitCode()).as("%s", javac).isZero();
        }
        try (Command consumer = jdk(
                "java",
                withReport(
                        "v3_OK_2020-01-30_87128901",
                        "--module-path=target/module" + File.pathSeparator + "target/dependency",
                        "--module=org.example.consumer/org.example.Consumer"))) {
            assertThat(consumer.exitCode()).as("%s", consumer).isZero();
            assertThat(consumer.output()).isEqualTo("genuine: true, acceptable: true");
        }
    }

    private static Command maven(String... goals) throws IOException {
        String[] settings = {
            "-B",
            "-o",
            "-Daether.offline.protocols=file",
            "-Dmaven.repo.local=" + REPOSITORY,
            "-Dsgxra.version=" + VERSION,
            "--global-settings=" + SETTINGS,
            "--settings=" + SETTINGS
        };
        return Command.start(
                PROJECT,
                Map.of("MAVEN_OPTS", "-XX:TieredStopAtLevel=1"),
                Path.of(System.getProperty("sgxra.maven"), "bin/mvn").toString(),
                Stream.concat(Stream.of(settings), Stream.of(goals)).toArray(String[]::new));
    }

    private static Command consumer(String report) throws IOException {
        return jdk(
                "java",
                withReport(
                        report,
                        "-cp",
                        "target/classes" + File.pathSeparator + "target/dependency/*",
                        "org.example.Consumer"));
    }

    private static String[] withReport(String report, String... arguments) {
        Path ias = Command.home().resolve("testdata/ias");
        Path folder = ias.resolve("reports").resolve(report);
        return Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                folder.resolve("body.json").toString(),
                                folder.resolve("signature.b64").toString(),
                                ias.resolve("chain.pem").toString()))
                .toArray(String[]::new);
    }

    private static Command jdk(String tool, String... arguments) throws IOException {
        return Command.start(
                PROJECT,
                Map.of(),
                Path.of(System.getProperty("java.home"), "bin", tool).toString(),
                arguments);
    }
}
