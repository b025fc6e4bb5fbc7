package org.sgxra.runtime.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sgxra.runtime.fault.Reason;

/**
 * A directory for keys and lists, readable by its owner only (mode 0700 where the file system has modes).
 *
 * <p>Files are written by {@link WholeFile}: whoever reads, even after a crash, finds the old content or the new one, and what
 * {@code write} returned from is there for good.
 */
public final class StateDirectory {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);
    /** How long a lock is waited for: who holds one may be waiting for two answers of a service. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(90);

    private static final long PAUSE_MS = 20;

    private final Path path;

    private StateDirectory(Path path) {
        this.path = path;
    }

    /** Opens the directory, and creates it where there is none; others are kept out of one that is there without a word. */
    public static StateDirectory open(Path path) throws StateException {
        return open(path, line -> {});
    }

    /**
     * The same with a word.
     *
     * @param notices told, in one line, if others could enter a directory that was there
     * @throws StateException if it can neither be made nor entered, or others cannot be kept out
     */
    public static StateDirectory open(Path path, Consumer<String> notices) throws StateException {
        try {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (!Files.isDirectory(path)) {
                Files.createDirectory(path, FileModes.of(path, "rwx------"));
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw new StateException("state directory " + path + " is not a directory");
            }
        } catch (IOException e) {
            throw new StateException("cannot create state directory " + path + ": " + Reason.of(e), e);
        }
        if (FileModes.areKnown(path)) {
            keepOthersOut(path, notices);
        }
        return new StateDirectory(path);
    }

    private static void keepOthersOut(Path path, Consumer<String> notices) throws StateException {
        try {
            Set<PosixFilePermission> found = Files.getPosixFilePermissions(path);
            if (Collections.disjoint(found, OTHERS)) {
                return;
            }
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            notices.accept("state directory " + path + " had mode " + PosixFilePermissions.toString(found)
                    + ": others are kept out from now on");
        } catch (IOException e) {
            throw new StateException(
                    "others may enter state directory " + path + ", and its mode cannot be changed: " + Reason.of(e),
                    e);
        }
    }

    /** A directory inside this one. */
    public StateDirectory subdirectory(String name) throws StateException {
        return open(path.resolve(name));
    }

    /** Where the directory is. */
    public Path path() {
        return path;
    }

    /** Where a file of the directory is, or would be. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /** The content of a file; empty if there is no such file. */
    public Optional<byte[]> read(String name) throws StateException {
        try {
            return Optional.of(Files.readAllBytes(file(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StateException("cannot read " + file(name) + ": " + Reason.of(e), e);
        }
    }

    /** Writes a file that only the owner may read (mode 0600). */
    public void writePrivate(String name, byte[] content) throws StateException {
        write(name, content, "rw-------");
    }

    /** Writes a file that everybody may read (mode 0644; the directory still keeps others out). */
    public void writePublic(String name, byte[] content) throws StateException {
        write(name, content, "rw-r--r--");
    }

    /** Moves a file away under another name, which must be free. */
    public void rename(String name, String newName) throws StateException {
        try {
            Files.move(file(name), file(newName));
            WholeFile.flushFolder(file(name));
        } catch (IOException e) {
            throw new StateException("cannot rename " + file(name) + " to " + newName + ": " + Reason.of(e), e);
        }
    }

    private void write(String name, byte[] content, String permissions) throws StateException {
        try {
            WholeFile.replace(file(name), content, FileModes.of(path, permissions));
        } catch (IOException e) {
            throw new StateException("cannot write " + file(name) + ": " + Reason.of(e), e);
        }
    }

    /**
     * Waits for the lock of the given name, up to 90 s.
     *
     * @throws StateException if somebody else keeps it for so long, or it cannot be had at all
     */
    public StateLock lock(String name) throws StateException {
        return lock(name, LOCK_WAIT);
    }

    StateLock lock(String name, Duration limit) throws StateException {
        Semaphore ownThreads = StateLock.ownThreads(file(name));
        long end = System.nanoTime() + limit.toNanos();
        try {
            // Among threads the one that waits for longest is next; the system has no queue with a limit.
            while (ownThreads.tryAcquire(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                StateLock lock = take(name, ownThreads);
                if (lock != null) {
                    return lock;
                }
                if (System.nanoTime() >= end) {
                    break;
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateException("interrupted while waiting for " + file(name), e);
        }
        throw new StateException("somebody else holds " + file(name) + " for more than " + limit.toSeconds()
                + " s: is a command stuck?");
    }

    /** Takes the lock of the given name; empty if somebody else has it. */
    public Optional<StateLock> tryLock(String name) throws StateException {
        Semaphore ownThreads = StateLock.ownThreads(file(name));
        return ownThreads.tryAcquire() ? Optional.ofNullable(take(name, ownThreads)) : Optional.empty();
    }

    private StateLock take(String name, Semaphore ownThreads) throws StateException {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file(name),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    FileModes.of(path, "rw-------"));
        } catch (IOException e) {
            ownThreads.release();
            throw new StateException("cannot open " + file(name) + ": " + Reason.of(e), e);
        }
        try {
            return StateLock.take(ownThreads, channel);
        } catch (IOException e) {
            throw new StateException("cannot lock " + file(name) + ": " + Reason.of(e), e);
        }
    }
}
