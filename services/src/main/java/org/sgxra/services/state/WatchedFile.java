package org.sgxra.services.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Consumer;
import org.sgxra.runtime.state.StateException;

/**
 * A file of the state directory that others may replace while the emulator runs: it is looked at before each use, and read again
 * when it is another one. What cannot be read any more leaves the former content in force, with one complaint.
 *
 * <p>Files are told apart by time, size and inode. Clocks of file systems are coarse and inodes are used again, so a file that was
 * younger than {@link #SETTLED_MILLIS} when it was read counts as changed.
 */
public final class WatchedFile<T> {
    /** Reads the file. */
    public interface Reader<T> {
        T read() throws StateException;
    }

    private static final long SETTLED_MILLIS = 100;

    private final Path file;
    private final Reader<T> reader;
    private final Consumer<String> complaints;
    private Object version;
    private T content;

    /** Reads the file for the first time. */
    public WatchedFile(Path file, Reader<T> reader, Consumer<String> complaints) throws StateException {
        this.file = file;
        this.reader = reader;
        this.complaints = complaints;
        this.version = version();
        this.content = reader.read();
    }

    /** What stands in the file now. */
    public synchronized T get() {
        Object now = version();
        if (!now.equals(version)) {
            version = now;
            try {
                content = reader.read();
            } catch (StateException e) {
                complaints.accept(e.getMessage() + "; what was there before stays in force");
            }
        }
        return content;
    }

    private Object version() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (System.currentTimeMillis() - attributes.lastModifiedTime().toMillis() < SETTLED_MILLIS) {
                return new Object();
            }
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return "missing";
        }
    }
}
