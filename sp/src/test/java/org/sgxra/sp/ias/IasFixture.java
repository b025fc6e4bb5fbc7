package org.sgxra.sp.ias;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.SignType;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.TlsTrust;
import org.sgxra.sp.mock.Agents;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.Criteria;
import org.sgxra.sp.service.Evidence;
import org.sgxra.sp.session.SessionTranscript;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.PlatformPolicy;

/** An attestation service on the loopback, and both agents to reach it. */
abstract class IasFixture {
    static final EpidGroupId GROUP = new EpidGroupId(0x0b0f);
    static final EpidQuote QUOTE = quote(GROUP, TestClient.SPID, SignType.UNLINKABLE);

    static final Criteria CRITERIA = new Criteria(
            new AppraisalPolicy(Optional.empty(), new PlatformPolicy(false, Set.of(), Set.of())),
            Duration.ofSeconds(300),
            Duration.ofSeconds(60),
            Clock.systemUTC(),
            ByteString.zeros(64));

    final ByteArrayOutputStream account = new ByteArrayOutputStream();
    final Transcript transcript =
            new Transcript(new PrintStream(account, true, StandardCharsets.UTF_8), Level.DEBUG, Clock.systemUTC());
    MockIas ias;

    static EpidQuote quote(EpidGroupId gid, ByteString spid, SignType type) {
        try {
            ReportBody report = ReportBody.parse(new byte[ReportBody.SIZE]);
            ByteString basename = ByteString.concat(spid, ByteString.zeros(16));
            return new EpidQuote(new EpidQuoteBody(type, gid, 1, 1, 0, basename, report), ByteString.zeros(680));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        ias = new MockIas(TestServer.CA, TestServer.TLS, TestServer.SIGNER);
    }

    @AfterEach
    void stop() {
        ias.close();
        assertThat(account.toString(StandardCharsets.UTF_8)).doesNotContain(TestServer.PRIMARY, TestServer.SECONDARY);
    }

    static HttpAgent agent(String name, TlsTrust trust, Duration timeout) {
        return Agents.agent(name, trust, timeout);
    }

    IasService service(String agent) throws Exception {
        return TestServer.service(ias, agent(agent, TestServer.trust(), Duration.ofSeconds(600)), 4);
    }

    ByteString sigRl(AttestationService service) throws Exception {
        return service.open(GROUP, new SessionTranscript(transcript), Expiry.NEVER)
                .request()
                .sigRl();
    }

    Appraisal appraise(AttestationService service) throws Exception {
        return appraise(service, QUOTE);
    }

    Appraisal appraise(AttestationService service, EpidQuote quote) throws Exception {
        return service.open(GROUP, new SessionTranscript(transcript), Expiry.NEVER)
                .appraise(new Evidence(quote, ByteString.EMPTY, Optional.of("00ff")), CRITERIA);
    }
}
