package org.sgxra.client.isv;

import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sgxra.client.QuoteKind;
import org.sgxra.client.ServiceProviderKey;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.LogOption;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.transcript.Level;

/**
 * What the user wants of {@code isv-app}.
 *
 * @param level how much to tell
 * @param address to listen on
 * @param port to listen on, 0 for any free one
 * @param certificate PEM file with the certificate chain
 * @param key PEM file with its private key
 * @param kind of the enclave's quotes
 * @param compatible true to accept results in the original's form too
 * @param spKey the service provider's key; absent for the one built into the enclave
 * @param timeout for each message awaited, more than zero
 * @param events where events are written to as JSON lines, if anywhere
 */
public record IsvAppOptions(
        Level level,
        InetAddress address,
        int port,
        Path certificate,
        Path key,
        QuoteKind kind,
        boolean compatible,
        Optional<P256PublicKey> spKey,
        Duration timeout,
        Optional<Path> events) {
    /** The log file, in the current directory, without {@code --log}. */
    static final String LOG_FILE = "isv-app.log";

    /** All its options. */
    public static final OptionTable TABLE = OptionTable.named("isv-app")
            .operands("[ port ]")
            .purpose(
                    "Application with the enclave: a TLS server (default port 22222; 0: any free port) to which service "
                            + "providers connect to have the enclave prove itself.")
            .group("Server")
            .options(
                    value("cert", "FILE", "certificate chain of the server, PEM; required")
                            .letter('c'),
                    value("key", "FILE", "its private key, PEM; required").letter('k'),
                    value("bind", "ADDRESS", "address to listen on").standard("127.0.0.1"),
                    value("timeout", "SECONDS", "for each message awaited").standard("30"))
            .group("Service provider")
            .options(
                    QuoteKind.option(),
                    flag("compat", "accept results in the form of the SGX101 example, too"),
                    value("pubkey", "HEX128", "its public key, x then y, big-endian, instead of the built-in one, or")
                            .letter('p'),
                    value("pubkey-file", "FILE", "a PEM file that holds it").letter('P'))
            .group("General")
            .options(
                    flag("verbose", "show every step").letter('v'),
                    flag("debug", "show intermediate values too").letter('d'),
                    LogOption.option(IsvAppOptions.LOG_FILE),
                    EventFile.option())
            .startedBy("run-isv-app")
            .example("run-isv-app -v", "With the settings of the checkout.")
            .example("isv-app --cert=cert.pem --key=key.pem 0", "Without them, on any free port.")
            .exitCode(0, "after a signal")
            .exitCode(1, "usage, or it cannot start (port in use, no enclave)")
            .build();

    private static final String DEFAULT_PORT = "22222";
    private static final int MAX_SECONDS = 1_000_000;

    /**
     * Checks everything.
     *
     * @throws UsageException in words for the user
     */
    static IsvAppOptions of(GivenOptions options) throws UsageException {
        return new IsvAppOptions(
                options.level(),
                options.get("bind", "127.0.0.1").address(),
                port(options),
                file(options, "cert"),
                file(options, "key"),
                QuoteKind.of(options),
                options.has("compat"),
                ServiceProviderKey.of(options),
                options.get("timeout", "30").seconds(MAX_SECONDS),
                EventFile.of(options));
    }

    private static Path file(GivenOptions options, String name) throws UsageException {
        if (!options.has(name)) {
            throw new UsageException("the server's certificate and key are missing: give " + options.name(name)
                    + "=FILE (isv-cert makes a pair)");
        }
        return options.required(name).path();
    }

    /** The last one counts, as with options: wrapper scripts put theirs first. */
    private static int port(GivenOptions options) throws UsageException {
        List<String> ports = options.operands();
        return options.operand("port", ports.isEmpty() ? DEFAULT_PORT : ports.get(ports.size() - 1))
                .port(0);
    }
}
