package org.sgxra.testdata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the folder {@code testdata}: {@code hex}, {@code ias}, {@code epid}, {@code quotes}, {@code tls-protobuf}
 * (README.md there says what each holds). Names are relative to that folder, with {@code /} between their parts.
 */
public final class TestData {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestData() {}

    /**
     * The file or folder of a name, whether it exists or not. The folder {@code testdata} is that of the system property
     * {@code sgxra.testdata}, which the build sets; without it, the one beside or above the working directory.
     *
     * @throws IllegalStateException if there is no folder of recorded data
     */
    public static Path path(String name) {
        return root().resolve(name);
    }

    private static Path root() {
        String property = System.getProperty("sgxra.testdata");
        if (property != null) {
            return Path.of(property).toAbsolutePath().normalize();
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve("testdata");
            if (Files.isDirectory(candidate.resolve("hex"))) {
                return candidate;
            }
        }
        throw new IllegalStateException("no folder testdata in or above the working directory");
    }

    /** The bytes of a file. */
    public static byte[] bytes(String name) {
        return bytes(path(name));
    }

    /** The bytes of a file. */
    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file in UTF-8. */
    public static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** A JSON document. */
    public static JsonNode json(String name) {
        return json(path(name));
    }

    /** A JSON document. */
    public static JsonNode json(Path file) {
        try {
            return JSON.readTree(bytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entries of a folder whose names end with {@code suffix}, in the order of their names. */
    public static List<Path> list(String folder, String suffix) {
        try (Stream<Path> files = Files.list(path(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
