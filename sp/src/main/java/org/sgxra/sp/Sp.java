package org.sgxra.sp;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.LogOption;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.server.StopSignals;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.WrappedHex;
import org.sgxra.sp.cli.SpCommandLine;
import org.sgxra.sp.cli.SpConfiguration;
import org.sgxra.sp.cli.VerifierConfiguration;
import org.sgxra.sp.cli.VerifierOptions;
import org.sgxra.sp.cli.VerifierSetup;
import org.sgxra.sp.server.HexAttestation;
import org.sgxra.sp.server.HexTranscript;
import org.sgxra.sp.server.StdioServer;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.session.ServiceKeySource;

/** The command {@code sp}. Exit code 0 after a signal or at the end of input with {@code -z}, 1 if it cannot start. */
public final class Sp {
    private final ProcessStreams streams;
    private final Map<String, String> environment;
    private final StopSignals signals = new StopSignals();

    /**
     * @param streams its folder is where the log file goes to
     * @param environment variables
     */
    public Sp(ProcessStreams streams, Map<String, String> environment) {
        this.streams = streams;
        this.environment = environment;
    }

    /** The process. */
    public static void main(String[] args) {
        Sp sp = new Sp(ProcessStreams.ofProcess(), System.getenv());
        sp.signals.handle();
        System.exit(sp.run(args));
    }

    /** Runs the command line and gives the exit code. */
    public int run(String... args) {
        return CommandRunner.run(SpCommandLine.TABLE, streams, this::run, args);
    }

    private int run(GivenOptions options) throws UsageException {
        if (options.has("list-agents")) {
            streams.stdout().println(VerifierOptions.agents());
            return 0;
        }
        return run(
                SpCommandLine.configuration(options), LogOption.of(options, streams.folder(), SpCommandLine.LOG_FILE));
    }

    private int run(SpConfiguration configuration, LogOption log) throws UsageException {
        VerifierConfiguration verifier = configuration.verifier();
        AttestationService service = VerifierSetup.service(verifier, environment);
        try (Transcript transcript =
                        streams.transcript(verifier.level()).keepForLog().limitFailures();
                EventFile events = EventFile.open(verifier.events(), verifier.level(), "sp", transcript::line)) {
            VerifierSetup.writeNotices(verifier, transcript);
            Consumer<String> copies = copies(configuration, transcript);
            Function<SessionListener.Factory, HexAttestation> attestations = listeners -> new HexAttestation(
                    service,
                    verifier.session(),
                    new ServiceKeySource(verifier.longTermKey()),
                    Clock.systemUTC(),
                    configuration.provision(),
                    listeners);
            if (configuration.listen().isPresent()) {
                return new Listening(configuration.listen().get(), transcript, log, events, copies)
                        .run(attestations, signals);
            }
            log.open(transcript);
            events.start();
            HexLineChannel channel =
                    HexLineChannel.over(streams.in(), streams.inIsTerminal(), streams.out(), configuration.wrap());
            StdioServer server = new StdioServer(
                    attestations.apply(events.sessions(HexTranscript.factory(transcript, "stdin", copies))),
                    transcript);
            signals.stopWith(server::stop);
            return server.serve(channel) ? 0 : 1;
        } finally {
            verifier.longTermKey().close();
            configuration.provision().secret().ifPresent(SecretBytes::close);
        }
    }

    private Consumer<String> copies(SpConfiguration configuration, Transcript transcript) {
        if (configuration.listen().isPresent()) {
            PrintStream copies = new PrintStream(streams.out(), true, StandardCharsets.US_ASCII);
            return copies::println;
        }
        return streams.outIsTerminal()
                ? hex -> {}
                : hex -> transcript.text(Level.NORMAL, configuration.wrap() ? WrappedHex.of(hex) : hex);
    }
}
