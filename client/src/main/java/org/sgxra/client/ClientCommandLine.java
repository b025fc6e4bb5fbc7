package org.sgxra.client;

import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.sgxra.client.ClientOptions.Action;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.SignType;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.LogOption;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.net.HostPort;

/** The client's command line (docs/spec/cli.md). */
final class ClientCommandLine {
    private static final HostPort DEFAULT_SERVER = new HostPort("localhost", 7777);

    /** The log file, in the current directory, without {@code --log}. */
    static final String LOG_FILE = "client.log";

    /** All its options. */
    static final OptionTable TABLE = OptionTable.named("client")
            .operands("[ host[:port] ]")
            .purpose("Client with the enclave: proves the enclave to a service provider (default localhost:7777).")
            .group("Quote")
            .options(
                    QuoteKind.option(),
                    value("spid", "HEX32", "the SPID; one of -s and -S is required except with -e and with dcap")
                            .letter('s'),
                    value("spid-file", "FILE", "a file that holds it").letter('S'),
                    value("nonce", "HEX32", "the quote nonce, or").letter('n'),
                    value("nonce-file", "FILE", "a file that holds it, or").letter('N'),
                    flag("rand-nonce", "a random quote nonce").letter('r'),
                    flag("linkable", "with -q: a linkable quote (dcap: they all are)")
                            .letter('l'),
                    flag("pse-manifest", "include the platform services manifest")
                            .letter('m'))
            .group("Service provider")
            .options(
                    value("pubkey", "HEX128", "its public key, x then y, big-endian, instead of the built-in one, or")
                            .letter('p'),
                    value("pubkey-file", "FILE", "a PEM file that holds it").letter('P'),
                    flag("stdio", "messages on standard input and output, no connection")
                            .letter('z'),
                    flag("wrap", "with -z: messages in lines of 72 digits, for terminals"),
                    value("timeout", "SECONDS", "for each message awaited; none with -z")
                            .standard("120"),
                    value("sealed-out", "FILE", "keep its secret in FILE, sealed by the enclave"))
            .group("Instead of proving the enclave")
            .options(
                    flag("epid-gid", "print the EPID group id and exit").letter('e'),
                    flag("quote", "print a quote as evidence for IAS (JSON) and exit")
                            .letter('q'),
                    value(
                            "unseal",
                            "FILE",
                            "with --digest: print the SHA-256 of a sealed secret, from inside the enclave, and exit"),
                    flag("digest", "see --unseal"))
            .group("General")
            .options(
                    flag("verbose", "show every message field").letter('v'),
                    flag("debug", "show intermediate values too").letter('d'),
                    LogOption.option(ClientCommandLine.LOG_FILE),
                    EventFile.option())
            .startedBy("run-client")
            .example("run-client -v localhost:7777", "With the settings of the checkout.")
            .example("client -q -r -S spid.txt > evidence.json", "A quote for the attestation service.")
            .exitCode(0, "the enclave is trusted, or what was asked for is printed")
            .exitCode(1, "usage, or a local fault: a file, an enclave that cannot be loaded")
            .exitCode(2, "the service provider does not trust the enclave")
            .exitCode(3, "a fault of the network or the protocol")
            .build();

    private static final int SPID_SIZE = 16;
    private static final int NONCE_SIZE = 16;
    private static final int MAX_SECONDS = 1_000_000;

    private final GivenOptions options;

    private ClientCommandLine(GivenOptions options) {
        this.options = options;
    }

    /**
     * Checks everything, and reads the files that are named.
     *
     * @throws UsageException in words for the user
     */
    static ClientOptions options(GivenOptions given) throws UsageException {
        return new ClientCommandLine(given).build();
    }

    private ClientOptions build() throws UsageException {
        Action action = action();
        QuoteKind kind = QuoteKind.of(options);
        if (action == Action.GROUP_ID && kind == QuoteKind.ECDSA) {
            throw new UsageException("-e: there is no EPID group with --attestation=dcap");
        }
        if (options.has("pse-manifest")) {
            throw new UsageException("-m: no platform services manifest is to be had: SOFT has no platform "
                    + "services, and Intel's platform software for Linux no longer has them");
        }
        Optional<ByteString> spid = spid();
        boolean quotes = action == Action.ATTEST || action == Action.QUOTE;
        if (quotes && kind == QuoteKind.EPID && spid.isEmpty()) {
            throw new UsageException("the SPID is missing: give -s HEX32 or -S FILE");
        }
        Optional<OptionValue> sealedOut = options.get("sealed-out");
        Optional<OptionValue> unseal = options.get("unseal");
        return new ClientOptions(
                action,
                kind,
                options.level(),
                spid.orElse(ByteString.zeros(SPID_SIZE)),
                nonce(),
                options.has("linkable") ? SignType.LINKABLE : SignType.UNLINKABLE,
                ServiceProviderKey.of(options),
                options.has("stdio"),
                wraps(),
                server(),
                options.get("timeout", "120").seconds(MAX_SECONDS),
                sealedOut.isEmpty()
                        ? Optional.empty()
                        : Optional.of(sealedOut.get().path()),
                unseal.isEmpty() ? Optional.empty() : Optional.of(unseal.get().path()),
                EventFile.of(options));
    }

    private boolean wraps() throws UsageException {
        if (options.has("wrap") && !options.has("stdio")) {
            throw new UsageException("--wrap: only with -z (--stdio)");
        }
        return options.has("wrap");
    }

    private Action action() throws UsageException {
        if (options.has("epid-gid") && options.has("quote")) {
            throw new UsageException("-e and -q: only one of them");
        }
        if (options.has("unseal") != options.has("digest")) {
            throw new UsageException(
                    "--unseal=FILE and --digest: only together; nothing but its digest leaves the enclave");
        }
        if (options.has("unseal")) {
            return Action.UNSEAL;
        }
        return options.has("epid-gid") ? Action.GROUP_ID : options.has("quote") ? Action.QUOTE : Action.ATTEST;
    }

    private Optional<ByteString> spid() throws UsageException {
        Optional<String> last = options.last("spid", "spid-file");
        return last.isEmpty() ? Optional.empty() : Optional.of(bytes(last.get(), SPID_SIZE));
    }

    private Optional<ByteString> nonce() throws UsageException {
        Optional<String> last = options.last("nonce", "nonce-file", "rand-nonce");
        if (last.isEmpty()) {
            return Optional.empty();
        }
        if (last.get().equals("rand-nonce")) {
            byte[] random = new byte[NONCE_SIZE];
            new SecureRandom().nextBytes(random);
            return Optional.of(ByteString.of(random));
        }
        return Optional.of(bytes(last.get(), NONCE_SIZE));
    }

    private ByteString bytes(String name, int size) throws UsageException {
        OptionValue value = options.required(name);
        return name.endsWith("-file") ? value.hexFile(size) : value.hex(size);
    }

    private HostPort server() throws UsageException {
        List<String> operands = options.operands();
        if (operands.isEmpty()) {
            return DEFAULT_SERVER;
        }
        if (options.has("stdio")) {
            throw new UsageException("with -z there is no host to connect to: '" + operands.get(0) + "'");
        }
        if (operands.size() > 1) {
            throw new UsageException("one host only: '" + operands.get(1) + "' is too many");
        }
        try {
            return HostPort.parse(operands.get(0), DEFAULT_SERVER.port());
        } catch (HostPort.FormatException e) {
            throw new UsageException("'" + operands.get(0) + "': " + e.getMessage(), e);
        }
    }
}
