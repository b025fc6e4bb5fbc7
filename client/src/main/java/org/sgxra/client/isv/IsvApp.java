package org.sgxra.client.isv;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.sgxra.client.Enclave;
import org.sgxra.client.EnclaveException;
import org.sgxra.client.EnclaveFiles;
import org.sgxra.client.NativeEnclave;
import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.LogOption;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.server.StopSignals;
import org.sgxra.runtime.transcript.Transcript;

/** The command {@code isv-app}. Exit code 0 after a signal, 1 if it cannot start. */
public final class IsvApp {
    private static final int FAILED = 1;

    private IsvApp() {}

    /** The process. */
    public static void main(String[] args) {
        StopSignals signals = new StopSignals();
        signals.handle();
        System.exit(run(ProcessStreams.ofProcess(), System.getenv(), signals, args));
    }

    /** Runs the command line until a signal comes, or gives the exit code of a failure. */
    static int run(ProcessStreams streams, Map<String, String> environment, StopSignals signals, String... args) {
        return CommandRunner.run(
                IsvAppOptions.TABLE, streams, given -> run(given, streams, environment, signals), args);
    }

    private static int run(
            GivenOptions given, ProcessStreams streams, Map<String, String> environment, StopSignals signals)
            throws UsageException {
        IsvAppOptions options = IsvAppOptions.of(given);
        LogOption log = LogOption.of(given, streams.folder(), IsvAppOptions.LOG_FILE);
        SSLContext tls = ServerIdentity.load(options.certificate(), options.key());
        try (Transcript transcript =
                        streams.transcript(options.level()).keepForLog().limitFailures();
                EventFile events = EventFile.open(options.events(), options.level(), "isv-app", transcript::line)) {
            ServerIdentity.untimely(options.certificate(), Instant.now()).ifPresent(transcript::line);
            return serve(options, tls, environment, signals, transcript, log, events);
        }
    }

    private static int serve(
            IsvAppOptions options,
            SSLContext tls,
            Map<String, String> environment,
            StopSignals signals,
            Transcript transcript,
            LogOption log,
            EventFile events)
            throws UsageException {
        try (Enclave enclave = NativeEnclave.load(EnclaveFiles.fromProperties(), environment, transcript::line)) {
            if (enclave.mode() != Enclave.Mode.HW) {
                transcript.line(enclave.mode() + " mode: an enclave with no hardware protection; "
                        + "its quotes are worth nothing outside of tests");
            }
            try (IsvAppServer server = new IsvAppServer(
                    tls,
                    options.address(),
                    options.port(),
                    enclave,
                    new IsvAppServer.Terms(options.kind(), options.spKey(), options.compatible(), options.timeout()),
                    transcript,
                    events)) {
                log.open(transcript);
                events.start();
                signals.stopWith(() -> {
                    server.stop();
                    return true;
                });
                server.serve();
            }
            return 0;
        } catch (EnclaveException e) {
            transcript.line("isv-app: " + e.getMessage());
        } catch (IOException e) {
            transcript.line("isv-app: cannot listen on " + options.address().getHostAddress() + " port "
                    + options.port() + ": " + Reason.of(e));
        }
        return FAILED;
    }
}
