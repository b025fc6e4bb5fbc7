package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts for Windows under Wine's command interpreter, with a stand-in for {@code java.exe} that prints its arguments. What
 * settings mean to a command, {@code WindowsSettingsTest} tests.
 */
@Tag("long")
class WindowsScriptsIT {
    private static final List<String> JARS = List.of(
            "sp/target/sp.jar", "client/target/client.jar", "services/target/services.jar", "tool/target/tool.jar");

    @TempDir
    private static Path folder;

    private static Path jdk;

    @BeforeAll
    static void buildTheStandIn() throws Exception {
        for (String tool : List.of("wine", "x86_64-w64-mingw32-gcc")) {
            if (!isInstalled(tool)) {
                System.out.println("left out: the tests of the scripts for Windows, for there is no " + tool);
                Assumptions.abort(tool + " is not installed");
            }
        }
        jdk = folder.resolve("jdk");
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\r\nJAVA_VERSION=\"17.0.9\"\r\n");
        run(
                folder,
                Map.of(),
                "x86_64-w64-mingw32-gcc",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-o",
                jdk.resolve("bin/java.exe").toString(),
                Command.home().resolve("e2e/src/test/c/java_stand_in.c").toString());
        run(folder, Map.of(), "wine", "wineboot", "-i");
    }

    /** Wine goes on for some seconds, in a folder that is to be deleted. */
    @AfterAll
    static void endWine() throws Exception {
        if (jdk != null) {
            run(folder, Map.of(), "wineserver", "-k");
            // JUnit warns of links that lead out of its folder; Wine has some to the user's.
            run(folder, Map.of(), "rm", "-rf", folder.resolve("wine").toString());
        }
    }

    private static boolean isInstalled(String tool) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    }

    /** What a process printed, and how it ended. */
    private record Run(int exitCode, String output) {
        List<String> arguments() {
            return lines("argument ");
        }

        List<String> variables() {
            return lines("variable ");
        }

        private List<String> lines(String start) {
            return output.lines()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .toList();
        }
    }

    private static Run run(Path directory, Map<String, String> environment, String... line)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("WINEPREFIX", folder.resolve("wine").toString());
        builder.environment().put("WINEDEBUG", "-all");
        builder.environment().remove("DISPLAY");
        builder.environment().putAll(environment);
        Path output = Files.createTempFile(folder, "run", ".txt");
        Process process = builder.redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(Command.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
    }

    /** A checkout without sources, of which only the names of the jars count. */
    private static Path checkout(String name) throws IOException {
        Path checkout = folder.resolve(name);
        for (Path script : scripts().toList()) {
            copy(script, checkout);
        }
        for (String file : List.of("settings.cmd", "bin/environment.cmd", "policy/policy.cmd")) {
            copy(Path.of(file), checkout);
        }
        for (String jar : JARS) {
            Path file = checkout.resolve(jar);
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createFile(file);
        }
        return checkout;
    }

    private static void copy(Path file, Path checkout) throws IOException {
        Path target = checkout.resolve(file);
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target);
        Files.copy(Command.home().resolve(file), target);
    }

    /** All scripts for Windows that people start, relative to the checkout. */
    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> top = Files.list(Command.home());
                Stream<Path> bin = Files.list(Command.home().resolve("bin"))) {
            return Stream.concat(top.filter(f -> f.getFileName().toString().startsWith("run-")), bin)
                    .map(Command.home()::relativize)
                    .filter(f -> f.toString().endsWith(".cmd") && !f.endsWith("environment.cmd"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static String windows(Path path) {
        return "Z:" + path.toString().replace('/', '\\');
    }

    private static Run script(Path checkout, Path script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(List.of("wine", "cmd", "/c", script.toString().replace('/', '\\')));
        line.addAll(List.of(arguments));
        Map<String, String> all = new HashMap<>(Map.of("JAVA_HOME", windows(jdk)));
        all.putAll(environment);
        return run(checkout, all, line.toArray(new String[0]));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void startsJavaInACheckoutWithSpecialCharacters(Path script) throws Exception {
        Path checkout = checkout("a & b ^c (d)");
        Path certificate = checkout.resolve("state/isv/cert.pem");
        Files.createDirectories(certificate.getParent());
        Files.writeString(certificate, "");
        Run run = script(checkout, script, Map.of("STAND_IN_EXIT", "4"), "--first", "second one", "third & last");
        assertThat(run.exitCode()).as(run.output()).isEqualTo(4);
        assertThat(run.arguments())
                .contains("-Dsgxra.home=" + windows(checkout))
                .endsWith("--first", "second one", "third & last");
        assertThat(run.arguments())
                .anyMatch(argument -> argument.startsWith(windows(checkout)) && argument.endsWith(".jar"));
        String name = script.toString().replace(".cmd", "");
        assertThat(run.arguments().contains("-Dsgxra.settings=" + name)).isEqualTo(name.startsWith("run-"));
        assertThat(run.arguments()).noneMatch(argument -> argument.contains("0a0b0c0d0e0f10111213141516171819"));
        if (name.startsWith("run-")) {
            assertThat(run.variables())
                    .contains("RA_ISV_PORT=22222", "RA_ISV_CERT=" + windows(checkout) + "\\state\\isv\\cert.pem");
        }
    }

    @Test
    void passesSettingsAndPolicyOnAsVariables() throws Exception {
        Path checkout = checkout("plain");
        Run run = script(checkout, Path.of("run-server.cmd"), Map.of("RA_IAS_PROXY_URL", "http://u:p&echo %PATH%@h:1"));
        assertThat(run.variables())
                .contains("RA_IAS_PROXY_URL=http://u:p&echo %PATH%@h:1", "RA_POLICY_STRICT_TRUST=0", "RA_ALLOW_DEBUG=1")
                .anyMatch(variable -> variable.matches("RA_MRSIGNER=[0-9a-f]{64}"));
        assertThat(run.arguments()).noneMatch(argument -> argument.contains("http"));
    }

    @Test
    void readsVerdictsOfOtherCommandsWithoutSettings() throws Exception {
        Run run = script(checkout("plain"), Path.of("run-ias.cmd"), Map.of(), "verify-report", "--json");
        assertThat(run.arguments())
                .endsWith("verify-report", "--json")
                .anyMatch(argument -> argument.endsWith("tool.jar"));
    }

    @Test
    void makesACertificateBeforeTheEnclaveServesForTheFirstTime() throws Exception {
        Path checkout = checkout("first & use");
        Run run = script(checkout, Path.of("run-isv-app.cmd"), Map.of());
        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("run-isv-app: making a self-signed certificate: \"" + windows(checkout));
        assertThat(run.arguments())
                .containsSubsequence(
                        "org.sgxra.client.isv.SelfSignedCertificate",
                        windows(checkout) + "\\state\\isv\\cert.pem",
                        windows(checkout) + "\\state\\isv\\key.pem",
                        "org.sgxra.client.isv.IsvApp");
        assertThat(checkout.resolve("state/isv")).isDirectory();
        Run failing = script(checkout, Path.of("run-isv-app.cmd"), Map.of("STAND_IN_EXIT", "4"));
        assertThat(failing.exitCode()).isEqualTo(1);
        assertThat(failing.arguments()).doesNotContain("org.sgxra.client.isv.IsvApp");
    }

    @Test
    void worksAtTheTopOfADrive() throws Exception {
        Path checkout = checkout("drive");
        Files.createSymbolicLink(folder.resolve("wine/dosdevices/x:"), checkout);
        Run run = script(folder, Path.of("X:/run-server.cmd"), Map.of(), "--first", "second one");
        assertThat(run.arguments())
                .contains("-Dsgxra.home=X:\\.", "X:\\.\\sp\\target\\sp.jar")
                .endsWith("--first", "second one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"%s\"", "%s"})
    void takesJavaHomeWithAndWithoutQuotationMarks(String form) throws Exception {
        Map<String, String> home = Map.of("JAVA_HOME", String.format(form, windows(jdk)));
        Run run = script(checkout("plain"), Path.of("bin/sp.cmd"), home, "--version");
        assertThat(run.arguments()).endsWith("--version");
    }

    @ParameterizedTest
    @CsvSource({"11.0.1, 1", "1.8.0_392, 1", "17, 0", "25-ea, 0"})
    void needsJava17(String version, int exitCode) throws Exception {
        Path other = Files.createDirectories(folder.resolve("jdk " + version));
        Files.createDirectories(other.resolve("bin"));
        Files.copy(jdk.resolve("bin/java.exe"), other.resolve("bin/java.exe"));
        Files.writeString(other.resolve("release"), "JAVA_VERSION=\"" + version + "\"\r\n");
        Run run = script(checkout("plain"), Path.of("bin/sp.cmd"), Map.of("JAVA_HOME", windows(other)));
        assertThat(run.exitCode()).as(run.output()).isEqualTo(exitCode);
        if (exitCode == 1) {
            assertThat(run.output()).contains("sp: Java 17 or later is needed, this is ");
        }
    }

    @Test
    void saysWhereJavaWasLookedFor() throws Exception {
        Run run = script(checkout("plain"), Path.of("bin/sp.cmd"), Map.of("JAVA_HOME", "Z:\\no & where"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("sp: there is no bin\\java.exe in JAVA_HOME, \"Z:\\no & where\"");
    }
}
