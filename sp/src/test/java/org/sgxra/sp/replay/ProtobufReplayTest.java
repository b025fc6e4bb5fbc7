package org.sgxra.sp.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.SignType;
import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.runtime.event.ServiceEvent.QuoteAccepted;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.sp.isv.CompatibleForm;
import org.sgxra.sp.isv.IsvAttestation;
import org.sgxra.sp.isv.IsvSpTranscript;
import org.sgxra.sp.mock.FakeVerdicts;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.Criteria;
import org.sgxra.sp.service.Evidence;
import org.sgxra.sp.service.PlatformAttestation;
import org.sgxra.sp.service.QuoteRequest;
import org.sgxra.sp.session.AttestationSession;
import org.sgxra.sp.session.SessionSettings;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.PlatformState;
import org.sgxra.verifier.PlatformState.Standing;

/** The recorded run of the original ServiceProvider, with ours in its place. */
class ProtobufReplayTest {
    private static final int INVENTED_SIGNED_SIZE = 33;

    @Test
    void everyFrameOfTheServiceProviderIsReproduced() throws Exception {
        JsonNode recorded = TestData.json("tls-protobuf/fixed_vectors.json");
        ByteArrayOutputStream fromApplication = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        List<Integer> sentByApplication = List.of(1, 3, 5, 7);
        for (int i = 0; i < recorded.get("frames").size(); i++) {
            JsonNode frame = recorded.get("frames").get(i);
            ByteArrayOutputStream stream = sentByApplication.contains(i) ? fromApplication : expected;
            stream.writeBytes(
                    RecordedSession.hex(frame.get("header_hex").asText()).toArray());
            stream.writeBytes(
                    RecordedSession.hex(frame.get("body_hex").asText()).toArray());
        }
        ByteString inventedSignature = value(recorded, "pib97").slice(INVENTED_SIGNED_SIZE, 97);
        ByteArrayOutputStream account = new ByteArrayOutputStream();
        Transcript transcript =
                new Transcript(new PrintStream(account, true, StandardCharsets.UTF_8), Level.DEBUG, Clock.systemUTC());
        SessionListener events = IsvSpTranscript.factory(transcript).open("recorded");
        ByteArrayOutputStream sent = new ByteArrayOutputStream();

        IsvAttestation.Outcome outcome;
        try (AttestationSession session = session(recorded, events)) {
            outcome = new IsvAttestation(session, new CompatibleForm(signed -> inventedSignature), events)
                    .attest(FrameChannel.over(new ByteArrayInputStream(fromApplication.toByteArray()), sent));
        }

        assertThat(outcome).isEqualTo(IsvAttestation.Outcome.PROVISIONED);
        assertThat(ByteString.of(sent.toByteArray())).isEqualTo(ByteString.of(expected.toByteArray()));
        assertThat(account.toString(StandardCharsets.UTF_8))
                .contains(
                        "KDK = " + recorded.get("KDK").asText(),
                        "SMK = " + recorded.get("SMK").asText(),
                        "VK                 = " + recorded.get("VK").asText(),
                        "MK         = " + recorded.get("MK").asText(),
                        "SK         = " + recorded.get("SK").asText());
    }

    private static ByteString value(JsonNode recorded, String name) {
        return RecordedSession.hex(recorded.get(name).asText());
    }

    static AttestationSession session(JsonNode recorded, SessionListener events) throws Exception {
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        AttestationService service = (gid, listener, end) -> {
            assertThat(gid).hasToString(recorded.get("gid_url").asText());
            return new PlatformAttestation() {
                @Override
                public QuoteRequest request() {
                    return new QuoteRequest(value(recorded, "spid"), SignType.LINKABLE.value(), ByteString.EMPTY);
                }

                @Override
                public Appraisal appraise(Evidence evidence, Criteria criteria) {
                    assertThat(evidence.quote().encode())
                            .hasSize(recorded.get("quote_len").asInt());
                    EpidQuote quote = (EpidQuote) evidence.quote();
                    listener.on(CheckEvent.equal(
                            "quote-epid-group", gid, quote.body().gid()));
                    listener.on(new QuoteAccepted(quote));
                    listener.on(new CheckEvent("report-not-before", true, now.minus(criteria.maxAge()), now));
                    listener.on(new CheckEvent("report-not-after", true, now.plusSeconds(60), now));
                    return new Appraisal(
                            FakeVerdicts.verdict(
                                    quote.report(),
                                    criteria,
                                    new PlatformState(Standing.CURRENT, "OK", List.of(), now)),
                            Optional.empty(),
                            List.of());
                }
            };
        };
        ByteString mrSigner = RecordedSession.hex("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f");
        return new AttestationSession(
                service,
                new SessionSettings(
                        Duration.ofSeconds(300),
                        new EnclavePolicy(mrSigner, 0, 0, true, Set.of()),
                        new PlatformPolicy(false, Set.of(), Set.of())),
                new RecordedKeys(Msg2.parse(value(recorded, "msg2_struct").toArray()), value(recorded, "shared_x_be")),
                Clock.fixed(now, ZoneOffset.UTC),
                events,
                Expiry.NEVER);
    }
}
