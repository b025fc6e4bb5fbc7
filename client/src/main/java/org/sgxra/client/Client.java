package org.sgxra.client;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.common.report.EvidencePayload;
import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.LogOption;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.Conversation;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.event.KeyEvent.ServiceKeyChosen;
import org.sgxra.runtime.event.OutcomeEvent.Connected;
import org.sgxra.runtime.event.OutcomeEvent.SessionEnded;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.SessionStarted;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.Addresses;
import org.sgxra.runtime.net.HostPort;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.WrappedHex;

/** The command {@code client}: proves the enclave to a service provider (docs/spec/cli.md). */
public final class Client {
    static final int TRUSTED = 0;
    static final int USAGE = 1;
    static final int NOT_TRUSTED = 2;
    static final int PROTOCOL = 3;

    /** Loads the enclave; what happens on the way is told to the consumer, a line at a time. */
    interface EnclaveLoader {
        Enclave load(Consumer<String> notices) throws EnclaveException;
    }

    private final EnclaveLoader loader;
    private final ProcessStreams streams;
    private final ClientOptions options;
    private final Transcript transcript;
    private final SessionListener events;

    private Client(
            EnclaveLoader loader,
            ProcessStreams streams,
            ClientOptions options,
            Transcript transcript,
            EventFile file) {
        this.loader = loader;
        this.streams = streams;
        this.options = options;
        this.transcript = transcript;
        this.events = file.session(
                new ClientTranscript(
                        transcript, streams.stderr(), options.stdio() ? "stdin" : "socket", copies(streams, options)),
                options.stdio() ? "stdio" : options.server().toString());
    }

    /** On standard input and output each message is shown as well, when standard output leads away from people. */
    private static Consumer<String> copies(ProcessStreams streams, ClientOptions options) {
        if (!options.stdio()) {
            return new PrintStream(streams.out(), true, StandardCharsets.US_ASCII)::println;
        }
        if (streams.outIsTerminal()) {
            return hex -> {};
        }
        return hex -> streams.stderr().println(options.wrap() ? WrappedHex.of(hex) : hex);
    }

    /** The process. */
    public static void main(String[] args) {
        System.exit(run(
                notices -> NativeEnclave.load(EnclaveFiles.fromProperties(), System.getenv(), notices),
                ProcessStreams.ofProcess(),
                args));
    }

    /** Does what the arguments say and gives the exit code. */
    static int run(EnclaveLoader loader, ProcessStreams streams, String... args) {
        return CommandRunner.run(ClientCommandLine.TABLE, streams, given -> run(loader, streams, given), args);
    }

    private static int run(EnclaveLoader loader, ProcessStreams streams, GivenOptions given) throws UsageException {
        ClientOptions options = ClientCommandLine.options(given);
        LogOption log = LogOption.of(given, streams.folder(), ClientCommandLine.LOG_FILE);
        try (Transcript transcript = streams.transcript(options.level()).keepForLog();
                EventFile file = EventFile.open(events(options), options.level(), "client", transcript::line)) {
            log.open(transcript);
            file.start();
            return new Client(loader, streams, options, transcript, file).run();
        }
    }

    /** Only a session has events. */
    private static Optional<Path> events(ClientOptions options) {
        return options.action() == ClientOptions.Action.ATTEST ? options.events() : Optional.empty();
    }

    private int run() {
        events.on(new SessionStarted());
        try (Enclave enclave = loader.load(transcript::line)) {
            warnOfMissingProtection(enclave.mode());
            return switch (options.action()) {
                case GROUP_ID -> print(enclave.groupId().toString());
                case QUOTE -> print(evidence(enclave));
                case UNSEAL -> print(enclave.unseal(sealedSecret()).hex());
                default -> attest(enclave).isTrusted() ? TRUSTED : NOT_TRUSTED;
            };
        } catch (UsageException e) {
            return failed(USAGE, e.getMessage(), e);
        } catch (EnclaveException e) {
            return failed(e.origin() == EnclaveException.Cause.LOCAL ? USAGE : PROTOCOL, e.getMessage(), e);
        } catch (WireException e) {
            return failed(PROTOCOL, explain(e), e);
        } catch (MalformedMessageException | IOException e) {
            return failed(PROTOCOL, e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) {
            return failed(USAGE, Reason.ofInternalErrorInSession(e), e);
        } finally {
            events.on(new SessionEnded());
        }
    }

    private void warnOfMissingProtection(Enclave.Mode mode) {
        if (mode == Enclave.Mode.SOFT) {
            transcript.line("SOFT mode: a software enclave with no hardware protection; "
                    + "its quotes are worth nothing outside of tests");
        } else if (mode == Enclave.Mode.SIM) {
            transcript.line("SIM mode: Intel's simulation, no hardware protection; nobody can verify its quotes");
        }
    }

    private int print(String line) throws IOException {
        streams.out().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        streams.out().flush();
        return TRUSTED;
    }

    private byte[] ecdsaQuote(Enclave enclave) throws EnclaveException {
        byte[] quote = enclave.ecdsaQuote();
        SimulationQuote.notice(ByteString.of(quote)).ifPresent(transcript::line);
        return quote;
    }

    /**
     * What the attestation service takes as evidence (docs/spec/ias-api.md section 3). An ECDSA quote is packed in the same
     * way, for the tools that read it.
     */
    private String evidence(Enclave enclave) throws EnclaveException {
        byte[] quote = options.kind() == QuoteKind.ECDSA
                ? ecdsaQuote(enclave)
                : enclave.quote(options.signType(), options.spid(), options.nonce());
        return new EvidencePayload(
                        ByteString.of(quote), Optional.empty(), options.nonce().map(ByteString::hex))
                .toJson();
    }

    private byte[] sealedSecret() throws UsageException {
        Path file = options.unseal().orElseThrow();
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UsageException("--unseal: no such file: " + file, e);
        } catch (IOException e) {
            throw new UsageException("--unseal: cannot read " + file + ": " + Reason.of(e), e);
        }
    }

    private TrustStatus attest(Enclave enclave)
            throws EnclaveException, MalformedMessageException, UsageException, IOException {
        events.on(new ServiceKeyChosen(options.spKey().map(Object::toString)));
        try (EnclaveSession session = new EnclaveSession(enclave, options.kind(), options.spKey())) {
            Attestation attestation = new Attestation(enclave, session, options.sealedOut(), events);
            Msg0Msg1 first = attestation.begin();
            try (Conversation sp = new Conversation(options.stdio() ? onStandardStreams() : connected(), events)) {
                events.on(new Connected());
                return attestation.run(first, sp);
            }
        }
    }

    private HexLineChannel onStandardStreams() {
        return HexLineChannel.over(streams.in(), streams.inIsTerminal(), streams.out(), options.wrap());
    }

    private HexLineChannel connected() throws IOException {
        HostPort server = options.server();
        try {
            return HexLineChannel.over(Addresses.connect(server, options.timeout()), options.timeout());
        } catch (UnknownHostException e) {
            throw new ConnectException("cannot connect to " + server + ": unknown host " + server.host());
        } catch (IOException e) {
            ConnectException failure =
                    new ConnectException("cannot connect to the service provider at " + server + ": " + Reason.of(e));
            failure.initCause(e);
            throw failure;
        }
    }

    private String explain(WireException e) {
        String there = "; the reason is in the SP's log";
        return switch (e.kind()) {
            case CLOSED -> "the SP closed the " + e.getMessage().replace(" closed before", " before") + there;
            case CUT_SHORT, FAILED -> e.getMessage() + there;
            default -> e.getMessage();
        };
    }

    private int failed(int exitCode, String message, Throwable cause) {
        events.on(new SessionFailed(message, cause));
        return exitCode;
    }
}
