package org.sgxra.sp.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.mock.Agents;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.testdata.hostile.HostileRun;

/** Reports and collateral that came whole and are wrong: asked for once, never believed, and the message says what it is. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("counts what is open")
class WrongAnswersTest {
    private final HostileRun run = new HostileRun("wrong answers");

    @Test
    void someAreToldApartWithTheAgentDirect() throws Exception {
        askAll(List.of("direct"), 4);
    }

    @Test
    @Tag("long")
    void eachIsToldApartWithEachAgent() throws Exception {
        askAll(List.of("direct", "jdk", "curl"), 1);
    }

    /** @param stride 1 for all faults, 2 for every other one, ... */
    private void askAll(List<String> agents, int stride) throws Exception {
        List<AnswerFault<String>> reports = some(ReportFaults.all(), stride);
        List<AnswerFault<String>> collateral = some(CollateralFaults.all(), stride);
        for (String agent : agents) {
            ask(agent, reports.subList(0, 1), List.of());
        }
        // Threads of curl(1) and of the JDK's agent stay for a minute.
        run.settled(agents.size() == 1 ? 1 : 9);
        for (String agent : agents) {
            ask(agent, reports, collateral);
        }
        run.collect();
        run.finish();
    }

    private static List<AnswerFault<String>> some(List<AnswerFault<String>> all, int stride) {
        return IntStream.range(0, all.size())
                .filter(i -> i % stride == 0)
                .mapToObj(all::get)
                .toList();
    }

    private void ask(String name, List<AnswerFault<String>> reports, List<AnswerFault<String>> collateral)
            throws Exception {
        HttpAgent agent = Agents.agent(name, TestServer.trust(), Duration.ofSeconds(60));
        for (AnswerFault<String> fault : reports) {
            ask(
                    fault,
                    name,
                    (target, body) -> fault.answer().of(body),
                    (url, listener) -> GoodQuotes.ias(url, agent, listener));
        }
        for (AnswerFault<String> fault : collateral) {
            ask(
                    fault,
                    name,
                    (target, body) -> fault.answer().of(target),
                    (url, listener) -> GoodQuotes.dcap(url, agent, listener));
        }
    }

    private interface Question {
        Appraisal ask(String url, SessionListener listener) throws Exception;
    }

    private void ask(AnswerFault<String> fault, String agent, FaultyService.Knowledge knowledge, Question question)
            throws Exception {
        String name = fault + ", " + agent;
        List<String> notices = new ArrayList<>();
        SessionListener listener = event -> {
            if (event instanceof Notice notice) {
                notices.add(notice.text());
            }
        };
        try (FaultyService service = new FaultyService(knowledge)) {
            Appraisal[] appraisal = new Appraisal[1];
            Throwable failure = catchThrowable(() -> appraisal[0] = question.ask(service.url(), listener));
            assertThat(service.asked).as(name).isNotEmpty().doesNotHaveDuplicates();
            assertThat(notices).as(name).isEmpty();
            if (fault.isDisbelieved()) {
                assertThat(failure)
                        .as(name)
                        .isInstanceOf(AttestationServiceException.class)
                        .message()
                        .containsPattern(fault.says())
                        .matches("\\P{Cc}+");
            } else {
                assertThat(failure).as(name).isNull();
                assertThat(appraisal[0].verdict().isGenuine()).as(name).isTrue();
            }
        }
        run.input(fault.kind());
    }
}
