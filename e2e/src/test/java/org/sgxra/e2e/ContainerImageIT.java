package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the image would have in it, laid out as the Containerfile says, and the commands of the compose file run there: all files that
 * are needed are among those copied. No container engine takes part; {@link PackagingTest} is the short form.
 */
class ContainerImageIT {
    @TempDir
    Path directory;

    private final List<Command> running = new ArrayList<>();

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path place = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(place);
                } else {
                    Files.createDirectories(place.getParent());
                    Files.copy(file, place, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    @Test
    void everyFileThatIsCopiedIsThereAfterTheBuild() throws Exception {
        for (Containerfile.Copy copy : Containerfile.read(Command.home()).copies()) {
            assertThat(copy.sources())
                    .allSatisfy(
                            source -> assertThat(Command.home().resolve(source)).exists());
        }
    }

    @Test
    @Tag("long")
    void theImageHasWhatAnAttestationNeeds() throws Exception {
        Containerfile file = Containerfile.read(Command.home());
        Path image = directory.resolve("opt");
        for (Containerfile.Copy copy : file.copies()) {
            for (String source : copy.sources()) {
                copy(Command.home().resolve(source), image.resolve(copy.placeOf(source)));
            }
        }
        Files.createDirectory(directory.resolve("state"));
        // The emulator with which the archives were made has keys; the Containerfile leaves them out.
        try (Stream<Path> state = Files.walk(image.resolve("target/archives/state"))) {
            for (Path path : state.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        EmulatorKeys.provide(directory.resolve("state/ias"));
        Map<String, List<String>> commands = commands();
        try {
            Command ias = start(image, Map.of(), commands.get("ias"), "--port=0");
            int port = Stage.port(ias);
            Map<String, String> addresses = Map.of(
                    "IAS_URL", "https://localhost:" + port,
                    "PCCS_URL", "https://localhost:" + port + "/sgx/certification/v4/",
                    "PROVISIONING_URL", "https://localhost:" + port);
            assertThat(healthCheck(file, port)).isZero();
            Command server = start(image, addresses, commands.get("server"), "0");
            Command client = start(image, addresses, commands.get("client"), "localhost:" + Stage.port(server));

            assertThat(client.exitCode()).as(client.toString()).isZero();
            assertThat(client.errors()).contains("Enclave TRUSTED");
        } finally {
            running.forEach(Command::close);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<String>> commands() throws IOException {
        Map<String, Object> compose =
                PlainYaml.parse(Files.readString(Command.home().resolve("compose.yaml")));
        Map<String, List<String>> commands = new HashMap<>();
        ((Map<String, Map<String, Object>>) compose.get("services"))
                .forEach((name, service) -> commands.put(name, (List<String>) service.get("command")));
        return commands;
    }

    /** With the image's environment, its places in {@code directory}, on loopback. The last words replace addresses of the network. */
    private Command start(Path image, Map<String, String> environment, List<String> command, String last)
            throws IOException {
        Map<String, String> all = new HashMap<>();
        Containerfile.read(Command.home()).environment().forEach((name, value) -> all.put(name, here(value)));
        all.put("PATH", System.getenv("PATH"));
        all.putAll(environment);
        List<String> arguments = new ArrayList<>();
        for (String argument : Containerfile.arguments(command)) {
            if (!argument.equals("server:7777")) {
                arguments.add(here(argument.replace("=0.0.0.0", "=127.0.0.1")
                        .replace("=/tmp/", "=" + directory + "/")
                        .replace("127.0.0.1:9464", "0")));
            }
        }
        arguments.add(last);
        Command started = Command.start(
                directory, all, image.resolve(command.get(0)).toString(), arguments.toArray(new String[0]));
        running.add(started);
        return started;
    }

    private String here(String text) {
        return text.replace("/var/lib/sgxra", directory.resolve("state").toString());
    }

    private int healthCheck(Containerfile file, int port) throws Exception {
        List<String> check = file.all(file.last(), "HEALTHCHECK").get(0).command().stream()
                .map(word -> here(word).replace(":8443", ":" + port))
                .toList();
        return new ProcessBuilder(check).inheritIO().start().waitFor();
    }
}
