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
import java.util.Map;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.sp.cli.SpCommandLine;
import org.sgxra.sp.cli.SpConfiguration;
import org.sgxra.sp.cli.SpConfiguration.Listen;
import org.sgxra.sp.cli.UsageException;
import org.sgxra.sp.cli.Verification;
import org.sgxra.sp.cli.VerifierConfiguration;
import org.sgxra.sp.server.HexAttestation;
import org.sgxra.sp.server.SentMessages;
import org.sgxra.sp.server.StdioServer;
import org.sgxra.sp.server.TcpServer;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.session.ServiceKeySource;

/** The command {@code sp}. Exit code 0 after a signal or at the end of input with {@code -z}, 1 if it cannot start. */
public final class Sp {
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
        VerifierConfiguration verifier = configuration.verifier();
        AttestationService service = Verification.service(verifier, environment);
        try (Transcript transcript =
                new Transcript(people, verifier.level(), Clock.systemDefaultZone()).logTo(folder.resolve(LOG_FILE))) {
            Verification.introduce(verifier, transcript);
            HexAttestation attestation = new HexAttestation(
                    service,
                    verifier.session(),
                    new ServiceKeySource(verifier.longTermKey()),
                    Clock.systemUTC(),
                    configuration.provision(),
                    sentMessages(configuration, transcript),
                    transcript);
            if (configuration.listen().isEmpty()) {
                HexLineChannel channel = HexLineChannel.over(in, out);
                return new StdioServer(attestation, transcript).serve(channel) ? 0 : 1;
            }
            return listen(configuration.listen().get(), attestation, transcript);
        } finally {
            verifier.longTermKey().close();
            configuration.provision().secret().ifPresent(SecretBytes::close);
        }
    }

    private SentMessages sentMessages(SpConfiguration configuration, Transcript transcript) {
        if (configuration.listen().isPresent()) {
            PrintStream copies = new PrintStream(out, true, StandardCharsets.US_ASCII);
            return copies::println;
        }
        return StandardOutput.isTerminal() ? hex -> {} : hex -> transcript.text(Level.NORMAL, hex);
    }

    private int listen(Listen listen, HexAttestation attestation, Transcript transcript) {
        try (TcpServer server = new TcpServer(
                listen.address(), listen.port(), attestation, listen.timeout(), listen.sessionTimeout(), transcript)) {
            server.serve();
            return 0;
        } catch (IOException e) {
            transcript.line("sp: cannot listen on port " + listen.port() + ": " + e.getMessage());
            return 1;
        }
    }
}
