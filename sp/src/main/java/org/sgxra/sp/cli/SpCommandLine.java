package org.sgxra.sp.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.sp.cli.SpConfiguration.Listen;
import org.sgxra.sp.session.Provision;

/** The command line of {@code sp}. */
public final class SpCommandLine {
    /** Names of the HTTP agents. */
    public static final List<String> AGENTS = VerifierOptions.AGENTS;

    private static final int DEFAULT_PORT = 7777;
    private static final int MAX_PORT = 0xffff;

    private final CommandOptions options;

    private SpCommandLine(CommandOptions options) {
        this.options = options;
    }

    /** Takes a command line apart; what the options say is not looked at yet. */
    public static SpCommandLine parse(String... args) throws UsageException {
        return new SpCommandLine(CommandOptions.parse(CommandOptions.SP, args));
    }

    /** True if the usage is asked for. */
    public boolean wantsHelp() {
        return options.has("help");
    }

    /** True if the list of agents is asked for. */
    public boolean wantsAgents() {
        return options.has("list-agents");
    }

    /** Checks everything and reads the files that are named. */
    public SpConfiguration configuration() throws UsageException {
        return new SpConfiguration(new VerifierOptions(options).configuration(), provision(), listen());
    }

    private Provision provision() throws UsageException {
        Optional<SecretBytes> secret = options.has("secret-file")
                ? Optional.of(options.get("secret-file").secret(EncryptedSecret.MAX_SIZE))
                : Optional.empty();
        OptionalLong reattestAfter = options.has("reattest-after")
                ? OptionalLong.of(options.get("reattest-after").number(0, Integer.MAX_VALUE))
                : OptionalLong.empty();
        List<P256PublicKey> trusted = new ArrayList<>();
        for (Argument key : options.all("trust-key")) {
            trusted.add(KeyFile.publicKey(key));
        }
        return new Provision(secret, reattestAfter, trusted);
    }

    private Optional<Listen> listen() throws UsageException {
        List<String> arguments = options.arguments();
        if (arguments.size() > (options.has("stdio") ? 0 : 1)) {
            throw new UsageException(
                    options.has("stdio")
                            ? "with -z (--stdio) there is no port: '" + arguments.get(0) + "'"
                            : "one port at most: '" + arguments.get(1) + "'");
        }
        int port = arguments.isEmpty() ? DEFAULT_PORT : new Argument("port", arguments.get(0)).number(0, MAX_PORT);
        Duration timeout = Duration.ofSeconds(options.get("timeout", "30").number(1, 86_400));
        Duration sessionTimeout =
                Duration.ofSeconds(options.get("session-timeout", "300").number(1, 86_400));
        InetAddress address = null;
        if (options.has("bind")) {
            try {
                address = InetAddress.getByName(options.get("bind").value());
            } catch (UnknownHostException e) {
                throw options.get("bind").fault("is no address");
            }
        }
        return options.has("stdio")
                ? Optional.empty()
                : Optional.of(new Listen(address, port, timeout, sessionTimeout));
    }
}
