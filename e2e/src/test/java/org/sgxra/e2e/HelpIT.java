package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help and version of every command, in a checkout without settings, policy and enclave: only the jars are built. */
class HelpIT {
    private static final List<Path> LINKS = new ArrayList<>();

    @TempDir
    private static Path checkout;

    @BeforeAll
    static void makeCheckout() throws Exception {
        Files.createDirectory(checkout.resolve("bin"));
        for (Path script : scripts().toList()) {
            Files.copy(Command.home().resolve(script), checkout.resolve(script));
        }
        for (String shared : List.of("bin/environment.sh", "bin/verifier.sh")) {
            Files.copy(Command.home().resolve(shared), checkout.resolve(shared));
        }
        try (Stream<Path> modules = Files.list(Command.home())) {
            for (Path module : modules.filter(m -> Files.isDirectory(m.resolve("target/lib")))
                    .toList()) {
                Path folder = Files.createDirectory(checkout.resolve(module.getFileName()));
                LINKS.add(Files.createSymbolicLink(folder.resolve("target"), module.resolve("target")));
            }
        }
    }

    /** JUnit warns of links that lead out of its folder. */
    @AfterAll
    static void removeLinks() throws Exception {
        for (Path link : LINKS) {
            Files.delete(link);
        }
    }

    /** All scripts that people start, relative to the checkout; what they source has an ending. */
    static Stream<Path> scripts() throws Exception {
        try (Stream<Path> top = Files.list(Command.home());
                Stream<Path> bin = Files.list(Command.home().resolve("bin"))) {
            return Stream.concat(top.filter(f -> f.getFileName().toString().startsWith("run-")), bin)
                    .map(Command.home()::relativize)
                    .filter(f -> !f.getFileName().toString().contains("."))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private Command run(Path script, String... arguments) throws Exception {
        Command command =
                Command.start(checkout, Map.of(), checkout.resolve(script).toString(), arguments);
        assertThat(command.exitCode()).as("%s", command).isZero();
        assertThat(command.errors()).isEmpty();
        return command;
    }

    @ParameterizedTest
    @ValueSource(strings = {"bin/sgx-ra", "run-client", "run-demo"})
    void aCommandExplainsItselfAndTellsItsVersion(Path script) throws Exception {
        everyCommandExplainsItself(script);
        everyCommandTellsItsVersion(script);
    }

    @ParameterizedTest
    @CsvSource({"run-client, -vlh", "run-ias, list -h"})
    void helpIsFoundAmongOtherArguments(String script, String arguments) throws Exception {
        helpIsFoundInEveryForm(script, arguments);
    }

    @ParameterizedTest
    @Tag("long")
    @MethodSource("scripts")
    void everyCommandExplainsItself(Path script) throws Exception {
        String help = run(script, "--help").output();

        assertThat(help).startsWith("usage: ").contains("Exit codes", "--version");
        assertThat(help.lines()).allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @Tag("long")
    @MethodSource("scripts")
    void everyCommandTellsItsVersion(Path script) throws Exception {
        String version = run(script, "--version").output();

        assertThat(version.lines())
                .hasSize(5)
                .anyMatch(line -> line.matches("[a-z-]+ \\(SGX remote attestation\\) [0-9].*"))
                .anyMatch(line -> line.matches("commit: ([0-9a-f]{40}|unknown)"))
                .contains("enclave mode: none built")
                .anyMatch(line -> line.matches("cryptographic library: (Conscrypt|Bouncy Castle) [0-9.]+"))
                .anyMatch(line -> line.startsWith("Java: " + System.getProperty("java.version")));
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource({
        "run-client, -h",
        "run-client, -vlh",
        "run-server, 7778 -Xdh",
        "run-isv-sp, -hv",
        "run-demo, --hel",
        "run-server, --he",
        "run-demo, -vh",
        "run-ias, list -h",
        "run-isv-sp, --completion=zsh"
    })
    void helpIsFoundInEveryForm(String script, String arguments) throws Exception {
        assertThat(run(Path.of(script), arguments.split(" ")).output()).isNotEmpty();
    }
}
