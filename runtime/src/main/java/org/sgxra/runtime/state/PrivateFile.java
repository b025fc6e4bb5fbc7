package org.sgxra.runtime.state;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file that one process at a time appends to, and that its owner alone may read (mode 0600 where the file system has modes).
 * It is the file of that name itself: what a symbolic link leads to is left alone.
 */
public final class PrivateFile implements AutoCloseable {
    /** A byte that no file has: on Windows nobody could read what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final List<String> OPENED = List.of("/dev/stdout", "/dev/stderr", "/dev/fd", "/proc/self/fd");
    private static final String OWNER_ONLY = "rw-------";

    private final Path path;
    private final FileChannel lock;
    private final OutputStream out;

    private PrivateFile(Path path, FileChannel lock, OutputStream out) {
        this.path = path;
        this.lock = lock;
        this.out = out;
    }

    /**
     * Opens the file, creates it where there is none, and leaves its content as it is.
     *
     * @throws IOException if it cannot be written, is a symbolic link or no regular file, or another process writes it
     */
    public static PrivateFile open(Path path) throws IOException {
        while (true) {
            Optional<Object> before = identity(path);
            PrivateFile file = openOnce(path);
            // Whoever had the lock until now may have given the file another name.
            if (before.equals(identity(path))) {
                return file;
            }
            file.close();
        }
    }

    private static PrivateFile openOnce(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path,
                Set.<OpenOption>of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                FileModes.of(path, OWNER_ONLY));
        try {
            restrict(path);
            if (!take(channel)) {
                throw new FileSystemException(path.toString(), null, "another process writes it");
            }
            // Writing by the channel, an interrupted thread would close it.
            return new PrivateFile(
                    path, channel, Files.newOutputStream(path, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean take(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** What tells the file from all others; nothing on systems that have no such thing, or while there is no file. */
    private static Optional<Object> identity(Path path) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                throw new FileSystemException(path.toString(), null, "it is a symbolic link");
            }
            if (!attributes.isRegularFile()) {
                throw new FileSystemException(path.toString(), null, "it is no regular file");
            }
            return Optional.ofNullable(attributes.fileKey());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static void restrict(Path path) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(OWNER_ONLY));
        }
    }

    /** True for what is there and is neither file nor folder, and for the names of what a shell has opened for the command. */
    public static boolean isDevice(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)
                || OPENED.stream().anyMatch(path::startsWith);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Appends to it; nothing is kept in memory. */
    public OutputStream out() {
        return out;
    }

    /** Empties it. */
    public void truncate() throws IOException {
        lock.truncate(0);
    }

    /** Closes it; others may write it then. */
    @Override
    public void close() throws IOException {
        try (lock) {
            out.close();
        }
    }
}
