package org.sgxra.runtime.transcript;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.state.PrivateFile;

/**
 * The file of a transcript: its owner's alone, written by one process. When it is full it is renamed to its name and
 * {@code .1}, whose content is lost, and a new one is begun. Lines are in memory until {@link #flush}. For one thread at a time.
 */
final class TranscriptFile implements AutoCloseable {
    /** Bytes after which a file is full. */
    static final long LIMIT = 64L << 20;

    private static final byte[] LINE_END = System.lineSeparator().getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final long limit;
    private final Consumer<String> warnings;
    private PrivateFile file;
    private OutputStream out;
    private long size;

    private TranscriptFile(Path path, PrivateFile file, OutputStream out, long limit, Consumer<String> warnings) {
        this.path = path;
        this.file = file;
        this.out = out;
        this.limit = limit;
        this.warnings = warnings;
    }

    /**
     * Starts a file anew.
     *
     * @param limit bytes after which it is full
     * @param warnings told once, in one line, if no more can be written
     * @throws IOException if it cannot be had; {@link #reason} says why
     */
    static TranscriptFile start(Path path, long limit, Consumer<String> warnings) throws IOException {
        PrivateFile file = PrivateFile.open(path);
        file.truncate();
        return new TranscriptFile(path, file, new BufferedOutputStream(file.out()), limit, warnings);
    }

    /** What is no regular file, a terminal for example, is written without limit. */
    static TranscriptFile onDevice(Path path, Consumer<String> warnings) throws IOException {
        return new TranscriptFile(
                path,
                null,
                new BufferedOutputStream(Files.newOutputStream(path, StandardOpenOption.WRITE)),
                Long.MAX_VALUE,
                warnings);
    }

    void println(String line) {
        if (out == null) {
            return;
        }
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try {
            if (size > 0 && size + bytes.length + LINE_END.length > limit) {
                startNext();
            }
            out.write(bytes);
            out.write(LINE_END);
            size += bytes.length + LINE_END.length;
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private void startNext() throws IOException {
        out.flush();
        try {
            Files.move(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // Whatever stands in the way: the log keeps its limit.
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

    /** Writes what is in memory. */
    void flush() {
        if (out == null) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private void giveUp(IOException e) {
        out = null;
        closeFile();
        warnings.accept("warning: no more is written to the log file " + path + ": " + Reason.of(e));
    }

    private void closeFile() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // Nothing more was to be written.
        }
    }

    /** Writes what is in memory, and closes the file. */
    @Override
    public void close() {
        flush();
        closeFile();
        out = null;
    }
}
