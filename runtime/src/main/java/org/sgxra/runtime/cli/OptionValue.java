package org.sgxra.runtime.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.bytes.SecretBytes;

/**
 * The value of an option or an operand, read as what it should be. Every method throws a {@link UsageException} that names the
 * option and the value.
 *
 * @param name the option as people know it, or what the operand is
 * @param value as given
 * @param wording of errors
 */
public record OptionValue(String name, String value, Wording wording) {
    private static final int MAX_FILE = 1 << 20;
    private static final int MAX_PORT = 0xffff;

    /** A whole number, decimal, from {@code min} to {@code max}. */
    public int number(int min, int max) throws UsageException {
        return number(min, max, wording.fault(name, value, wording.number(min, max)));
    }

    private int number(int min, int max, String otherwise) throws UsageException {
        if (value.matches("[0-9]{1,10}")) {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        throw new UsageException(otherwise);
    }

    /** A TCP port, from {@code min} to 65535. */
    public int port(int min) throws UsageException {
        return number(min, MAX_PORT, wording.port(name, value, min, MAX_PORT));
    }

    /** Seconds, a whole number from 1 to {@code max}. */
    public Duration seconds(int max) throws UsageException {
        return Duration.ofSeconds(number(1, max, wording.fault(name, value, wording.seconds(1, max))));
    }

    /** An address, or the name of one. */
    public InetAddress address() throws UsageException {
        try {
            return InetAddress.getByName(value);
        } catch (UnknownHostException e) {
            throw new UsageException(wording.address(name, value), e);
        }
    }

    /** {@code https://host[:port]}, without a path (a slash is dropped), a query, or anything else. */
    public URI httpsServer() throws UsageException {
        try {
            URI uri = new URI(value);
            String authority =
                    uri.getHost() == null ? null : uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
            if ("https".equalsIgnoreCase(uri.getScheme())
                    && authority != null
                    && authority.equals(uri.getRawAuthority())
                    && Set.of("", "/").contains(uri.getRawPath())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getPort() <= MAX_PORT
                    && uri.getPort() != 0) {
                return URI.create("https://" + authority);
            }
        } catch (URISyntaxException e) {
            // The same answer as for a URL of another form.
        }
        throw fault("must be https://host[:port]; the path is appended here");
    }

    /** Exactly {@code size} bytes in hexadecimal digits. */
    public ByteString hex(int size) throws UsageException {
        return hex(value, size);
    }

    /** The same, but the digits stand in the file that the value names; white space around them is ignored. */
    public ByteString hexFile(int size) throws UsageException {
        return hex(text().strip(), size);
    }

    private ByteString hex(String digits, int size) throws UsageException {
        ByteString bytes;
        try {
            bytes = ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new UsageException(wording.hexDigits(name, value, 2 * size, digits.length(), e.getMessage()), e);
        }
        if (bytes.size() != size) {
            throw new UsageException(wording.hexLength(name, value, 2 * size, digits.length()));
        }
        return bytes;
    }

    /** The parts between commas, at least one: a list of nothing would allow everything, or nothing. */
    public List<OptionValue> list() throws UsageException {
        List<OptionValue> parts = Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(part -> new OptionValue(name, part, wording))
                .toList();
        if (parts.isEmpty()) {
            throw fault("is a list without an entry");
        }
        return parts;
    }

    /** The value, or after an {@code @} the text of the file that it names: for what nobody should see in the arguments. */
    public String valueOrText() throws UsageException {
        return value.startsWith("@")
                ? new OptionValue(name, value.substring(1), wording).text().strip()
                : value;
    }

    /** A file name. */
    public Path path() throws UsageException {
        return FileName.path(value).orElseThrow(() -> fault("is not the name of a file"));
    }

    /** The content of the file that the value names as ISO 8859-1, at most 1 MiB. */
    public String text() throws UsageException {
        return new String(bytes(MAX_FILE), StandardCharsets.ISO_8859_1);
    }

    /** The content of the file as a secret, 1 to {@code max} bytes. */
    public SecretBytes secret(int max) throws UsageException {
        return secret(bytes(max), max);
    }

    /** The same for content that was read already; it becomes part of the secret. */
    public SecretBytes secret(byte[] content, int max) throws UsageException {
        if (content.length == 0) {
            throw fault("is empty");
        }
        if (content.length > max) {
            Arrays.fill(content, (byte) 0);
            throw tooLong(max);
        }
        return SecretBytes.wrap(content);
    }

    /** The content of the file, at most {@code max} bytes. */
    public byte[] bytes(int max) throws UsageException {
        Path file = path();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(max + 1);
            if (content.length > max) {
                Arrays.fill(content, (byte) 0);
                throw tooLong(max);
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new UsageException(wording.noSuchFile(name, value), e);
        } catch (IOException e) {
            throw new UsageException(wording.unreadable(name, value, e), e);
        }
    }

    private UsageException tooLong(int max) {
        return fault("is longer than " + ByteCount.of(max));
    }

    /** An error that names the option and the value. */
    public UsageException fault(String reason) {
        return new UsageException(wording.fault(name, value, reason));
    }
}
