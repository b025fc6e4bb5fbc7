package org.sgxra.bench;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is removed with all that is in it. */
final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    /** Makes one where the system keeps temporary files. */
    TemporaryFolder(String name) throws IOException {
        path = Files.createTempDirectory(name);
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /** Copies a folder inside it. */
    void copy(String from, String to) throws IOException {
        for (Path file : content(path.resolve(from), Comparator.naturalOrder())) {
            Files.copy(file, path.resolve(to).resolve(path.resolve(from).relativize(file)), COPY_ATTRIBUTES);
        }
    }

    private static List<Path> content(Path folder, Comparator<Path> order) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted(order).toList();
        }
    }

    @Override
    public void close() throws IOException {
        for (Path file : content(path, Comparator.reverseOrder())) {
            Files.deleteIfExists(file);
        }
    }
}
