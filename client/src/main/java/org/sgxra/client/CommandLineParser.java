package org.sgxra.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
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
import org.sgxra.client.ClientOptions.Action;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.SignType;
import org.sgxra.common.transcript.Level;

/**
 * The client's command line (docs/spec/cli.md). Of options that say the same thing ({@code -s} and {@code -S}, for example),
 * and of a repeated option, the last one counts: what a wrapper script puts first is overridden by what its user adds.
 */
final class CommandLineParser {
    static final String USAGE = """
            usage: client [ options ] [ host[:port] ]        (default localhost:7777)

              -S, --spid-file=FILE      read the SPID from FILE
              -s, --spid=HEX32          the SPID; one of -s and -S is required except with -e
              -N, --nonce-file=FILE     read the quote nonce from FILE
              -n, --nonce=HEX32         the quote nonce
              -r, --rand-nonce          a random quote nonce
              -P, --pubkey-file=FILE    the service provider's public key, PEM
              -p, --pubkey=HEX128       the same as x then y, big-endian
              -e, --epid-gid            print the EPID group id and exit
              -q, --quote               print a quote as evidence for IAS (JSON) and exit
              -l, --linkable            with -q: a linkable quote
              -m, --pse-manifest        include the platform services manifest
              -d, --debug               show intermediate values
              -v, --verbose             show every message field
              -z, --stdio               messages on standard input and output, no connection
                  --timeout=SECONDS     for each message awaited (default 120; none with -z)
              -h, --help                this text
            """;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(120);
    private static final int MAX_TIMEOUT = 1_000_000;
    /** Options that override one another, under the name of one of them. */
    private static final Map<String, String> SAME_AS = Map.of("S", "s", "N", "n", "r", "n", "P", "p");

    private final Map<String, Option> last = new HashMap<>();
    private final List<String> operands;

    private CommandLineParser(CommandLine line) {
        for (Option option : line.getOptions()) {
            last.put(SAME_AS.getOrDefault(option.getKey(), option.getKey()), option);
        }
        operands = line.getArgList();
    }

    /**
     * Reads the arguments, and the files that they name.
     *
     * @throws UsageException in words for the user
     */
    static ClientOptions parse(String... args) throws UsageException {
        try {
            // Without partial matching: "-de" is -d -e, not the beginning of --debug.
            CommandLine line = DefaultParser.builder().setAllowPartialMatching(false).get().parse(options(), args);
            return new CommandLineParser(line).build();
        } catch (UnrecognizedOptionException e) {
            throw new UsageException("unknown option " + e.getOption(), e);
        } catch (MissingArgumentException e) {
            throw new UsageException(name(e.getOption()) + " needs an argument", e);
        } catch (ParseException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private static Options options() {
        Options options = new Options();
        options.addOption("S", "spid-file", true, null).addOption("s", "spid", true, null)
                .addOption("N", "nonce-file", true, null).addOption("n", "nonce", true, null)
                .addOption("r", "rand-nonce", false, null)
                .addOption("P", "pubkey-file", true, null).addOption("p", "pubkey", true, null)
                .addOption("e", "epid-gid", false, null).addOption("q", "quote", false, null)
                .addOption("l", "linkable", false, null).addOption("m", "pse-manifest", false, null)
                .addOption("d", "debug", false, null).addOption("v", "verbose", false, null)
                .addOption("z", "stdio", false, null).addOption(null, "timeout", true, null)
                .addOption("h", "help", false, null);
        return options;
    }

    private ClientOptions build() throws UsageException {
        Action action = action();
        if (action == Action.HELP) {
            return new ClientOptions(action, Level.NORMAL, ByteString.zeros(16), Optional.empty(), SignType.UNLINKABLE,
                    Optional.empty(), false, ServerAddress.DEFAULT, DEFAULT_TIMEOUT);
        }
        if (last.containsKey("m")) {
            throw new UsageException("-m: no platform services manifest is to be had: SOFT has no platform "
                    + "services, and Intel's platform software for Linux no longer has them");
        }
        if (action != Action.GROUP_ID && !last.containsKey("s")) {
            throw new UsageException("the SPID is missing: give -s HEX32 or -S FILE");
        }
        Level level = last.containsKey("d") ? Level.DEBUG : last.containsKey("v") ? Level.VERBOSE : Level.NORMAL;
        return new ClientOptions(action, level, sixteenBytes("s").orElse(ByteString.zeros(16)), sixteenBytes("n"),
                last.containsKey("l") ? SignType.LINKABLE : SignType.UNLINKABLE, spKey(), last.containsKey("z"),
                server(), timeout());
    }

    private Action action() throws UsageException {
        if (last.containsKey("h")) {
            return Action.HELP;
        }
        if (last.containsKey("e") && last.containsKey("q")) {
            throw new UsageException("-e and -q: only one of them");
        }
        return last.containsKey("e") ? Action.GROUP_ID : last.containsKey("q") ? Action.QUOTE : Action.ATTEST;
    }

    private ServerAddress server() throws UsageException {
        if (operands.isEmpty()) {
            return ServerAddress.DEFAULT;
        }
        if (last.containsKey("z")) {
            throw new UsageException("with -z there is no host to connect to: '" + operands.get(0) + "'");
        }
        if (operands.size() > 1) {
            throw new UsageException("one host only: '" + operands.get(1) + "' is too many");
        }
        return ServerAddress.parse(operands.get(0));
    }

    private Duration timeout() throws UsageException {
        Option option = last.get("timeout");
        if (option == null) {
            return DEFAULT_TIMEOUT;
        }
        try {
            int seconds = Integer.parseInt(option.getValue());
            if (seconds >= 1 && seconds <= MAX_TIMEOUT) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // Said below, in the words for a number out of range.
        }
        throw new UsageException("--timeout: '" + option.getValue() + "' is not a number of seconds from 1 to "
                + MAX_TIMEOUT);
    }

    private Optional<ByteString> sixteenBytes(String key) throws UsageException {
        Option option = last.get(key);
        if (option == null) {
            return Optional.empty();
        }
        if (option.getOpt().equals("r")) {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            return Optional.of(ByteString.of(random));
        }
        boolean inFile = option.getOpt().equals("S") || option.getOpt().equals("N");
        return Optional.of(hex(option, inFile ? contents(option).strip() : option.getValue(), 16));
    }

    private Optional<P256PublicKey> spKey() throws UsageException {
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

    private static ByteString hex(Option option, String digits, int size) throws UsageException {
        if (digits.length() != 2 * size) {
            throw new UsageException(name(option) + ": " + 2 * size + " hexadecimal digits are needed, not "
                    + digits.length());
        }
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new UsageException(name(option) + ": " + e.getMessage(), e);
        }
    }

    private static String contents(Option option) throws UsageException {
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
