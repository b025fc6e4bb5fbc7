package org.sgxra.services;

import java.io.IOException;
import java.nio.file.Path;
import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.ErrorText;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.server.StopSignals;
import org.sgxra.runtime.state.StateException;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.services.command.Command;
import org.sgxra.services.command.CommandException;

/** The command {@code ias}: exit code 0 after a signal, 1 if it cannot start; for the commands beside the emulator see theirs. */
public final class Ias {
    private static final int FAILED = 1;

    private Ias() {}

    /** Runs until a signal ends it, or carries out a command. */
    public static void main(String[] arguments) {
        ProcessStreams streams = ProcessStreams.ofProcess();
        StopSignals signals = new StopSignals();
        System.exit(CommandRunner.run(IasOptions.TABLE, streams, options -> run(options, streams, signals), arguments));
    }

    private static int run(GivenOptions given, ProcessStreams streams, StopSignals signals) throws UsageException {
        IasOptions options = IasOptions.of(given, Path.of(System.getProperty("sgxra.home", "")));
        return options.command().isPresent()
                ? run(options.command().get(), options, streams)
                : serve(options, streams, signals);
    }

    static int run(Command command, IasOptions options, ProcessStreams streams) {
        try {
            return command.run(options.arguments(), streams.stdout());
        } catch (CommandException | StateException e) {
            streams.stderr().println(ErrorText.of("ias: " + Transcript.printable(e.getMessage())));
            return FAILED;
        }
    }

    private static int serve(IasOptions options, ProcessStreams streams, StopSignals signals) {
        signals.handle();
        Transcript transcript = streams.transcript(options.level());
        try {
            serve(options, signals, transcript);
            return 0;
        } catch (StateException e) {
            transcript.line("ias: " + e.getMessage());
        } catch (IOException e) {
            transcript.line("ias: cannot listen on "
                    + options.config().address().getAddress().getHostAddress() + " port "
                    + options.config().address().getPort() + ": " + e.getMessage());
        }
        return FAILED;
    }

    private static void serve(IasOptions options, StopSignals signals, Transcript transcript)
            throws StateException, IOException {
        transcript.line("SOFT emulator of the attestation service: test keys, no trust; its reports prove nothing");
        try (Emulator emulator = Emulator.start(options.config(), output(transcript))) {
            signals.stopWith(() -> {
                emulator.stop();
                return true;
            });
            if (options.certificates().isPresent()) {
                CertificateFolder.write(options.certificates().get(), emulator.caFiles());
            }
            transcript.verbose("state in " + options.config().state().toAbsolutePath() + ", EPID groups "
                    + emulator.state().groups().all().stream()
                            .map(group -> group.gid().toString())
                            .toList());
            transcript.line("Listening for connections on port " + emulator.port());
            emulator.awaitStop();
        }
    }

    private static Emulator.Output output(Transcript transcript) {
        return new Emulator.Output() {
            @Override
            public void line(String text) {
                transcript.line(text);
            }

            @Override
            public void verbose(String text) {
                transcript.verbose(text);
            }

            @Override
            public void debug(String text) {
                if (transcript.shows(Level.DEBUG)) {
                    transcript.debug(text);
                }
            }
        };
    }
}
