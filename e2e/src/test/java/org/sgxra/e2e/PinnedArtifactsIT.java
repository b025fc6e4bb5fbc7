package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
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

    /** What the programs run with, byte for byte, but for signatures, which the build takes off. */
    @Test
    void everyLibraryOfTheProgramsIsPinned() throws IOException {
        Map<String, String> sums = pinned();
        Map<String, String> places = sums.keySet().stream()
                .collect(Collectors.toMap(
                        place -> place.substring(place.lastIndexOf('/') + 1), place -> place, (one, other) -> one));
        TreeSet<String> missing = new TreeSet<>();
        Set<String> unsigned = new TreeSet<>();
        for (Path jar : libraries()) {
            String sum = sum(jar);
            String place = places.get(jar.getFileName().toString());
            if (place == null || !sum.equals(sums.get(place)) && !unsigned.contains(sum)) {
                if (place != null
                        && sum(REPOSITORY.resolve(place)).equals(sums.get(place))
                        && isUnsigned(REPOSITORY.resolve(place), jar)) {
                    unsigned.add(sum);
                } else {
                    missing.add(Command.home().relativize(jar) + ": " + sum);
                }
            }
        }
        assertThat(missing).as("libraries that are not pinned, or are others").isEmpty();
    }

    private static List<Path> libraries() throws IOException {
        List<Path> libraries = new ArrayList<>();
        for (String module : List.of("services", "sp", "client", "tool")) {
            try (Stream<Path> jars = Files.list(Command.home().resolve(module + "/target/lib"))) {
                jars.filter(jar -> !jar.getFileName().toString().startsWith("sgxra-"))
                        .forEach(libraries::add);
            }
        }
        return libraries;
    }

    /** Whether {@code jar} holds all that {@code signed} holds and nothing else, but for the signature and its digests. */
    private static boolean isUnsigned(Path signed, Path jar) throws IOException {
        try (JarFile from = new JarFile(signed.toFile(), false);
                JarFile to = new JarFile(jar.toFile(), false)) {
            Map<Boolean, List<JarEntry>> parts = from.stream()
                    .collect(Collectors.partitioningBy(
                            entry -> entry.getName().matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)")));
            Set<String> names = to.stream().map(JarEntry::getName).collect(Collectors.toSet());
            if (parts.get(true).isEmpty() || to.size() != parts.get(false).size()) {
                return false;
            }
            for (JarEntry entry : parts.get(false)) {
                if (!names.remove(entry.getName())
                        || !entry.getName().equals(JarFile.MANIFEST_NAME)
                                && !Arrays.equals(bytes(from, entry), bytes(to, to.getJarEntry(entry.getName())))) {
                    return false;
                }
            }
            return to.getManifest()
                            .getMainAttributes()
                            .equals(from.getManifest().getMainAttributes())
                    && to.getManifest().getEntries().isEmpty();
        }
    }

    private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
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
