package org.sgxra.runtime.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Names of files as people write them. Not every text is one: none holds a NUL, and on Windows none holds {@code "} or {@code ?}. */
public final class FileName {
    private FileName() {}

    /** @throws UsageException if no file can have this name */
    public static Path path(String name) throws UsageException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException("'" + name + "' is not the name of a file", e);
        }
    }
}
