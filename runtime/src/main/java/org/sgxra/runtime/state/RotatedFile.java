package org.sgxra.runtime.state;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A {@link PrivateFile} of limited size. When it is full it is renamed to its name and {@code .1}, whose content is lost, and a
 * new one is begun. What is written in one call stays in one file. Bytes are in memory until {@link #flush}. For one thread at a
 * time.
 */
public final class RotatedFile extends OutputStream {
    /** Bytes after which a file is full. */
    public static final long LIMIT = 64L << 20;

    private final Path path;
    private final long limit;
    private PrivateFile file;
    private OutputStream out;
    private boolean started;
    private long size;

    private RotatedFile(Path path, long limit, PrivateFile file) {
        this.path = path;
        this.limit = limit;
        this.file = file;
        this.out = new BufferedOutputStream(file.out());
    }

    /**
     * Opens the file; it keeps what is in it until {@link #start} or the first byte.
     *
     * @param limit bytes after which it is full
     * @throws IOException as {@link PrivateFile#open}
     */
    public static RotatedFile open(Path path, long limit) throws IOException {
        return new RotatedFile(path, limit, PrivateFile.open(path));
    }

    /** Empties the file, once. */
    public void start() throws IOException {
        if (!started) {
            file.truncate();
            started = true;
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            start();
            if (size > 0 && size + length > limit) {
                startNext();
            }
            out.write(bytes, offset, length);
            size += length;
        } catch (IOException e) {
            dropTheRest();
            throw e;
        }
    }

    /** What could not be written is not tried again: whoever closes the file has been told already. */
    private void dropTheRest() {
        out = OutputStream.nullOutputStream();
    }

    private void startNext() throws IOException {
        out.flush();
        try {
            Files.move(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // Whatever stands in the way: the file keeps its limit.
            file.truncate();
            size = 0;
            return;
        }
        file.close();
        file = PrivateFile.open(path);
        file.truncate();
        out = new BufferedOutputStream(file.out());
        size = 0;
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            dropTheRest();
            throw e;
        }
    }

    /** Writes what is in memory, and closes the file. */
    @Override
    public void close() throws IOException {
        try {
            out.flush();
        } finally {
            file.close();
        }
    }
}
