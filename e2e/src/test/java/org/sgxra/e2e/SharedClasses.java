package org.sgxra.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What makes hundreds of processes affordable: archives of the classes that the commands load (JEP 350), and the state of an
 * emulator, whose keys take seconds to make. Both come from one attestation before the first test. Without them everything works
 * as well, in twice the time.
 */
final class SharedClasses {
    private static final String QUIET = "-XX:TieredStopAtLevel=1 -Xlog:cds*=off";
    private static final Path FOLDER = Command.home().resolve("e2e/target/shared-classes");
    /** Archives belong to a jar. */
    private static final Map<String, String> JARS = Map.ofEntries(
            Map.entry("run-ias", "services"),
            Map.entry("bin/ias", "services"),
            Map.entry("run-server", "sp"),
            Map.entry("bin/sp", "sp"),
            Map.entry("run-isv-sp", "sp"),
            Map.entry("bin/isv-sp", "sp"),
            Map.entry("run-client", "client"),
            Map.entry("bin/client", "client"),
            Map.entry("run-isv-app", "client"),
            Map.entry("bin/isv-app", "client"),
            Map.entry("bin/isv-cert", "client"),
            Map.entry("bin/mrsigner", "client"));

    private static boolean made;

    private SharedClasses() {}

    /** Options for the JVM of a script, which may start others too. */
    static String options(String script) {
        String jar = JARS.get(script);
        if (jar == null) {
            return QUIET;
        }
        make();
        Path archive = archive(jar);
        return Files.exists(archive) ? QUIET + " -XX:SharedArchiveFile=" + archive : QUIET;
    }

    /** Gives an emulator keys that were made before, unless it has some. */
    static void provideState(Path ias) throws IOException {
        make();
        Path source = FOLDER.resolve("ias");
        if (Files.exists(ias) || !Files.exists(FOLDER.resolve("complete"))) {
            return;
        }
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, ias.resolve(source.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static Path archive(String jar) {
        return FOLDER.resolve(jar + ".jsa");
    }

    private static synchronized void make() {
        // Agents that measure coverage want to see classes as they are loaded.
        if (made || System.getenv("SGXRA_JAVA_OPTIONS") != null) {
            return;
        }
        made = true;
        try {
            Process old = new ProcessBuilder("rm", "-rf", FOLDER.toString())
                    .inheritIO()
                    .start();
            old.waitFor();
            Files.createDirectories(FOLDER);
            if (attest()) {
                Files.createFile(FOLDER.resolve("complete"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Command start(Map<String, String> environment, String script, String jar, String... arguments)
            throws IOException {
        Map<String, String> own = new HashMap<>(environment);
        own.put("SGXRA_JAVA_OPTIONS", QUIET + " -XX:ArchiveClassesAtExit=" + archive(jar));
        return Command.start(FOLDER, own, script, arguments);
    }

    private static boolean attest() throws IOException, InterruptedException {
        try (Command ias = start(Map.of(), "run-ias", "services", "--port=0", "--state=" + FOLDER.resolve("ias"))) {
            Map<String, String> environment =
                    Stage.environment(Stage.port(ias), FOLDER.resolve("ias"), FOLDER.resolve("platform"));
            try (Command server = start(environment, "run-server", "sp", "0")) {
                Command client = start(environment, "run-client", "client", "localhost:" + Stage.port(server));
                boolean trusted = client.exitCode() == 0;
                return end(server) && end(ias) && trusted;
            }
        }
    }

    /** The archive is written when a process ends. */
    private static boolean end(Command server) throws InterruptedException {
        server.process().destroy();
        return server.process().waitFor(Command.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
