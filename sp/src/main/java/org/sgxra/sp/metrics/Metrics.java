package org.sgxra.sp.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.sp.web.PageServer;
import org.sgxra.sp.web.PageServer.Page;
import org.sgxra.sp.web.PageServer.Question;

/**
 * The figures of a service provider and whether it serves, for those who watch it: {@code /metrics} in Prometheus' text form,
 * {@code /healthz} while the process answers, {@code /readyz} while it takes clients.
 */
public final class Metrics implements AutoCloseable {
    private static final Page HEALTHY = Page.text(200, "ok\n");
    private static final Page READY = Page.text(200, "ready\n");
    private static final Page NOT_READY = Page.text(503, "not ready\n");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final SessionMetrics sessions = new SessionMetrics(registry);
    private final PageServer server;
    private volatile boolean ready;

    /**
     * Starts to listen; not ready yet.
     *
     * @param address port 0: any free one
     * @param notices takes a line about a connection that came to nothing
     * @throws IOException if the port cannot be had
     */
    public Metrics(InetSocketAddress address, Consumer<String> notices) throws IOException {
        server = new PageServer("metrics", address, this::page, notices);
    }

    /** The port listened on. */
    public int port() {
        return server.port();
    }

    /** The listener of a session. */
    public SessionListener session() {
        return sessions.session();
    }

    /** Says whether clients are served. */
    public void ready(boolean now) {
        ready = now;
    }

    /** Shows what the server has to say of itself. */
    public void watch(LongSupplier connections, LongSupplier waiting, LongSupplier refused) {
        GaugeWithCallback.builder()
                .name("sgxra_sp_connections")
                .help("Connections of clients that are open.")
                .callback(figure -> figure.call(connections.getAsLong()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("sgxra_sp_queue")
                .help("Complete first messages that wait for a worker.")
                .callback(figure -> figure.call(waiting.getAsLong()))
                .register(registry);
        CounterWithCallback.builder()
                .name("sgxra_sp_connections_refused")
                .help("Connections that were closed because there were too many or the queue was full.")
                .callback(figure -> figure.call(refused.getAsLong()))
                .register(registry);
    }

    private Page page(Question question) {
        return switch (question.path()) {
            case "/metrics" -> new Page(200, writer.getContentType(), text());
            case "/healthz" -> HEALTHY;
            case "/readyz" -> ready ? READY : NOT_READY;
            default -> Page.text(404, "there are /metrics, /healthz and /readyz\n");
        };
    }

    private byte[] text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("an array can be written to", e);
        }
        return text.toByteArray();
    }

    /** Stops listening. */
    @Override
    public void close() {
        server.close();
    }
}
