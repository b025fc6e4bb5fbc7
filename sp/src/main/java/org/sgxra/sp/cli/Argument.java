package org.sgxra.sp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.bytes.SecretBytes;

/**
 * The value of an option, read as what it should be; what is wrong is told with the option and the value.
 *
 * @param option as people know it: {@code -N (--mrsigner)}
 * @param value as given
 */
record Argument(String option, String value) {
    private static final int MAX_FILE = 1 << 20;

    /** A whole number from {@code min} to {@code max}. */
    int number(int min, int max) throws UsageException {
        if (value.matches("[0-9]{1,10}")) {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        throw fault("is not a number from " + min + " to " + max);
    }

    /** Exactly {@code size} bytes in hexadecimal digits. */
    ByteString hex(int size) throws UsageException {
        return hex(value, size);
    }

    /** The same, but the digits stand in the file that the value names; white space around them is ignored. */
    ByteString hexFile(int size) throws UsageException {
        return hex(text().strip(), size);
    }

    private ByteString hex(String digits, int size) throws UsageException {
        try {
            ByteString bytes = ByteString.fromHex(digits);
            if (bytes.size() == size) {
                return bytes;
            }
            throw fault("must be " + 2 * size + " hexadecimal digits, not " + digits.length());
        } catch (HexFormatException e) {
            throw fault("must be " + 2 * size + " hexadecimal digits: " + e.getMessage());
        }
    }

    /** The parts between commas; none for an empty value. */
    List<Argument> list() {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(part -> new Argument(option, part))
                .toList();
    }

    /** The value as a path. */
    Path path() throws UsageException {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw fault("is not the name of a file");
        }
    }

    /** The content of the file that the value names, at most 1 MiB. */
    String text() throws UsageException {
        return new String(bytes(MAX_FILE), StandardCharsets.ISO_8859_1);
    }

    /** The content of the file as a secret, 1 to {@code max} bytes. */
    SecretBytes secret(int max) throws UsageException {
        return secret(bytes(max), max);
    }

    /** The same for content that was read already. */
    SecretBytes secret(byte[] content, int max) throws UsageException {
        if (content.length == 0) {
            throw fault("is empty");
        }
        if (content.length > max) {
            throw fault("is longer than " + max + " bytes");
        }
        return SecretBytes.wrap(content);
    }

    private byte[] bytes(int max) throws UsageException {
        Path file = path();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(max + 1);
            if (content.length > max) {
                throw fault("is longer than " + max + " bytes");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw fault("does not exist");
        } catch (IOException e) {
            throw fault("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** What is wrong with the value. */
    UsageException fault(String reason) {
        return new UsageException("option " + option + ": '" + value + "' " + reason);
    }
}
