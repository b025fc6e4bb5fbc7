package org.sgxra.client;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.sgxra.client.ClientOptions.Action;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.SignType;
import org.sgxra.runtime.transcript.Level;

/** The client's command line (docs/spec/cli.md). */
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
                  --sealed-out=FILE     keep the service provider's secret in FILE, sealed by the enclave
                  --unseal=FILE --digest
                                        print the SHA-256 of a sealed secret, from inside the enclave, and exit
              -h, --help                this text
            """;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(120);
    /** Options that override one another, under the name of one of them. */
    private static final Map<String, String> SAME_AS = Map.of("S", "s", "N", "n", "r", "n", "P", "p");

    private final Arguments arguments;

    private CommandLineParser(Arguments arguments) {
        this.arguments = arguments;
    }

    /**
     * Reads the arguments, and the files that they name.
     *
     * @throws UsageException in words for the user
     */
    static ClientOptions parse(String... args) throws UsageException {
        return new CommandLineParser(Arguments.parse(options(), SAME_AS, args)).build();
    }

    private static Options options() {
        Options options = new Options();
        options.addOption("S", "spid-file", true, null)
                .addOption("s", "spid", true, null)
                .addOption("N", "nonce-file", true, null)
                .addOption("n", "nonce", true, null)
                .addOption("r", "rand-nonce", false, null)
                .addOption("P", "pubkey-file", true, null)
                .addOption("p", "pubkey", true, null)
                .addOption("e", "epid-gid", false, null)
                .addOption("q", "quote", false, null)
                .addOption("l", "linkable", false, null)
                .addOption("m", "pse-manifest", false, null)
                .addOption("d", "debug", false, null)
                .addOption("v", "verbose", false, null)
                .addOption("z", "stdio", false, null)
                .addOption(null, "timeout", true, null)
                .addOption(null, "sealed-out", true, null)
                .addOption(null, "unseal", true, null)
                .addOption(null, "digest", false, null)
                .addOption("h", "help", false, null);
        return options;
    }

    private ClientOptions build() throws UsageException {
        Action action = action();
        if (action == Action.HELP) {
            return new ClientOptions(
                    action,
                    Level.NORMAL,
                    ByteString.zeros(16),
                    Optional.empty(),
                    SignType.UNLINKABLE,
                    Optional.empty(),
                    false,
                    ServerAddress.DEFAULT,
                    DEFAULT_TIMEOUT,
                    Optional.empty(),
                    Optional.empty());
        }
        if (arguments.has("m")) {
            throw new UsageException("-m: no platform services manifest is to be had: SOFT has no platform "
                    + "services, and Intel's platform software for Linux no longer has them");
        }
        if ((action == Action.ATTEST || action == Action.QUOTE) && !arguments.has("s")) {
            throw new UsageException("the SPID is missing: give -s HEX32 or -S FILE");
        }
        return new ClientOptions(
                action,
                arguments.level(),
                sixteenBytes("s").orElse(ByteString.zeros(16)),
                sixteenBytes("n"),
                arguments.has("l") ? SignType.LINKABLE : SignType.UNLINKABLE,
                arguments.spKey(),
                arguments.has("z"),
                server(),
                arguments.timeout(DEFAULT_TIMEOUT),
                arguments.path("sealed-out"),
                arguments.path("unseal"));
    }

    private Action action() throws UsageException {
        if (arguments.has("h")) {
            return Action.HELP;
        }
        if (arguments.has("e") && arguments.has("q")) {
            throw new UsageException("-e and -q: only one of them");
        }
        if (arguments.has("unseal") != arguments.has("digest")) {
            throw new UsageException(
                    "--unseal=FILE and --digest: only together; nothing but its digest leaves the enclave");
        }
        if (arguments.has("unseal")) {
            return Action.UNSEAL;
        }
        return arguments.has("e") ? Action.GROUP_ID : arguments.has("q") ? Action.QUOTE : Action.ATTEST;
    }

    private ServerAddress server() throws UsageException {
        List<String> operands = arguments.operands();
        if (operands.isEmpty()) {
            return ServerAddress.DEFAULT;
        }
        if (arguments.has("z")) {
            throw new UsageException("with -z there is no host to connect to: '" + operands.get(0) + "'");
        }
        if (operands.size() > 1) {
            throw new UsageException("one host only: '" + operands.get(1) + "' is too many");
        }
        return ServerAddress.parse(operands.get(0));
    }

    private Optional<ByteString> sixteenBytes(String key) throws UsageException {
        Option option = arguments.option(key);
        if (option == null) {
            return Optional.empty();
        }
        if (option.getOpt().equals("r")) {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            return Optional.of(ByteString.of(random));
        }
        boolean inFile = option.getOpt().equals("S") || option.getOpt().equals("N");
        return Optional.of(
                Arguments.hex(option, inFile ? Arguments.contents(option).strip() : option.getValue(), 16));
    }
}
