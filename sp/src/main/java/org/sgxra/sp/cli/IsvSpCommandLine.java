package org.sgxra.sp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.message.EncryptedSecret;

/**
 * The command line of {@code isv-sp}. Of several hosts, and of {@code --secret-file} and {@code --compat}, the last counts: a
 * wrapper gives its own first.
 */
public final class IsvSpCommandLine {
    private static final String DEFAULT_HOST = "localhost";
    private static final String DEFAULT_PORT = "22222";
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([^:\\[\\]/\\s]+))(?::([0-9]+))?");

    private final CommandOptions options;

    private IsvSpCommandLine(CommandOptions options) {
        this.options = options;
    }

    /** Takes a command line apart; what the options say is not looked at yet. */
    public static IsvSpCommandLine parse(String... args) throws UsageException {
        return new IsvSpCommandLine(CommandOptions.parse(CommandOptions.ISV_SP, args));
    }

    /** True if the usage is asked for. */
    public boolean wantsHelp() {
        return options.has("help");
    }

    /** True if the list of agents is asked for. */
    public boolean wantsAgents() {
        return options.has("list-agents");
    }

    /**
     * Checks everything and reads the files that are named.
     *
     * @param stdin where a secret comes from whose file is {@code -}
     */
    public IsvSpConfiguration configuration(InputStream stdin) throws UsageException {
        VerifierConfiguration verifier = new VerifierOptions(options).configuration();
        options.require(List.of(Set.of("cert"), Set.of("secret-file", "compat")));
        List<String> hosts = options.arguments();
        Argument target = new Argument("host", hosts.isEmpty() ? DEFAULT_HOST : hosts.get(hosts.size() - 1));
        Matcher matcher = HOST_AND_PORT.matcher(target.value());
        if (!matcher.matches()) {
            throw target.fault("is not host[:port]; an IPv6 address stands in brackets");
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        int port = new Argument("port", matcher.group(3) == null ? DEFAULT_PORT : matcher.group(3)).number(1, 0xffff);
        return new IsvSpConfiguration(
                verifier,
                host,
                port,
                tls(),
                !options.has("no-host-check"),
                secret(stdin),
                Duration.ofSeconds(options.get("timeout", "30").number(1, 86_400)));
    }

    private SSLContext tls() throws UsageException {
        Argument file = options.get("cert");
        try {
            return ApplicationCertificate.fromPem(file.text()).newContext();
        } catch (CertificateException e) {
            throw file.fault("holds no PEM certificate");
        }
    }

    private Optional<SecretBytes> secret(InputStream stdin) throws UsageException {
        if (options.last("secret-file", "compat").equals("compat")) {
            return Optional.empty();
        }
        Argument file = options.get("secret-file");
        if (!file.value().equals("-")) {
            return Optional.of(file.secret(EncryptedSecret.MAX_SIZE));
        }
        try {
            return Optional.of(file.secret(stdin.readNBytes(EncryptedSecret.MAX_SIZE + 1), EncryptedSecret.MAX_SIZE));
        } catch (IOException e) {
            throw file.fault("cannot be read from standard input: " + e.getMessage());
        }
    }
}
