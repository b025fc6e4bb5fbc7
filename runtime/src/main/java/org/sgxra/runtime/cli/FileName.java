package org.sgxra.runtime.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names of files as people write them. Not every text is one: none is empty, which Java takes for the current folder, none holds a
 * NUL, and on Windows none holds {@code "} or {@code ?}.
 */
public final class FileName {
    private FileName() {}

    /** The file; empty if none can have this name. */
    public static Optional<Path> path(String name) {
        try {
            return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The message about a text that no file can have as its name. */
    public static String fault(String name) {
        return "'" + name + "' is not the name of a file";
    }

    /** @throws UsageException if no file can have the name of this operand */
    public static Path operand(String name) throws UsageException {
        return path(name).orElseThrow(() -> new UsageException(fault(name)));
    }
}
