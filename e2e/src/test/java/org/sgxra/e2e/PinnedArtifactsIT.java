package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;

/**
 * What this build takes from Maven's repositories is what it took when {@code .mvn/artifacts.sha256} was written: Maven itself compares
 * files with nothing but the sums beside them. {@code .ci/pin} writes the list anew.
 */
class PinnedArtifactsIT {
    private static final Path LIST = Command.home().resolve(".mvn/artifacts.sha256");
    private static final Path REPOSITORY = Path.of(System.getProperty("sgxra.repository"));
    private static final Pattern PLUGIN = Pattern.compile(
            "<plugin>\\s*(?:<groupId>([\\w.-]+)</groupId>\\s*)?<artifactId>([\\w.-]+)</artifactId>\\s*<version>([\\w.-]+)</version>");
    /** Only asked for by hand. */
    private static final Set<String> NOT_PINNED = Set.of("pitest-maven", "maven-install-plugin", "maven-deploy-plugin");

    /** Sums by the place of the file in a repository. */
    private static Map<String, String> pinned() throws IOException {
        Map<String, String> sums = new TreeMap<>();
        for (String line : Files.readAllLines(LIST)) {
            String[] parts = line.split("  ", 2);
            sums.put(parts[1], parts[0]);
        }
        return sums;
    }

    /** By Conscrypt where it runs: without their second compiler JVMs take ten times as long for 180 MB. */
    private static String sum(Path file) {
        try {
            MessageDigest digest = Conscrypt.isAvailable()
                    ? MessageDigest.getInstance("SHA-256", Conscrypt.newProvider())
                    : MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Not every file is needed by every build: what is not there is not compared. */
    @Test
    void filesInTheLocalRepositoryAreThoseThatWerePinned() throws IOException {
        List<String> changed = new ArrayList<>();
        int compared = 0;
        for (Map.Entry<String, String> pinned : pinned().entrySet()) {
            Path file = REPOSITORY.resolve(pinned.getKey());
            if (Files.exists(file)) {
                compared++;
                String sum = sum(file);
                if (!sum.equals(pinned.getValue())) {
                    changed.add(file + ": SHA-256 is " + sum + ", pinned is " + pinned.getValue());
                }
            }
        }
        assertThat(changed)
                .as("files that are not what was pinned; .ci/pin pins them anew")
                .isEmpty();
        assertThat(compared).isGreaterThan(100);
    }

    /** What the programs run with, byte for byte. */
    @Test
    void everyLibraryOfTheProgramsIsPinned() throws IOException {
        Map<String, String> names = pinned().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().substring(entry.getKey().lastIndexOf('/') + 1),
                        Map.Entry::getValue,
                        (one, other) -> one));
        TreeSet<String> missing = new TreeSet<>();
        for (String module : List.of("services", "sp", "client", "tool")) {
            try (Stream<Path> jars = Files.list(Command.home().resolve(module + "/target/lib"))) {
                jars.filter(jar -> !jar.getFileName().toString().startsWith("sgxra-"))
                        .filter(jar ->
                                !sum(jar).equals(names.get(jar.getFileName().toString())))
                        .forEach(jar -> missing.add(Command.home().relativize(jar) + ": " + sum(jar)));
            }
        }
        assertThat(missing).as("libraries that are not pinned, or are others").isEmpty();
    }

    @Test
    void everyPluginIsPinnedInTheVersionThatThePomNames() throws IOException {
        TreeSet<String> pinned = new TreeSet<>(pinned().keySet());
        List<String> missing = new ArrayList<>();
        Matcher plugin = PLUGIN.matcher(Files.readString(Command.home().resolve("pom.xml")));
        while (plugin.find()) {
            String group = plugin.group(1) == null ? "org.apache.maven.plugins" : plugin.group(1);
            String jar = group.replace('.', '/') + "/" + plugin.group(2) + "/" + plugin.group(3) + "/" + plugin.group(2)
                    + "-" + plugin.group(3) + ".jar";
            if (!NOT_PINNED.contains(plugin.group(2)) && !pinned.contains(jar)) {
                missing.add(jar);
            }
        }
        assertThat(missing).as("plugins that are not pinned; .ci/pin pins them").isEmpty();
    }
}
