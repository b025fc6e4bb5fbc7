package org.sgxra.sp.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.http.TlsTrust;
import org.sgxra.sp.mock.Agents;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.testdata.hostile.HostileRun;

/**
 * Services that fail in every way, through every agent. What passes is tried again, and the second try succeeds; what lasts is asked
 * once, and the message says what it is.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("counts what is open")
class FailingServiceTest {
    /** Long for a good answer of a machine under load, and short for one that never comes. */
    private static final Duration HUNG = Duration.ofSeconds(6);

    private static final int SIDE_BY_SIDE = 12;

    private final HostileRun run = new HostileRun("failing services");

    private final TlsTrust trust = TestServer.trust();
    private final Map<Duration, HttpAgent> kept = new ConcurrentHashMap<>();

    FailingServiceTest() throws IOException {}

    /** What is asked of a service. */
    private enum Question {
        SIGRL("/sigrl/"),
        REPORT("/report"),
        TCB_INFO("/tcb?");

        private final String target;

        Question(String target) {
            this.target = target;
        }
    }

    @Test
    void eachFaultIsToldApartWithTheAgentDirect() throws Exception {
        List<Callable<Void>> checks = new ArrayList<>();
        for (ServiceFault fault : ServiceFault.all()) {
            if (!fault.slow()) {
                checks.add(check(fault, "direct", Question.values()[fault.kind().length() % 3]));
            }
        }
        run(checks, List.of("direct"));
    }

    @Test
    @Tag("long")
    void eachFaultIsToldApartWithTheAgentsDirectAndCurl() throws Exception {
        run(all("direct", "curl"), List.of("direct", "curl"));
    }

    @Test
    @Tag("long")
    void eachFaultIsToldApartWithTheAgentJdk() throws Exception {
        run(all("jdk"), List.of("jdk"));
    }

    private List<Callable<Void>> all(String... agents) {
        List<Callable<Void>> checks = new ArrayList<>();
        for (ServiceFault fault : ServiceFault.all()) {
            for (String agent : agents) {
                for (Question question : fault.slow() ? List.of(Question.REPORT) : List.of(Question.values())) {
                    checks.add(check(fault, agent, question));
                }
            }
        }
        return checks;
    }

    private Callable<Void> check(ServiceFault fault, String agent, Question question) {
        return () -> {
            ask(fault, agent, question);
            return null;
        };
    }

    /**
     * Side by side: they wait most of their time.
     *
     * @param agents that are asked; afterwards nothing may be left of them
     */
    private void run(List<Callable<Void>> checks, List<String> agents) throws Exception {
        try (FaultyService good = new FaultyService(this::answer)) {
            for (String agent : agents) {
                ask(Question.REPORT, good.url(), agent(agent, false), SessionListener.NONE);
            }
        }
        // Threads that read from curl(1), and those of the JDK's client, stay for a minute.
        run.settled(agents.equals(List.of("direct")) ? 1 : SIDE_BY_SIDE);
        ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            List<Throwable> failures = new ArrayList<>();
            for (Future<Void> check : threads.invokeAll(checks)) {
                Throwable failure = catchThrowable(check::get);
                if (failure != null) {
                    failures.add(failure.getCause());
                }
            }
            assertThat(failures).isEmpty();
        } finally {
            threads.shutdownNow();
        }
        kept.clear();
        run.collect();
        run.finish();
    }

    /** The JDK's agent is not made for each question: it has threads of its own. */
    private HttpAgent agent(String name, boolean slow) throws IOException {
        Duration timeout = slow ? HUNG : Duration.ofSeconds(60);
        return name.equals("jdk")
                ? kept.computeIfAbsent(timeout, limit -> Agents.agent(name, trust, limit))
                : Agents.agent(name, trust, timeout);
    }

    private void ask(ServiceFault fault, String agentName, Question asked) throws Exception {
        // A group without a revocation list has an empty one.
        Question question = fault.kind().equals("empty body") && asked == Question.SIGRL ? Question.TCB_INFO : asked;
        String name = fault + ", " + agentName + ", " + question;
        HttpAgent agent = agent(agentName, fault.slow());
        Pattern says = Pattern.compile(fault.says());
        List<String> notices = new ArrayList<>();
        SessionListener listener = event -> {
            if (event instanceof Notice notice) {
                notices.add(notice.text());
            }
        };
        try (FaultyService service = new FaultyService(this::answer, question.target, fault.fault(), 1)) {
            Throwable failure = catchThrowable(() -> ask(question, service.url(), agent, listener));
            assertThat(service.struck).as(name).hasValue(isNeverAsked(fault) ? service.struck.get() : 1);
            if (fault.isTransient()) {
                assertThat(failure).as(name).isNull();
                // The agents jdk and direct begin anew by themselves when a connection turns out to be closed.
                assertThat(notices).as(name).hasSizeBetween(agentName.equals("jdk") ? 0 : 1, 1);
                assertThat(notices)
                        .as(name)
                        .allMatch(notice -> notice.matches("warning: .*; trying again in [0-9]+ (s|ms)"))
                        .allMatch(notice -> says.matcher(notice).find(), fault.says());
            } else {
                assertThat(failure).as(name).isInstanceOf(AttestationServiceException.class);
                assertThat(failure.getMessage())
                        .as(name)
                        .doesNotContain("internal", "Null", "tried", "0x")
                        .matches("\\P{Cc}+")
                        .containsPattern(says);
                assertThat(notices).as(name).isEmpty();
            }
        }
        synchronized (run) {
            run.input(fault.kind());
        }
    }

    /** Certificates are refused before anything is asked. */
    private static boolean isNeverAsked(ServiceFault fault) {
        return fault.kind().startsWith("TLS certificate");
    }

    private static void ask(Question question, String url, HttpAgent agent, SessionListener listener) throws Exception {
        switch (question) {
            case SIGRL ->
                assertThat(GoodQuotes.sigRl(url, agent, listener).size()).isEqualTo(80);
            case REPORT ->
                assertThat(GoodQuotes.ias(url, agent, listener).verdict().isGenuine())
                        .isTrue();
            case TCB_INFO ->
                assertThat(GoodQuotes.dcap(url, agent, listener).verdict().isGenuine())
                        .isTrue();
        }
    }

    private HttpAnswer answer(String target, String body) throws IOException {
        if (target.contains("/sigrl/")) {
            return new HttpAnswer(
                    200, List.of(), MockIas.list(GoodQuotes.GROUP, 0).getBytes(StandardCharsets.US_ASCII));
        }
        return target.endsWith("/report")
                ? InMemoryIas.report(body, Clock.systemUTC(), json -> {}, TestServer.SIGNER)
                : CollateralFaults.answer(target, GoodQuotes.COLLATERAL);
    }
}
