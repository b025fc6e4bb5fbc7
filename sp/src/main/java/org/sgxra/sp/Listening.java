package org.sgxra.sp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sgxra.runtime.cli.LogOption;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.OpenFiles;
import org.sgxra.runtime.server.StopSignals;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.cli.SpConfiguration.Crowd;
import org.sgxra.sp.cli.SpConfiguration.Inspect;
import org.sgxra.sp.cli.SpConfiguration.Listen;
import org.sgxra.sp.inspect.Inspection;
import org.sgxra.sp.metrics.Metrics;
import org.sgxra.sp.server.HexAttestation;
import org.sgxra.sp.server.HexTranscript;
import org.sgxra.sp.server.ParallelSettings;
import org.sgxra.sp.server.TcpServer;

/** The command {@code sp} while it listens: its server, what watches it, and its end. */
final class Listening {
    private final Listen listen;
    private final Transcript transcript;
    private final LogOption log;
    private final EventFile events;
    private final Consumer<String> copies;
    private Optional<Metrics> metrics = Optional.empty();
    private Optional<Inspection> inspection = Optional.empty();

    /** @param copies where the digits of each message sent are shown */
    Listening(Listen listen, Transcript transcript, LogOption log, EventFile events, Consumer<String> copies) {
        this.listen = listen;
        this.transcript = transcript;
        this.log = log;
        this.events = events;
        this.copies = copies;
    }

    /**
     * Serves until a signal comes.
     *
     * @param attestations makes what attests, with the listeners of its sessions
     * @return the exit code
     * @throws UsageException if a file that was asked for cannot be written
     */
    int run(Function<SessionListener.Factory, HexAttestation> attestations, StopSignals signals) throws UsageException {
        try {
            metrics = listen.surroundings().metrics().isPresent()
                    ? Optional.of(metrics(listen.surroundings().metrics().get()))
                    : Optional.empty();
            inspection = listen.surroundings().inspect().isPresent()
                    ? Optional.of(inspection(listen.surroundings().inspect().get()))
                    : Optional.empty();
        } catch (IOException e) {
            metrics.ifPresent(Metrics::close);
            transcript.line("sp: " + e.getMessage());
            return 1;
        }
        try (TcpServer server = server(attestations.apply(peer -> listener(peer, transcript)))) {
            log.open(transcript);
            events.start();
            metrics.ifPresent(figures -> figures.watch(server::connections, server::waiting, server::refused));
            signals.stopWith(() -> stop(server));
            metrics.ifPresent(figures -> figures.ready(true));
            server.serve();
            return 0;
        } catch (IOException e) {
            String address = listen.address() == null ? "" : listen.address().getHostAddress() + " ";
            transcript.line("sp: cannot listen on " + address + "port " + listen.port() + ": " + Reason.of(e));
            return 1;
        } finally {
            inspection.ifPresent(Inspection::close);
            metrics.ifPresent(Metrics::close);
        }
    }

    private Metrics metrics(InetSocketAddress address) throws IOException {
        try {
            Metrics figures = new Metrics(address, transcript::refusal);
            transcript.line(
                    "Metrics on http://" + address.getAddress().getHostAddress() + ":" + figures.port() + "/metrics");
            return figures;
        } catch (IOException e) {
            throw cannotListen(address, "metrics", e);
        }
    }

    private Inspection inspection(Inspect inspect) throws IOException {
        try {
            return new Inspection(inspect.address(), inspect.sessions(), transcript::line, transcript::refusal);
        } catch (IOException e) {
            throw cannotListen(inspect.address(), "pages of sessions", e);
        }
    }

    private static IOException cannotListen(InetSocketAddress address, String what, IOException e) {
        return new IOException(
                "cannot listen on " + address.getAddress().getHostAddress() + " port " + address.getPort() + " for "
                        + what + ": " + e.getMessage(),
                e);
    }

    private SessionListener listener(String peer, Transcript ofSession) {
        List<SessionListener> listeners = new ArrayList<>();
        listeners.add(events.session(HexTranscript.factory(ofSession, copies).open(peer), peer));
        metrics.ifPresent(figures -> listeners.add(figures.session()));
        inspection.ifPresent(pages -> listeners.add(pages.session(peer)));
        return SessionListener.all(listeners.toArray(SessionListener[]::new));
    }

    private TcpServer server(HexAttestation attestation) throws IOException {
        Crowd crowd = listen.crowd().within(OpenFiles.limit());
        if (crowd.workers() == 1) {
            return new TcpServer(
                    listen.address(),
                    listen.port(),
                    attestation,
                    listen.timeout(),
                    listen.sessionTimeout(),
                    listen.surroundings().proxies(),
                    this::listener,
                    transcript);
        }
        if (crowd.maxConnections() < listen.crowd().maxConnections()) {
            transcript.line("warning: the system lets this process open so few files that there can be "
                    + crowd.maxConnections() + " connections only");
        }
        return new TcpServer(
                listen.address(),
                listen.port(),
                attestation,
                new ParallelSettings(crowd.workers(), crowd.maxConnections(), crowd.backlog(), this::listener),
                listen.timeout(),
                listen.sessionTimeout(),
                listen.surroundings().proxies(),
                transcript);
    }

    /** Balancers are told first, and given time to send their clients elsewhere. */
    private boolean stop(TcpServer server) {
        metrics.ifPresent(figures -> figures.ready(false));
        Duration drain = listen.surroundings().drain();
        if (!drain.isZero()) {
            transcript.line("Draining for " + drain.toSeconds() + " s");
            sleep(drain);
        }
        server.stop();
        return true;
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
