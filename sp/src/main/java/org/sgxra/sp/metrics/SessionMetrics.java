package org.sgxra.sp.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import org.sgxra.common.dcap.TcbSummary;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.event.MessageEvent.MessageReceived;
import org.sgxra.runtime.event.MessageEvent.MessageSent;
import org.sgxra.runtime.event.OutcomeEvent.ConnectionLost;
import org.sgxra.runtime.event.OutcomeEvent.SessionEnded;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.SessionStarted;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReached;
import org.sgxra.runtime.event.ServiceEvent.AnswerReceived;
import org.sgxra.runtime.event.ServiceEvent.CollateralReceived;
import org.sgxra.runtime.event.ServiceEvent.CollateralRequested;
import org.sgxra.runtime.event.ServiceEvent.QuoteVerified;
import org.sgxra.runtime.event.ServiceEvent.ReportVerified;
import org.sgxra.runtime.event.ServiceEvent.RequestSent;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.UnreachableException;

/** Counts and times what happens in all sessions of a service provider. */
final class SessionMetrics {
    private static final String PREFIX = "sgxra_sp_";
    /** Seconds: from answers without any service to the longest that a service may take. */
    private static final double[] BOUNDS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };
    /** A status is a word; what a service calls differently is counted under this one. */
    private static final String OTHER = "other";

    private final Gauge sessions;
    private final Counter verdicts;
    private final Counter failures;
    private final Histogram stages;
    private final Gauge certificates;
    private final Gauge collateral;

    SessionMetrics(PrometheusRegistry registry) {
        sessions = Gauge.builder()
                .name(PREFIX + "sessions")
                .help("Attestations in progress, clients that have said nothing yet included.")
                .register(registry);
        verdicts = Counter.builder()
                .name(PREFIX + "verdicts")
                .help("Verdicts by what the client is told and by the attestation service's word for the platform.")
                .labelNames("verdict", "status")
                .register(registry);
        failures = Counter.builder()
                .name(PREFIX + "failures")
                .help("Attestations that ended without a verdict, by cause.")
                .labelNames("cause")
                .register(registry);
        stages = Histogram.builder()
                .name(PREFIX + "stage_seconds")
                .help("Time from a message to its answer (msg2, msg4), and of calls to services within it.")
                .labelNames("stage")
                .classicOnly()
                .classicUpperBounds(BOUNDS)
                .register(registry);
        certificates = Gauge.builder()
                .name(PREFIX + "report_certificate_expiry_timestamp_seconds")
                .help("When the first certificate ends that signed the last report, seconds since 1970.")
                .register(registry);
        collateral = Gauge.builder()
                .name(PREFIX + "collateral_expiry_timestamp_seconds")
                .help("When the collateral ends that judged the last quote of a kind of platform, seconds since 1970.")
                .labelNames("fmspc")
                .register(registry);
    }

    /** The listener of a session. */
    SessionListener session() {
        return new Session();
    }

    private static String cause(Throwable cause) {
        if (cause instanceof MalformedMessageException) {
            return "malformed";
        }
        if (cause instanceof RefusedException) {
            return "refused";
        }
        if (cause instanceof UnreachableException) {
            return "service-unreachable";
        }
        return cause instanceof DisbelievedException ? "service-disbelieved" : "internal";
    }

    private static String word(String status) {
        return status.matches("[A-Za-z_]{1,64}") ? status : OTHER;
    }

    private final class Session implements SessionListener {
        private long received;
        private long asked;

        /** Nothing is done for this listener alone. */
        @Override
        public boolean shows(Level level) {
            return false;
        }

        @Override
        public void on(SessionEvent event) {
            if (event instanceof SessionStarted) {
                sessions.inc();
            } else if (event instanceof MessageReceived) {
                received = System.nanoTime();
            } else if (event instanceof MessageSent sent) {
                observe(sent.message(), received);
            } else if (event instanceof RequestSent || event instanceof CollateralRequested) {
                asked = System.nanoTime();
            } else if (event instanceof AnswerReceived answer) {
                observe(answer.call(), asked);
            } else if (event instanceof CollateralReceived) {
                observe("collateral", asked);
            } else if (event instanceof ReportVerified verified) {
                noteCertificates(verified);
            } else if (event instanceof QuoteVerified verified) {
                noteCollateral(verified.tcb());
            } else if (event instanceof VerdictReached verdict) {
                verdicts.labelValues(verdict.status().name(), word(verdict.platformStatus()))
                        .inc();
            } else if (event instanceof SessionFailed failed) {
                failures.labelValues(cause(failed.cause())).inc();
            } else if (event instanceof ConnectionLost) {
                failures.labelValues("connection").inc();
            } else if (event instanceof SessionEnded) {
                sessions.dec();
            }
        }

        private void observe(String stage, long since) {
            stages.labelValues(stage).observe((System.nanoTime() - since) / (double) TimeUnit.SECONDS.toNanos(1));
        }

        private void noteCertificates(ReportVerified verified) {
            verified.signed().chain().certificates().stream()
                    .map(X509Certificate::getNotAfter)
                    .min(java.util.Date::compareTo)
                    .ifPresent(end -> certificates.set(end.getTime() / 1000.0));
        }

        private void noteCollateral(TcbSummary tcb) {
            collateral
                    .labelValues(tcb.fmspc().hex())
                    .set(tcb.earliestExpiration().getEpochSecond());
        }
    }
}
