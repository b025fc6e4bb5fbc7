package org.sgxra.tool.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.cli.FileName;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.fault.Reason;

/**
 * A file that the user names.
 *
 * @param name as given; {@code standard input} for {@code -}
 * @param content at most 64 MiB
 */
public record InputFile(String name, ByteString content) {
    private static final int MAX_SIZE = 64 << 20;

    /**
     * Reads it.
     *
     * @param name of the file; {@code -} is standard input
     * @throws UsageException if it is not there, cannot be read or is longer than 64 MiB
     */
    public static InputFile of(String name, ProcessStreams streams) throws UsageException {
        if (name.equals("-")) {
            return read("standard input", streams.in());
        }
        try (InputStream in = Files.newInputStream(FileName.operand(name))) {
            return read(name, in);
        } catch (NoSuchFileException e) {
            throw new UsageException("no such file: " + name, e);
        } catch (IOException e) {
            throw new UsageException("cannot read " + name + ": " + Reason.of(e), e);
        }
    }

    private static InputFile read(String name, InputStream in) throws UsageException {
        try {
            // A file stream itself asks a pipe for its position, which has none.
            byte[] content = new BufferedInputStream(in).readNBytes(MAX_SIZE + 1);
            if (content.length > MAX_SIZE) {
                throw new UsageException(name + " is longer than " + MAX_SIZE + " bytes");
            }
            return new InputFile(name, ByteString.of(content));
        } catch (IOException e) {
            throw new UsageException("cannot read " + name + ": " + Reason.of(e), e);
        }
    }
}
