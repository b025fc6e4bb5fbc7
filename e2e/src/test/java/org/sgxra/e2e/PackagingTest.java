package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.runtime.cli.CommandTables;
import org.sgxra.runtime.cli.OptionTable;

/** Containerfile, compose file and systemd units, as far as they can be tested without a container engine and without systemd as init. */
class PackagingTest {
    private static final Path HOME = Path.of("..");
    private static final String INSTALLED = "/opt/sgxra";

    @TempDir
    Path directory;

    private static OptionTable table(String script) {
        return ServiceLoader.load(CommandTables.class).stream()
                .flatMap(module -> module.get().tables().stream())
                .filter(table -> table.command().equals(Containerfile.tableOf(script)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no command " + script));
    }

    /** The script is there, and knows each option. */
    private static void assertIsCommand(List<String> command) throws Exception {
        String script = command.get(0).replace(INSTALLED + "/", "");
        assertThat(HOME.resolve(script)).isExecutable();
        table(script).parse(Containerfile.arguments(command));
    }

    /** Each of these variables is one that the settings read. */
    private static void assertAreSettings(Set<String> names) throws IOException {
        String settings = Files.readString(HOME.resolve("settings"));
        assertThat(names).allSatisfy(name -> assertThat(settings).contains(name + "=${" + name + "-"));
    }

    @Test
    void theImageIsMadeInTwoStagesAndRunsAsNobodySpecial() throws Exception {
        Containerfile file = Containerfile.read(HOME);

        assertThat(file.stages()).hasSize(2);
        assertThat(file.all(0, "FROM").get(0).text()).endsWith(" AS build");
        assertThat(file.all(0, "COPY"))
                .extracting(Containerfile.Instruction::text)
                .containsExactly(". .");
        String user = file.all(1, "USER").get(0).text();
        assertThat(Integer.parseInt(user)).isPositive();
        assertThat(file.all(1, "RUN").get(0).text()).contains("useradd --system --uid " + user + " ");
        assertThat(file.stages().get(1))
                .extracting(Containerfile.Instruction::name)
                .endsWith("HEALTHCHECK", "CMD");
        assertThat(file.all(1, "FROM").get(0).text()).doesNotContain(" AS ");
        // A compiler, Maven and sources are in the first one only.
        assertThat(file.all(1, "RUN").get(0).text()).doesNotContain("-jdk", "maven", "gcc");
    }

    @Test
    void theImageHasScriptsThatExistAndStartsOneWithOptionsThatExist() throws Exception {
        Containerfile file = Containerfile.read(HOME);

        List<String> sources =
                file.copies().stream().flatMap(copy -> copy.sources().stream()).toList();
        assertThat(sources).doesNotHaveDuplicates().contains("bin", "settings", "run-ias", "policy/policy");
        // What no build makes stands in the checkout; for the rest see ContainerImageIT.
        for (String source : sources) {
            if (!source.matches(".*/target/.*|target/.*|policy/policy|.*\\.so")) {
                assertThat(HOME.resolve(source)).exists();
            }
        }
        assertIsCommand(file.all(1, "CMD").get(0).command());
        assertThat(file.all(1, "HEALTHCHECK").get(0).command())
                .startsWith("curl")
                .endsWith("https://localhost:8443/");
        Set<String> settings = new TreeSet<>(file.environment().keySet());
        settings.remove("PATH");
        assertAreSettings(settings);
        assertThat(file.environment().get("PATH")).startsWith(INSTALLED + ":" + INSTALLED + "/bin:");
    }

    @Test
    void noKeysOfTheBuildAreInTheImage() throws Exception {
        assertThat(Containerfile.read(HOME).all(0, "RUN"))
                .last()
                .extracting(Containerfile.Instruction::text)
                .asString()
                .endsWith("bin/class-archives.sh && rm -rf target/archives/state");
    }

    @Test
    void noStateAndNoHistoryIsSentToTheBuild() throws Exception {
        List<String> ignored = Files.readAllLines(HOME.resolve(".dockerignore"));

        assertThat(ignored).contains(".git", "state", "**/target", "policy/policy");
    }

    @Test
    @SuppressWarnings("unchecked")
    void theComposeFileFitsTogether() throws Exception {
        Map<String, Object> compose = PlainYaml.parse(Files.readString(HOME.resolve("compose.yaml")));
        Map<String, Map<String, Object>> services = (Map<String, Map<String, Object>>) compose.get("services");

        assertThat(services).containsOnlyKeys("ias", "server", "client");
        assertThat(HOME.resolve(((Map<String, String>) services.get("ias").get("build")).get("dockerfile")))
                .exists();
        for (Map<String, Object> service : services.values()) {
            assertThat(service)
                    .containsEntry("image", "sgxra")
                    .containsEntry("read_only", true)
                    .containsEntry("cap_drop", List.of("ALL"))
                    .containsEntry("security_opt", List.of("no-new-privileges:true"))
                    .doesNotContainKeys("user", "privileged", "ports");
            assertIsCommand((List<String>) service.get("command"));
            assertAreSettings(((Map<String, Object>) service.getOrDefault("environment", Map.of())).keySet());
            for (String volume : (List<String>) service.getOrDefault("volumes", List.of())) {
                assertThat((Map<String, Object>) compose.get("volumes")).containsKey(volume.split(":")[0]);
                assertThat(Containerfile.read(HOME).all(1, "VOLUME").get(0).command())
                        .contains(volume.split(":")[1]);
            }
            ((Map<String, Map<String, String>>) service.getOrDefault("depends_on", Map.of()))
                    .forEach((other, condition) -> {
                        assertThat(condition).containsExactly(Map.entry("condition", "service_healthy"));
                        assertThat((Map<String, Object>) services.get(other).get("healthcheck"))
                                .containsKey("test");
                    });
        }
        // Only the emulator has its state, in which there are private keys; the others read its certificates.
        String certificates = "/var/lib/sgxra/certificates";
        assertThat((List<String>) services.get("ias").get("volumes"))
                .containsExactly("ias:/var/lib/sgxra/ias", "certificates:" + certificates);
        assertThat((List<String>) services.get("server").get("volumes"))
                .containsExactly("certificates:" + certificates + ":ro");
        assertThat((List<String>) services.get("client").get("volumes"))
                .containsExactly("certificates:" + certificates + ":ro", "platform:/var/lib/sgxra/platform");
        assertThat((List<String>) services.get("ias").get("command"))
                .contains("--host=ias", "--state=/var/lib/sgxra/ias", "--certificates=" + certificates);
        assertThat(Containerfile.read(HOME).environment())
                .allSatisfy((name, value) -> assertThat(value).doesNotContain("/var/lib/sgxra/ias"))
                .containsEntry("IAS_CA_BUNDLE_FILE", certificates + "/tls_ca.pem")
                .containsEntry("IAS_REPORT_SIGNING_CA_FILE", certificates + "/report_ca.pem")
                .containsEntry("DCAP_ROOT_FILE", certificates + "/sgx_root_ca.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgxra-ias", "sgxra-sp", "sgxra-isv-app"})
    void unitsStartWhatExistsAndGiveUpWhatTheyCan(String name) throws Exception {
        String unit = Files.readString(HOME.resolve("packaging/systemd/" + name + ".service"));

        Matcher start = Pattern.compile("(?m)^ExecStart=(.*)$").matcher(unit);
        assertThat(start.find()).isTrue();
        List<String> command = new ArrayList<>(List.of(start.group(1).split(" ")));
        if (command.get(0).endsWith("run-isv-app")) {
            // The script adds these, from the settings.
            command.addAll(1, List.of("--cert=c", "--key=k"));
        }
        assertIsCommand(command);
        Matcher documentation = Pattern.compile("(?m)^Documentation=file:(.*)$").matcher(unit);
        assertThat(documentation.find()).isTrue();
        assertThat(HOME.resolve(documentation.group(1).replace(INSTALLED + "/", "")))
                .exists();
        assertAreSettings(Pattern.compile("([A-Z_]+)=")
                .matcher(unit.lines()
                        .filter(line -> line.startsWith("Environment="))
                        .map(line -> line.substring("Environment=".length()))
                        .findFirst()
                        .orElse(""))
                .results()
                .map(result -> result.group(1))
                .collect(java.util.stream.Collectors.toSet()));
        assertThat(unit)
                .contains(
                        "\nDynamicUser=yes\n", "\nNoNewPrivileges=yes\n", "\nProtectSystem=strict\n", "\nUMask=0077\n")
                .doesNotContain("\nUser=", "\nMemoryDenyWriteExecute=");
    }

    /** By systemd itself; the programs are those of the checkout, because nothing is installed. */
    @Test
    void systemdFindsNoFaultWithTheUnits() throws Exception {
        Path analyze = Stream.of("/usr/bin/systemd-analyze", "/bin/systemd-analyze")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (analyze == null) {
            System.out.println("no systemd-analyze here: packaging/systemd is not verified by it");
            return;
        }
        List<String> units = new ArrayList<>();
        for (String name : List.of("sgxra-ias", "sgxra-sp", "sgxra-isv-app")) {
            String unit = Files.readString(HOME.resolve("packaging/systemd/" + name + ".service"));
            units.add(Files.writeString(
                            directory.resolve(name + ".service"),
                            unit.replace(INSTALLED, HOME.toRealPath().toString()))
                    .toString());
        }
        List<String> verify = new ArrayList<>(List.of(analyze.toString(), "verify", "--man=no"));
        verify.addAll(units);
        assertThat(run(verify)).isEqualTo("exit code 0\n");
        if (!run(List.of(analyze.toString(), "security", "--help")).contains("--threshold")) {
            System.out.println("systemd-analyze here does not look at a unit's security offline");
            return;
        }
        for (String unit : units) {
            // 0 is closed, 100 is open.
            assertThat(run(List.of(
                            analyze.toString(), "security", "--offline=true", "--no-pager", "--threshold=20", unit)))
                    .endsWith("exit code 0\n");
        }
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + "exit code " + process.waitFor() + "\n";
    }
}
