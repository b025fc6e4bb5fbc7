package org.sgxra.sp.isv;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.LogOption;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.event.OutcomeEvent.Connected;
import org.sgxra.runtime.event.OutcomeEvent.SessionEnded;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.SessionStarted;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.Deadline;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.sp.cli.IsvSpCommandLine;
import org.sgxra.sp.cli.IsvSpConfiguration;
import org.sgxra.sp.cli.VerifierConfiguration;
import org.sgxra.sp.cli.VerifierOptions;
import org.sgxra.sp.cli.VerifierSetup;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.session.AttestationSession;
import org.sgxra.sp.session.ServiceKeySource;

/**
 * The command {@code isv-sp}: one attestation of an Application's enclave. Exit code 0 if the enclave was given its secret, 1
 * if the command cannot start, 2 if the enclave is not trusted, 3 if anything went wrong on the way.
 */
public final class IsvSp {
    private static final int NOT_TRUSTED = 2;
    private static final int FAILED = 3;

    private final ProcessStreams streams;
    private final Map<String, String> environment;

    /**
     * @param streams its folder is where the log file goes to; a secret may come from standard input
     * @param environment variables
     */
    public IsvSp(ProcessStreams streams, Map<String, String> environment) {
        this.streams = streams;
        this.environment = environment;
    }

    /** The process. */
    public static void main(String[] args) {
        System.exit(new IsvSp(ProcessStreams.ofProcess(), System.getenv()).run(args));
    }

    /** Runs the command line and gives the exit code. */
    public int run(String... args) {
        return CommandRunner.run(IsvSpCommandLine.TABLE, streams, this::run, args);
    }

    private int run(GivenOptions options) throws UsageException {
        if (options.has("list-agents")) {
            streams.stdout().println(VerifierOptions.agents());
            return 0;
        }
        return run(
                IsvSpCommandLine.configuration(options, streams.in()),
                LogOption.of(options, streams.folder(), IsvSpCommandLine.LOG_FILE));
    }

    private int run(IsvSpConfiguration configuration, LogOption log) throws UsageException {
        VerifierConfiguration verifier = configuration.verifier();
        AttestationService ias = VerifierSetup.service(verifier, environment);
        AttestationService service = configuration.secret().isPresent() ? ias : new WithoutRevocationData(ias);
        ResultForm form =
                configuration.secret().<ResultForm>map(StrictForm::new).orElseGet(CompatibleForm::new);
        try (Transcript transcript = streams.transcript(verifier.level()).keepForLog();
                EventFile file = EventFile.open(verifier.events(), verifier.level(), "isv-sp", transcript::line)) {
            log.open(transcript);
            file.start();
            VerifierSetup.writeNotices(verifier, transcript);
            if (configuration.secret().isEmpty()) {
                transcript.line(
                        "warning: --compat sends results as the original does: a known secret under a known IV");
            }
            SessionListener events = file.sessions(IsvSpTranscript.factory(transcript))
                    .open(configuration.application().toString());
            Expiry end = Expiry.in(configuration.sessionTimeout());
            try (AttestationSession session = new AttestationSession(
                    service,
                    verifier.session(),
                    new ServiceKeySource(verifier.longTermKey()),
                    Clock.systemUTC(),
                    events,
                    end)) {
                return attest(configuration, new IsvAttestation(session, form, events), transcript, events, end);
            }
        } finally {
            verifier.longTermKey().close();
            configuration.secret().ifPresent(SecretBytes::close);
        }
    }

    private static int attest(
            IsvSpConfiguration configuration,
            IsvAttestation attestation,
            Transcript transcript,
            SessionListener events,
            Expiry end) {
        events.on(new SessionStarted());
        try (Connection connection = ApplicationConnection.open(
                        configuration.application(),
                        configuration.tls(),
                        configuration.checkHost(),
                        end.atMost(configuration.timeout()));
                FrameChannel channel = FrameChannel.over(connection, configuration.timeout())) {
            events.on(new Connected());
            Deadline whole = connection.limit(
                    end.atMost(configuration.sessionTimeout()),
                    "it took longer than " + Deadline.inWords(configuration.sessionTimeout()));
            try (whole) {
                boolean provisioned = attestation.attest(channel) == IsvAttestation.Outcome.PROVISIONED;
                transcript.line(
                        provisioned
                                ? "Remote attestation done"
                                : "Remote attestation done: the enclave is given nothing");
                return provisioned ? 0 : NOT_TRUSTED;
            }
        } catch (IOException | MalformedMessageException | RefusedException | AttestationServiceException e) {
            events.on(new SessionFailed(e.getMessage(), e));
        } catch (RuntimeException e) {
            events.on(new SessionFailed(Reason.ofInternalErrorInSession(e), e));
        } finally {
            events.on(new SessionEnded());
        }
        return FAILED;
    }
}
