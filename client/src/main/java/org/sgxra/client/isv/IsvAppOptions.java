package org.sgxra.client.isv;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.sgxra.client.Arguments;
import org.sgxra.client.UsageException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.runtime.transcript.Level;

/**
 * What the user wants of {@code isv-app}.
 *
 * @param help true for the usage alone
 * @param level how much to tell
 * @param address to listen on
 * @param port to listen on, 0 for any free one
 * @param certificate PEM file with the certificate chain
 * @param key PEM file with its private key
 * @param compatible true to accept results in the original's form too
 * @param spKey the service provider's key; absent for the one built into the enclave
 * @param timeout for each message awaited, more than zero
 */
record IsvAppOptions(
        boolean help,
        Level level,
        InetAddress address,
        int port,
        Path certificate,
        Path key,
        boolean compatible,
        Optional<P256PublicKey> spKey,
        Duration timeout) {
    static final String USAGE = """
            usage: isv-app [ options ] [ port ]        (default 22222; 0: any free port)

              -c, --cert=FILE           certificate chain of the server, PEM; required
              -k, --key=FILE            its private key, PEM; required
                  --bind=ADDRESS        address to listen on (default 127.0.0.1)
                  --compat              accept results in the form of the SGX101 example, too
              -P, --pubkey-file=FILE    the service provider's public key, PEM
              -p, --pubkey=HEX128       the same as x then y, big-endian
                  --timeout=SECONDS     for each message awaited (default 30)
              -d, --debug               show intermediate values
              -v, --verbose             show every step
              -h, --help                this text
            """;
    private static final int DEFAULT_PORT = 22222;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Reads the arguments.
     *
     * @throws UsageException in words for the user
     */
    static IsvAppOptions parse(String... args) throws UsageException {
        Options options = new Options()
                .addOption("c", "cert", true, null)
                .addOption("k", "key", true, null)
                .addOption(null, "bind", true, null)
                .addOption(null, "compat", false, null)
                .addOption("P", "pubkey-file", true, null)
                .addOption("p", "pubkey", true, null)
                .addOption(null, "timeout", true, null)
                .addOption("d", "debug", false, null)
                .addOption("v", "verbose", false, null)
                .addOption("h", "help", false, null);
        Arguments arguments = Arguments.parse(options, Map.of("P", "p"), args);
        if (arguments.has("h")) {
            return new IsvAppOptions(
                    true,
                    Level.NORMAL,
                    InetAddress.getLoopbackAddress(),
                    0,
                    Path.of(""),
                    Path.of(""),
                    false,
                    Optional.empty(),
                    DEFAULT_TIMEOUT);
        }
        return new IsvAppOptions(
                false,
                arguments.level(),
                address(arguments.value("bind").orElse("127.0.0.1")),
                port(arguments),
                file(arguments, "c", "-c, --cert"),
                file(arguments, "k", "-k, --key"),
                arguments.has("compat"),
                arguments.spKey(),
                arguments.timeout(DEFAULT_TIMEOUT));
    }

    private static Path file(Arguments arguments, String key, String name) throws UsageException {
        return arguments
                .path(key)
                .orElseThrow(() -> new UsageException("the server's certificate and key are missing: give " + name
                        + "=FILE (isv-cert makes a pair)"));
    }

    private static InetAddress address(String text) throws UsageException {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new UsageException("--bind: '" + text + "' is no address of this machine", e);
        }
    }

    private static int port(Arguments arguments) throws UsageException {
        if (arguments.operands().isEmpty()) {
            return DEFAULT_PORT;
        }
        // The last one counts, as with options: wrapper scripts put theirs first.
        String text = arguments.operands().get(arguments.operands().size() - 1);
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, in the words for a number out of range.
        }
        throw new UsageException("'" + text + "' is no port, a number from 0 to 65535");
    }
}
