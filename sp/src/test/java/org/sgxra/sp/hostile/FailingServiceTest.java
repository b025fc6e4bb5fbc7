package org.sgxra.sp.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.Tee;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.SignType;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.ias.IasClient;
import org.sgxra.sp.ias.IasService;
import org.sgxra.sp.mock.Agents;
import org.sgxra.sp.mock.MockPcs;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.pcs.PcsAddress;
import org.sgxra.sp.pcs.PcsClient;
import org.sgxra.sp.pcs.PlatformKind;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.testdata.hostile.HostileRun;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

/**
 * Services that fail in every way, through every agent. What passes is tried again, and the second try succeeds; what lasts is asked
 * once, and the message says what it is.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FailingServiceTest {
    private static final EpidGroupId GROUP = new EpidGroupId(0x0b0f);
    private static final PlatformKind PLATFORM = new PlatformKind(
            Tee.SGX, ByteString.of(new byte[] {0, 0x53, 0x4f, 0x46, 0x54, 0}), PlatformKind.Ca.PLATFORM);
    private static final Duration SESSION = Duration.ofSeconds(300);
    /** Long for a good answer of a machine under load, and short for one that never comes. */
    private static final Duration HUNG = Duration.ofSeconds(6);

    private static final int SIDE_BY_SIDE = 12;

    private final Collateral collateral = new FakeEvidence().collateral();
    private final HostileRun run = new HostileRun("failing services");

    /** What is asked of a service. */
    private enum Question {
        SIGRL,
        TCB_INFO
    }

    @Test
    void eachFaultIsToldApartWithTheAgentDirect() throws Exception {
        List<Callable<Void>> checks = new ArrayList<>();
        for (ServiceFault fault : ServiceFault.all()) {
            if (!fault.slow()) {
                checks.add(check(fault, "direct", Question.values()[fault.kind().length() % 2]));
            }
        }
        run(checks);
    }

    @Test
    @Tag("long")
    void eachFaultIsToldApartWithEachAgent() throws Exception {
        List<Callable<Void>> checks = new ArrayList<>();
        for (ServiceFault fault : ServiceFault.all()) {
            for (String agent : List.of("direct", "jdk", "curl")) {
                for (Question question : Question.values()) {
                    checks.add(check(fault, agent, question));
                }
            }
        }
        run(checks);
    }

    private Callable<Void> check(ServiceFault fault, String agent, Question question) {
        return () -> {
            ask(fault, agent, question);
            return null;
        };
    }

    /** Side by side: they wait most of their time. */
    private void run(List<Callable<Void>> checks) throws Exception {
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
        run.finish();
    }

    private void ask(ServiceFault fault, String agentName, Question asked) throws Exception {
        // A group without a revocation list has an empty one.
        Question question = fault.kind().equals("empty body") ? Question.TCB_INFO : asked;
        String name = fault + ", " + agentName + ", " + question;
        HttpAgent agent = Agents.agent(agentName, TestServer.trust(), fault.slow() ? HUNG : Duration.ofSeconds(60));
        List<String> notices = new ArrayList<>();
        SessionListener listener = event -> {
            if (event instanceof Notice notice) {
                notices.add(notice.text());
            }
        };
        try (FaultyService service =
                new FaultyService(this::answer, question == Question.SIGRL ? "/sigrl/" : "/tcb?", fault.fault(), 1)) {
            Throwable failure = catchThrowable(() -> ask(question, service.url(), agent, listener));
            assertThat(service.struck).as(name).hasValue(isNeverAsked(fault) ? service.struck.get() : 1);
            if (fault.isTransient()) {
                assertThat(failure).as(name).isNull();
                // The agents jdk and direct begin anew by themselves when a connection turns out to be closed.
                assertThat(notices).as(name).hasSizeBetween(agentName.equals("jdk") ? 0 : 1, 1);
                assertThat(notices)
                        .as(name)
                        .allMatch(notice -> notice.matches("warning: .*; trying again in [0-9]+ (s|ms)"));
            } else {
                assertThat(failure).as(name).isInstanceOf(AttestationServiceException.class);
                assertThat(failure.getMessage())
                        .as(name)
                        .doesNotContain("internal", "Null", "tried", "0x")
                        .matches("\\P{Cc}+");
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

    private void ask(Question question, String url, HttpAgent agent, SessionListener listener) throws Exception {
        Expiry end = Expiry.in(SESSION);
        if (question == Question.SIGRL) {
            IasService service = new IasService(
                    new IasClient(IasAddress.of(URI.create(url), false, 4), List.of(), agent),
                    TestClient.SPID,
                    SignType.UNLINKABLE,
                    new ReportVerifier(ReportSigningCa.fromPem(TestServer.CA.pem()), null));
            assertThat(service.open(GROUP, listener, end).request().sigRl().size())
                    .isEqualTo(80);
        } else {
            new PcsClient(PcsAddress.parse(PcsAddress.Kind.PCCS, url), uri -> agent)
                    .collateral(PLATFORM, listener, end);
        }
    }

    private HttpAnswer answer(String target, String body) throws IOException {
        if (target.contains("/sigrl/")) {
            return new HttpAnswer(
                    200, List.of(), org.sgxra.sp.mock.MockIas.list(GROUP, 0).getBytes(StandardCharsets.US_ASCII));
        }
        if (target.contains("/tcb?")) {
            return answer(
                    "TCB-Info-Issuer-Chain",
                    collateral.tcbInfoChain(),
                    collateral.tcbInfo().toArray());
        }
        if (target.endsWith("/qe/identity")) {
            return answer(
                    "SGX-Enclave-Identity-Issuer-Chain",
                    collateral.qeIdentityChain(),
                    collateral.qeIdentity().toArray());
        }
        if (target.contains("/pckcrl?")) {
            return answer(
                    "SGX-PCK-CRL-Issuer-Chain",
                    collateral.pckCrlIssuerChain().orElseThrow(),
                    collateral.pckCrl().toArray());
        }
        return new HttpAnswer(200, List.of(), collateral.rootCrl().hex().getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpAnswer answer(String header, ByteString chain, byte[] body) {
        return new HttpAnswer(200, List.of(Map.entry(header, MockPcs.encode(chain))), body);
    }
}
