package org.sgxra.runtime.transcript;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.state.RotatedFile;

/**
 * The file of a transcript, a {@link RotatedFile} or a device. Lines are in memory until {@link #flush}. For one thread at a time.
 */
final class TranscriptFile implements AutoCloseable {
    private static final String LINE_END = System.lineSeparator();

    private final Path path;
    private final Consumer<String> warnings;
    private OutputStream out;

    private TranscriptFile(Path path, OutputStream out, Consumer<String> warnings) {
        this.path = path;
        this.out = out;
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
        RotatedFile file = RotatedFile.open(path, limit);
        file.start();
        return new TranscriptFile(path, file, warnings);
    }

    /** What is no regular file, a terminal for example, is written without limit. */
    static TranscriptFile onDevice(Path path, Consumer<String> warnings) throws IOException {
        return new TranscriptFile(
                path, new BufferedOutputStream(Files.newOutputStream(path, StandardOpenOption.WRITE)), warnings);
    }

    void println(String line) {
        if (out == null) {
            return;
        }
        try {
            out.write((line + LINE_END).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            giveUp(e);
        }
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
        closeFile();
        warnings.accept("warning: no more is written to the log file " + path + ": " + Reason.of(e));
    }

    private void closeFile() {
        try {
            out.close();
        } catch (IOException e) {
            // Nothing more was to be written.
        }
        out = null;
    }

    /** Writes what is in memory, and closes the file. */
    @Override
    public void close() {
        flush();
        if (out != null) {
            closeFile();
        }
    }
}
