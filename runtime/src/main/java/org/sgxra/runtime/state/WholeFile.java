package org.sgxra.runtime.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.runtime.fault.Reason;

/**
 * Files that are there whole or not at all: what is to be read is written under another name, flushed to the disk and then
 * renamed. Whoever reads, even after a crash or with a full disk, finds the old content or the new one.
 */
public final class WholeFile {
    private static final AtomicLong REPLACED = new AtomicLong();
    /** Files in whose folder this process has looked for what others left behind. */
    private static final Set<Path> TIDIED = ConcurrentHashMap.newKeySet();

    private WholeFile() {}

    /**
     * Gives a file this content, whatever it had before. A symbolic link stays one: the file that it leads to is replaced. What
     * is no regular file, {@code /dev/stdout} for example, is simply written. The first time that a process replaces a file it deletes
     * what processes left beside it that were ended while they did so; the folder is not listed again.
     *
     * @param attributes of the file
     */
    public static void replace(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
        if (PrivateFile.isDevice(file)) {
            Files.write(file, content);
            return;
        }
        Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
        if (TIDIED.add(target.toAbsolutePath().normalize())) {
            deleteLeftOvers(target);
        }
        Path part = ownPart(target);
        // Of a process of this number before, in a container for example.
        Files.deleteIfExists(part);
        writeNew(part, content, attributes);
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        flushFolder(target);
    }

    /** Whoever else replaces the file at the same time, in this process or another, has another name. */
    private static Path ownPart(Path file) {
        return file.resolveSibling("." + file.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + REPLACED.incrementAndGet() + ".tmp");
    }

    /** What processes left behind that were ended while they replaced the file. */
    private static void deleteLeftOvers(Path file) throws IOException {
        Pattern part = Pattern.compile(Pattern.quote("." + file.getFileName() + ".") + "(\\d{1,18})-\\d+\\.tmp");
        try (DirectoryStream<Path> folder =
                Files.newDirectoryStream(file.toAbsolutePath().getParent())) {
            for (Path other : folder) {
                Matcher name = part.matcher(other.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    Files.deleteIfExists(other);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Where a file of which there must be no other is written before it is renamed: beside it, as a hidden file. */
    public static Path part(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".tmp");
    }

    /** Writes a file that must not be there, and flushes it to the disk; where that fails, it is not there afterwards. */
    public static void writeNew(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileChannel channel = FileChannel.open(file, options, attributes);
        try (channel) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw named(file, e);
        }
    }

    /** A full disk does not say which file it was. */
    private static IOException named(Path file, IOException e) {
        if (e instanceof FileSystemException) {
            return e;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, Reason.of(e));
        named.initCause(e);
        return named;
    }

    /**
     * Without this a new name might be lost with the power. Windows has no such call and needs none.
     *
     * @param file whose folder it is
     */
    public static void flushFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (FileModes.areKnown(folder)) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }
}
