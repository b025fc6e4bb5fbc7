package org.sgxra.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.runtime.transcript.Level;

/**
 * The arguments of a command. Of options that say the same thing ({@code -s} and {@code -S}, for example), and of a repeated
 * option, the last one counts: what a wrapper script puts first is overridden by what its user adds (docs/spec/cli.md).
 */
public final class Arguments {
    private static final int MAX_TIMEOUT = 1_000_000;

    private final Map<String, Option> last = new HashMap<>();
    private final List<String> operands;

    private Arguments(CommandLine line, Map<String, String> sameAs) {
        for (Option option : line.getOptions()) {
            last.put(sameAs.getOrDefault(option.getKey(), option.getKey()), option);
        }
        operands = line.getArgList();
    }

    /**
     * Reads the arguments.
     *
     * @param sameAs options that override one another: from their letter to that of the one under which they are asked for
     * @throws UsageException in words for the user
     */
    public static Arguments parse(Options options, Map<String, String> sameAs, String... args) throws UsageException {
        try {
            // Without partial matching: "-de" is -d -e, not the beginning of --debug.
            return new Arguments(
                    DefaultParser.builder().setAllowPartialMatching(false).get().parse(options, args), sameAs);
        } catch (UnrecognizedOptionException e) {
            throw new UsageException("unknown option " + e.getOption(), e);
        } catch (MissingArgumentException e) {
            throw new UsageException(name(e.getOption()) + " needs an argument", e);
        } catch (ParseException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** True if the option, or one that says the same, is there. */
    public boolean has(String key) {
        return last.containsKey(key);
    }

    /** The option that counts; null if there is none. */
    Option option(String key) {
        return last.get(key);
    }

    /** The value that counts. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(last.get(key)).map(Option::getValue);
    }

    /** What is no option. */
    public List<String> operands() {
        return operands;
    }

    /** {@code -d} and {@code -v}. */
    public Level level() {
        return has("d") ? Level.DEBUG : has("v") ? Level.VERBOSE : Level.NORMAL;
    }

    /** {@code --timeout=SECONDS}. */
    public Duration timeout(Duration otherwise) throws UsageException {
        Option option = last.get("timeout");
        if (option == null) {
            return otherwise;
        }
        try {
            int seconds = Integer.parseInt(option.getValue());
            if (seconds >= 1 && seconds <= MAX_TIMEOUT) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // Said below, in the words for a number out of range.
        }
        throw new UsageException(
                "--timeout: '" + option.getValue() + "' is not a number of seconds from 1 to " + MAX_TIMEOUT);
    }

    /** A file name. */
    public Optional<Path> path(String key) throws UsageException {
        Option option = last.get(key);
        try {
            return Optional.ofNullable(option).map(given -> Path.of(given.getValue()));
        } catch (InvalidPathException e) {
            throw new UsageException(name(option) + ": " + e.getMessage(), e);
        }
    }

    /** {@code -p HEX128} or {@code -P FILE}, asked for under p: the service provider's public key. */
    public Optional<P256PublicKey> spKey() throws UsageException {
        Option option = last.get("p");
        if (option == null) {
            return Optional.empty();
        }
        try {
            if (option.getOpt().equals("P")) {
                return Optional.of(PemPublicKey.parse(option.getValue(), contents(option)));
            }
            return Optional.of(P256PublicKey.fromBigEndian(hex(option, option.getValue(), 64)));
        } catch (InvalidPointException e) {
            throw new UsageException(name(option) + ": " + e.getMessage(), e);
        }
    }

    static ByteString hex(Option option, String digits, int size) throws UsageException {
        if (digits.length() != 2 * size) {
            throw new UsageException(
                    name(option) + ": " + 2 * size + " hexadecimal digits are needed, not " + digits.length());
        }
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new UsageException(name(option) + ": " + e.getMessage(), e);
        }
    }

    /** The file that an option names. */
    static String contents(Option option) throws UsageException {
        try {
            return new String(Files.readAllBytes(Path.of(option.getValue())), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new UsageException(name(option) + ": no such file: " + option.getValue(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(name(option) + ": cannot read " + option.getValue() + ": " + e.getMessage(), e);
        }
    }

    private static String name(Option option) {
        return (option.getOpt() == null ? "" : "-" + option.getOpt() + ", ") + "--" + option.getLongOpt();
    }
}
