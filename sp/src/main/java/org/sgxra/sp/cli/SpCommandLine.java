package org.sgxra.sp.cli;

import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.net.AddressRanges;
import org.sgxra.runtime.net.HostPort;
import org.sgxra.sp.cli.SpConfiguration.Crowd;
import org.sgxra.sp.cli.SpConfiguration.Inspect;
import org.sgxra.sp.cli.SpConfiguration.Listen;
import org.sgxra.sp.cli.SpConfiguration.Surroundings;
import org.sgxra.sp.session.Provision;

/** The command line of {@code sp}. */
public final class SpCommandLine {
    /** All its options. */
    public static final OptionTable TABLE = table();

    /** The log file, in the current directory, without {@code --log}. */
    public static final String LOG_FILE = "sp.log";

    private static final int DEFAULT_PORT = 7777;
    private static final int MAX_SECONDS = 86_400;
    private static final String LOOPBACK = "127.0.0.1";
    private static final String ANY_PORT = ":0";
    private static final int MAX_WORKERS = 4096;
    private static final int MAX_CONNECTIONS = 1_000_000;
    private static final int MAX_INSPECTED = 1000;

    private final GivenOptions options;

    private SpCommandLine(GivenOptions options) {
        this.options = options;
    }

    private static OptionTable table() {
        OptionTable.Builder table = VerifierTable.extend(OptionTable.named("sp")
                .operands("[ port ]")
                .purpose("Service provider: attests enclaves that connect to it (default port 7777; 0: any free"
                        + " port)."));
        table.group("Clients")
                .options(
                        flag("linkable", "ask for linkable quotes").letter('l'),
                        value("key", "HEX64", "private key, big-endian, instead of the built-in sample key, or")
                                .letter('k'),
                        value("service-key-file", "FILE", "a PEM file that holds it")
                                .letter('K'),
                        flag("stdio", "messages on stdin and stdout instead of TCP")
                                .letter('z'),
                        flag("wrap", "with -z: messages in lines of 72 digits, for terminals"),
                        value("bind", "ADDRESS", "address to listen on").standard("all"),
                        value("timeout", "SECONDS", "for each message of a client")
                                .standard("30"),
                        value("session-timeout", "SECONDS", "for each attestation")
                                .standard("300"))
                .group("Many clients")
                .options(
                        value("workers", "N", "clients answered at the same time")
                                .standard("1: one client after the other"),
                        value("max-connections", "N", "with several workers: beyond it connections are refused")
                                .standard("10000"),
                        value("backlog", "N", "with several workers: clients that may wait for one")
                                .standard("1024"))
                .group("Behind a balancer, and watched")
                .options(
                        value(
                                "proxy-protocol",
                                "ADDRESS[,...]",
                                "balancers, or ranges of them, that say for whom they connect (PROXY protocol,"
                                        + " required of them)"),
                        value("metrics", "[ADDRESS:]PORT", "/metrics for Prometheus, /healthz and /readyz")
                                .standard("none; ADDRESS: 127.0.0.1"),
                        value("inspect", "[ADDRESS:]PORT", "the last sessions as pages to read, without keys")
                                .standard("none; ADDRESS: 127.0.0.1"),
                        value("inspect-sessions", "N", "how many sessions").standard("20"),
                        value("drain", "SECONDS", "serve on for so long after a signal, not ready any more")
                                .standard("0"))
                .group("Given to enclaves that are trusted (clients of the original ignore it)")
                .options(
                        value("secret-file", "FILE", "a secret, 1 to 65536 bytes, which only the enclave can read"),
                        value("reattest-after", "SECONDS", "when to attest again"),
                        value(
                                "trust-key",
                                "FILE",
                                "public key of a further service provider to trust, PEM; may repeat"));
        return VerifierTable.level(table, LOG_FILE)
                .startedBy("run-server")
                .example("run-server -v 7777", "With the settings and the policy of the checkout.")
                .example(
                        "sp -N $MRSIGNER -R 0 -V 1 -S spid.txt -I key.txt --ias-url=$URL",
                        "Without them, on the attestation service of another address.")
                .exitCode(0, "after a signal, or at the end of input with -z")
                .exitCode(1, "usage, or it cannot start (port in use)")
                .build();
    }

    /** Checks everything and reads the files that are named. */
    public static SpConfiguration configuration(GivenOptions options) throws UsageException {
        return new SpCommandLine(options).configuration();
    }

    private SpConfiguration configuration() throws UsageException {
        return new SpConfiguration(new VerifierOptions(options).configuration(), provision(), listen(), wraps());
    }

    private Provision provision() throws UsageException {
        Optional<SecretBytes> secret = options.has("secret-file")
                ? Optional.of(options.required("secret-file").secret(EncryptedSecret.MAX_SIZE))
                : Optional.empty();
        OptionalLong reattestAfter = options.has("reattest-after")
                ? OptionalLong.of(options.required("reattest-after").number(0, Integer.MAX_VALUE))
                : OptionalLong.empty();
        List<P256PublicKey> trusted = new ArrayList<>();
        for (OptionValue key : options.all("trust-key")) {
            trusted.add(KeyFile.publicKey(key));
        }
        return new Provision(secret, reattestAfter, trusted);
    }

    private boolean wraps() throws UsageException {
        if (options.has("wrap") && !options.has("stdio")) {
            throw new UsageException("--wrap: only with -z (--stdio)");
        }
        return options.has("wrap");
    }

    private Optional<Listen> listen() throws UsageException {
        List<String> arguments = options.operands();
        if (arguments.size() > (options.has("stdio") ? 0 : 1)) {
            throw new UsageException(
                    options.has("stdio")
                            ? "with -z (--stdio) there is no port: '" + arguments.get(0) + "'"
                            : "one port at most: '" + arguments.get(1) + "'");
        }
        int port = arguments.isEmpty()
                ? DEFAULT_PORT
                : options.operand("port", arguments.get(0)).port(0);
        Duration timeout = options.get("timeout", "30").seconds(MAX_SECONDS);
        Duration sessionTimeout = options.get("session-timeout", "300").seconds(MAX_SECONDS);
        InetAddress address = options.has("bind") ? options.required("bind").address() : null;
        Crowd crowd = crowd();
        Surroundings surroundings = surroundings();
        return options.has("stdio")
                ? Optional.empty()
                : Optional.of(new Listen(address, port, timeout, sessionTimeout, crowd, surroundings));
    }

    private Surroundings surroundings() throws UsageException {
        Optional<InetSocketAddress> metrics =
                options.has("metrics") ? Optional.of(address(options.required("metrics"))) : Optional.empty();
        OptionValue proxies = options.get("proxy-protocol", "");
        try {
            List<OptionValue> ranges = options.has("proxy-protocol") ? proxies.list() : List.of();
            return new Surroundings(
                    AddressRanges.parse(ranges.stream().map(OptionValue::value).toList()),
                    metrics,
                    inspect(),
                    Duration.ofSeconds(options.get("drain", "0").number(0, MAX_SECONDS)));
        } catch (IllegalArgumentException e) {
            throw proxies.fault(e.getMessage());
        }
    }

    private Optional<Inspect> inspect() throws UsageException {
        int sessions = options.get("inspect-sessions", "20").number(1, MAX_INSPECTED);
        return options.has("inspect")
                ? Optional.of(new Inspect(address(options.required("inspect")), sessions))
                : Optional.empty();
    }

    /** A port on the loopback, or an address with a port. */
    private static InetSocketAddress address(OptionValue value) throws UsageException {
        if (value.value().matches("[0-9]+")) {
            return new InetSocketAddress(LOOPBACK, value.port(0));
        }
        String text = value.value();
        boolean any = text.endsWith(ANY_PORT);
        try {
            HostPort place = HostPort.parse(any ? text.substring(0, text.length() - ANY_PORT.length()) : text, 0);
            if (place.port() == 0 && !any) {
                throw value.fault("must be [ADDRESS:]PORT");
            }
            return new InetSocketAddress(
                    new OptionValue(value.name(), place.host(), value.wording()).address(), place.port());
        } catch (HostPort.FormatException e) {
            throw value.fault(e.getMessage());
        }
    }

    private Crowd crowd() throws UsageException {
        return new Crowd(
                options.get("workers", "1").number(1, MAX_WORKERS),
                options.get("max-connections", "10000").number(1, MAX_CONNECTIONS),
                options.get("backlog", "1024").number(1, MAX_CONNECTIONS));
    }
}
