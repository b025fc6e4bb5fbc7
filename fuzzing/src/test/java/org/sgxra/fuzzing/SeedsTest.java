package org.sgxra.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every target over its seeds and over changed ones, the same each time; Jazzer looks for more ({@code ./fuzz}). */
class SeedsTest {
    private static final int FEW = 24;
    private static final int MANY = 2500;
    /** What is hardly anything, which changed seeds seldom are. */
    private static final List<String> SCANTY = List.of(
            "", " ", "\t", "\n", "\r\n", "\n\n", "\0", ",", ";", "-", ".", "#", "=", "0", "{}", "[]", "\"\"", "--");

    private static long inputs;

    static Stream<FuzzTarget> targets() {
        return FuzzTargets.all().stream();
    }

    @AfterAll
    static void tellHowMany() {
        System.out.printf(
                Locale.ROOT,
                "fuzz targets: %d, inputs without Jazzer: %,d%n",
                FuzzTargets.all().size(),
                inputs);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void takesSeedsAndWhatIsNearThem(FuzzTarget target) throws Exception {
        run(target, FEW);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("targets")
    void takesManyChangedSeeds(FuzzTarget target) throws Exception {
        run(target, MANY);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void takesWhatIsHardlyAnything(FuzzTarget target) {
        SCANTY.forEach(text -> read(target, text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("targets")
    void takesEverySingleByte(FuzzTarget target) {
        for (int b = 0; b < 256; b++) {
            read(target, new byte[] {(byte) b});
        }
    }

    private static void run(FuzzTarget target, int changed) throws Exception {
        List<byte[]> seeds = new ArrayList<>(target.allSeeds());
        assertThat(seeds).isNotEmpty();
        seeds.addAll(findings(target.name()));
        seeds.forEach(seed -> read(target, seed));
        Mutations mutations = new Mutations(seeds, target.name().hashCode());
        for (int i = 0; i < changed; i++) {
            read(target, mutations.next());
        }
    }

    private static void read(FuzzTarget target, byte[] input) {
        inputs++;
        try {
            target.run(input.clone());
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "; the input is " + HexFormat.of().formatHex(input), e);
        }
    }

    /** What was found once: {@code findings/TARGET/…} among the resources of this test. */
    private static List<byte[]> findings(String target) throws IOException, URISyntaxException {
        var folder = SeedsTest.class.getResource("/findings/" + target);
        List<byte[]> found = new ArrayList<>();
        if (folder != null) {
            try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
                for (Path file : files.sorted().toList()) {
                    try (InputStream in = Files.newInputStream(file)) {
                        found.add(in.readAllBytes());
                    }
                }
            }
        }
        return found;
    }

    @Test
    void everySeedOfAFindingBelongsToATarget() throws Exception {
        var folder = SeedsTest.class.getResource("/findings");
        if (folder != null) {
            try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .isSubsetOf(targets().map(FuzzTarget::name).toList());
            }
        }
    }
}
