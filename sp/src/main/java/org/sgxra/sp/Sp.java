package org.sgxra.sp;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.transcript.Level;
import org.sgxra.common.transcript.Transcript;
import org.sgxra.common.wire.HexLineChannel;
import org.sgxra.sp.cli.SpCommandLine;
import org.sgxra.sp.cli.SpConfiguration;
import org.sgxra.sp.cli.SpConfiguration.Listen;
import org.sgxra.sp.cli.SpConfiguration.Reach;
import org.sgxra.sp.cli.UsageException;
import org.sgxra.sp.ias.CurlAgent;
import org.sgxra.sp.ias.HttpAgent;
import org.sgxra.sp.ias.HttpProxy;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.ias.IasService;
import org.sgxra.sp.ias.JdkAgent;
import org.sgxra.sp.ias.TlsTrust;
import org.sgxra.sp.server.HexAttestation;
import org.sgxra.sp.server.SentMessages;
import org.sgxra.sp.server.StdioServer;
import org.sgxra.sp.server.TcpServer;
import org.sgxra.sp.session.ServiceKeySource;

/** The command {@code sp}. Exit code 0 after a signal or at the end of input with {@code -z}, 1 if it cannot start. */
public final class Sp {
    private static final Duration IAS_TIMEOUT = Duration.ofSeconds(30);
    private static final String LOG_FILE = "sp.log";

    private final InputStream in;
    private final OutputStream out;
    private final PrintStream people;
    private final Map<String, String> environment;
    private final Path folder;
    private volatile boolean running;

    /**
     * @param in where messages come from with {@code -z}
     * @param out where messages go to with {@code -z}, and copies of them otherwise
     * @param people where everything else goes to
     * @param environment variables
     * @param folder where the log file goes to
     */
    public Sp(InputStream in, OutputStream out, PrintStream people, Map<String, String> environment, Path folder) {
        this.in = in;
        this.out = out;
        this.people = people;
        this.environment = environment;
        this.folder = folder;
    }

    /** The process. */
    public static void main(String[] args) {
        // Not System.out, which would hide that nobody reads.
        Sp sp = new Sp(System.in, new FileOutputStream(FileDescriptor.out), System.err, System.getenv(), Path.of(""));
        // A signal is how the server is stopped, so it is no failure.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (sp.running) {
                Runtime.getRuntime().halt(0);
            }
        }));
        System.exit(sp.run(args));
    }

    /** Runs the command line and gives the exit code. */
    public int run(String... args) {
        running = true;
        try {
            SpCommandLine commandLine = SpCommandLine.parse(args);
            if (commandLine.wantsHelp()) {
                people.print(usage());
                return 1;
            }
            if (commandLine.wantsAgents()) {
                new PrintStream(out, true, StandardCharsets.UTF_8).println(String.join("\n", SpCommandLine.AGENTS));
                return 0;
            }
            return run(commandLine.configuration());
        } catch (UsageException e) {
            people.println("sp: " + e.getMessage().replaceAll("\\p{Cntrl}", "?") + " (sp -h shows the usage)");
            return 1;
        } finally {
            running = false;
        }
    }

    private static String usage() {
        try (InputStream text = Sp.class.getResourceAsStream("usage.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the usage text is in the jar", e);
        }
    }

    private int run(SpConfiguration configuration) throws UsageException {
        HttpAgent agent = agent(configuration);
        try (Transcript transcript = new Transcript(people, configuration.level(), Clock.systemDefaultZone())
                .logTo(folder.resolve(LOG_FILE))) {
            introduce(configuration, transcript);
            IasService service = new IasService(configuration.ias(), configuration.keys(), agent, configuration.verifier());
            HexAttestation attestation = new HexAttestation(service, configuration.session(),
                    new ServiceKeySource(configuration.longTermKey()), Clock.systemUTC(),
                    sentMessages(configuration, transcript), transcript);
            if (configuration.listen().isEmpty()) {
                HexLineChannel channel = HexLineChannel.over(in, out);
                return new StdioServer(attestation, transcript).serve(channel) ? 0 : 1;
            }
            return listen(configuration.listen().get(), attestation, transcript);
        } finally {
            configuration.longTermKey().close();
        }
    }

    private HttpAgent agent(SpConfiguration configuration) throws UsageException {
        Reach reach = configuration.reach();
        try {
            TlsTrust trust = TlsTrust.choose(reach.caBundle(), environment);
            Optional<HttpProxy> proxy = reach.direct() ? Optional.empty()
                    : HttpProxy.choose(configuration.server(), reach.proxy(), environment);
            return reach.agent().equals("curl")
                    ? new CurlAgent(environment.getOrDefault("PATH", ""), trust, proxy, IAS_TIMEOUT)
                    : new JdkAgent(trust, proxy, IAS_TIMEOUT);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static void introduce(SpConfiguration configuration, Transcript transcript) {
        if (configuration.level() == Level.DEBUG) {
            transcript.line("warning: -d shows the keys of every session (KDK, SMK, VK, MK, SK): for learning only");
        }
        String[] names = {"Primary", "Secondary"};
        for (int i = 0; i < configuration.keys().size(); i++) {
            transcript.debug("IAS " + names[i] + " Subscription Key set to '" + configuration.keys().get(i) + "'");
        }
        if (configuration.server().equals(IasAddress.INTEL)) {
            transcript.line("note: Intel switched its attestation service for EPID off in April 2025; --ias-url names another, "
                    + "for example the emulator");
        }
    }

    private SentMessages sentMessages(SpConfiguration configuration, Transcript transcript) {
        if (configuration.listen().isPresent()) {
            PrintStream copies = new PrintStream(out, true, StandardCharsets.US_ASCII);
            return copies::println;
        }
        return StandardOutput.isTerminal() ? hex -> { } : hex -> transcript.text(Level.NORMAL, hex);
    }

    private int listen(Listen listen, HexAttestation attestation, Transcript transcript) {
        try (TcpServer server = new TcpServer(listen.address(), listen.port(), attestation, listen.timeout(),
                listen.sessionTimeout(), transcript)) {
            server.serve();
            return 0;
        } catch (IOException e) {
            transcript.line("sp: cannot listen on port " + listen.port() + ": " + e.getMessage());
            return 1;
        }
    }
}
