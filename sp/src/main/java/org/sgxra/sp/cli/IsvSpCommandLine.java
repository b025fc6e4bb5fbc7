package org.sgxra.sp.cli;

import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.net.HostPort;

/**
 * The command line of {@code isv-sp}. Of several hosts, and of {@code --secret-file} and {@code --compat}, the last counts: a
 * wrapper gives its own first.
 */
public final class IsvSpCommandLine {
    /** All its options. */
    public static final OptionTable TABLE = table();

    /** The log file, in the current directory, without {@code --log}. */
    public static final String LOG_FILE = "isv-sp.log";

    private static final String DEFAULT_HOST = "localhost";
    private static final int DEFAULT_PORT = 22222;
    private static final int MAX_SECONDS = 86_400;
    private static final int MAX_CERTIFICATE_FILE = 1 << 20;

    private final GivenOptions options;

    private IsvSpCommandLine(GivenOptions options) {
        this.options = options;
    }

    private static OptionTable table() {
        OptionTable.Builder table = OptionTable.named("isv-sp")
                .operands("[ host[:port] ]")
                .purpose(
                        "Service provider of the protobuf system: connects to an Application (default localhost:22222), "
                                + "has its enclave prove itself and gives it a secret.")
                .group("Required")
                .options(
                        value("cert", "FILE", "certificate of the Application, PEM: this one and no other is trusted"),
                        value("secret-file", "FILE", "the secret, 1 to 65536 bytes (-: standard input), or"),
                        flag("compat", "the original's form of the result, with its weaknesses and its 2-byte secret"));
        VerifierTable.extend(table)
                .group("Application")
                .options(
                        flag("no-host-check", "the certificate need not be for the host"),
                        flag("linkable", "ask for linkable quotes").letter('l'),
                        value("key", "HEX64", "private key, big-endian, instead of the built-in sample key, or")
                                .letter('k'),
                        value("service-key-file", "FILE", "a PEM file that holds it")
                                .letter('K'),
                        value("timeout", "SECONDS", "for connecting and for each message")
                                .standard("30"),
                        value("session-timeout", "SECONDS", "for the whole attestation")
                                .standard("300"));
        return VerifierTable.level(table, LOG_FILE)
                .startedBy("run-isv-sp")
                .example("run-isv-sp localhost:22222", "With the settings and the policy of the checkout.")
                .example(
                        "isv-sp --cert=app.pem --secret-file=- -N $MRSIGNER -R 0 -V 1 -S spid.txt",
                        "Without them; the secret comes from standard input.")
                .exitCode(0, "the enclave was given its secret")
                .exitCode(1, "usage, or a file that cannot be read")
                .exitCode(2, "the enclave is not trusted")
                .exitCode(3, "anything else")
                .build();
    }

    /**
     * Checks everything and reads the files that are named.
     *
     * @param stdin where a secret comes from whose file is {@code -}
     */
    public static IsvSpConfiguration configuration(GivenOptions options, InputStream stdin) throws UsageException {
        return new IsvSpCommandLine(options).configuration(stdin);
    }

    private IsvSpConfiguration configuration(InputStream stdin) throws UsageException {
        VerifierConfiguration verifier = new VerifierOptions(options).configuration();
        options.require(List.of(Set.of("cert"), Set.of("secret-file", "compat")));
        return new IsvSpConfiguration(
                verifier,
                application(),
                tls(),
                !options.has("no-host-check"),
                secret(stdin),
                options.get("timeout", "30").seconds(MAX_SECONDS),
                options.get("session-timeout", "300").seconds(MAX_SECONDS));
    }

    private HostPort application() throws UsageException {
        List<String> hosts = options.operands();
        OptionValue target = options.operand("host", hosts.isEmpty() ? DEFAULT_HOST : hosts.get(hosts.size() - 1));
        try {
            return HostPort.parse(target.value(), DEFAULT_PORT);
        } catch (HostPort.FormatException e) {
            if (e.wrongPort() != null) {
                throw options.operand("port", e.wrongPort()).fault("is not a number from 1 to 65535");
            }
            throw target.fault("is not host[:port]; an IPv6 address stands in brackets");
        }
    }

    private SSLContext tls() throws UsageException {
        OptionValue file = options.required("cert");
        try {
            return ApplicationCertificate.of(file.bytes(MAX_CERTIFICATE_FILE)).newContext();
        } catch (CertificateException e) {
            throw file.fault("holds no PEM certificate");
        }
    }

    private Optional<SecretBytes> secret(InputStream stdin) throws UsageException {
        if (options.last("secret-file", "compat").orElseThrow().equals("compat")) {
            return Optional.empty();
        }
        OptionValue file = options.required("secret-file");
        if (!file.value().equals("-")) {
            return Optional.of(file.secret(EncryptedSecret.MAX_SIZE));
        }
        try {
            // A file stream itself asks a pipe for its position, which has none.
            byte[] content = new BufferedInputStream(stdin).readNBytes(EncryptedSecret.MAX_SIZE + 1);
            return Optional.of(file.secret(content, EncryptedSecret.MAX_SIZE));
        } catch (IOException e) {
            throw file.fault("cannot be read from standard input: " + e.getMessage());
        }
    }
}
