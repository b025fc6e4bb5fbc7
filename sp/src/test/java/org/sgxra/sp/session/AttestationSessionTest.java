package org.sgxra.sp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.message.Attributes;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.runtime.event.KeyEvent.KeysAgreed;
import org.sgxra.runtime.event.KeyEvent.SessionKeysDerived;
import org.sgxra.runtime.event.OutcomeEvent.EnclaveIdentified;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.mock.FakeVerdicts;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.service.Criteria;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.Evidence;
import org.sgxra.sp.service.PlatformAttestation;
import org.sgxra.sp.service.QuoteRequest;
import org.sgxra.sp.service.UnreachableException;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.PlatformState;
import org.sgxra.verifier.PlatformState.Standing;

class AttestationSessionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final EnclavePolicy ENCLAVES = new EnclavePolicy(TestClient.MRSIGNER, 7, 3, true, Set.of());

    private final ByteArrayOutputStream account = new ByteArrayOutputStream();
    private final Transcript transcript =
            new Transcript(new PrintStream(account, true, StandardCharsets.UTF_8), Level.VERBOSE, Clock.systemUTC());
    private final TestClient client = new TestClient();
    private PlatformState platformState = new PlatformState(Standing.CURRENT, "OK", List.of(), NOW);
    private Optional<ByteString> platformInfo = Optional.empty();
    private List<String> advice = List.of();
    private Criteria judgedBy;
    private Evidence seen;

    private final PlatformAttestation platform = new PlatformAttestation() {
        @Override
        public QuoteRequest request() {
            return new QuoteRequest(TestClient.SPID, 0, ByteString.of((byte) 1, (byte) 2));
        }

        @Override
        public Appraisal appraise(Evidence evidence, Criteria criteria) {
            seen = evidence;
            judgedBy = criteria;
            return new Appraisal(
                    FakeVerdicts.verdict(evidence.quote().report(), criteria, platformState), platformInfo, advice);
        }
    };
    private AttestationService service = (gid, listener, end) -> platform;

    private AttestationSession session(EnclavePolicy enclaves) {
        return session(enclaves, new SessionTranscript(transcript));
    }

    private AttestationSession session(EnclavePolicy enclaves, SessionListener events) {
        return new AttestationSession(
                service,
                new SessionSettings(Duration.ofSeconds(300), enclaves, new PlatformPolicy(false, Set.of(), Set.of())),
                new ServiceKeySource(SampleServiceKey.keyPair().privateKey()),
                Clock.fixed(NOW, ZoneOffset.UTC),
                events,
                Expiry.NEVER);
    }

    private void refusesFirst(Msg0Msg1 message, String reason) {
        try (AttestationSession session = session(ENCLAVES)) {
            assertThatThrownBy(() -> session.answer(message))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(reason);
        }
    }

    @Test
    void refusesAFirstMessageThatCannotLeadAnywhere() {
        Msg0Msg1 good = client.msg0Msg1();

        refusesFirst(
                new Msg0Msg1(-1, good.ga(), good.gid()),
                "msg0: extended EPID group id 4294967295 is not supported, only 0 (Intel's) is");
        refusesFirst(new Msg0Msg1(0, ByteString.zeros(64), good.gid()), "msg1: g_a is not a point on P-256");
        refusesFirst(
                new Msg0Msg1(0, ByteString.of(good.ga().reversed().toArray()), good.gid()),
                "msg1: g_a is not a point on P-256");
        service = (gid, listener, end) -> {
            throw new RefusedException("msg1: no group " + gid);
        };
        refusesFirst(new Msg0Msg1(0, good.ga(), new EpidGroupId(0)), "msg1: no group 00000000");
    }

    @Test
    void sendsWhatTheServiceAsksOfThePlatform() throws Exception {
        try (AttestationSession session = session(ENCLAVES)) {
            Msg2 msg2 = session.answer(client.msg0Msg1());
            client.accept(msg2);
            assertThat(new QuoteRequest(msg2.spid(), msg2.quoteType(), msg2.sigRl()))
                    .isEqualTo(platform.request());
        }
    }

    @Test
    void showsWhatTheServiceReports() throws Exception {
        service = (gid, listener, end) -> {
            listener.on(new Notice("warning: of group " + gid));
            return platform;
        };
        try (AttestationSession session = session(ENCLAVES)) {
            session.answer(client.msg0Msg1());
        }
        assertThat(account.toString(StandardCharsets.UTF_8)).contains("warning: of group 00000b0f");
    }

    private Msg4 run(AttestationSession session, UnaryOperator<Msg3> change)
            throws RefusedException, MalformedMessageException, AttestationServiceException {
        try {
            client.accept(session.answer(client.msg0Msg1()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return session.answer(change.apply(client.msg3()));
    }

    private void refusesThird(UnaryOperator<Msg3> change, String reason) {
        seen = null;
        try (AttestationSession session = session(ENCLAVES)) {
            assertThatThrownBy(() -> run(session, change)).hasMessageContaining(reason);
            assertThat(session.verdict()).isEmpty();
            assertThat(session.mk()).isEmpty();
        }
    }

    // dcap.md section 13, rows 70, 71, 72
    @Test
    void refusesAProofThatIsNotOfThisSession() {
        refusesThird(
                m -> client.withMac(
                        P256.instance().generateKeyPair().publicKey().littleEndian(), m.quote()),
                "msg3: g_a is not that of msg1");
        refusesThird(
                m -> new Msg3(ByteString.zeros(16), m.ga(), m.psSecProp(), m.quote()), "msg3: the MAC does not match");
        refusesThird(
                m -> new Msg3(m.mac(), m.ga(), ByteString.of(filled(256)), m.quote()), "msg3: the MAC does not match");
        refusesThird(changing(432, 1), "signature_len at offset 432: announces");
        refusesThird(changing(0, 4), "version at offset 0: is 6; known are 2 (EPID) and 3 to 5 (DCAP)");
        refusesThird(changing(0, 1), "att_key_type at offset 2: is 0");
        assertThat(seen).isNull();
        refusesThird(changing(48 + 320, 1), "msg3: the enclave's report data does not belong to this session");
        refusesThird(changing(48 + 352, 1), "msg3: the enclave's report data does not belong to this session");
    }

    @Test
    void endsWhenTheServiceFindsTheQuoteIsNotWhatItAskedForOrGivesNoJudgement() throws Exception {
        for (Exception failure : List.of(
                new RefusedException("msg3: another kind"),
                new UnreachableException("nobody there"),
                new DisbelievedException("forged"))) {
            service = (gid, listener, end) -> failing(failure);
            try (AttestationSession session = session(ENCLAVES)) {
                assertThatThrownBy(() -> run(session, m -> m)).isSameAs(failure);
                assertThat(session.verdict()).isEmpty();
                assertThat(session.mk()).isEmpty();
                assertThatThrownBy(session::resultKey).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    private PlatformAttestation failing(Exception failure) {
        return new PlatformAttestation() {
            @Override
            public QuoteRequest request() {
                return new QuoteRequest(TestClient.SPID, 0, ByteString.EMPTY);
            }

            @Override
            public Appraisal appraise(Evidence evidence, Criteria criteria)
                    throws RefusedException, UnreachableException, DisbelievedException {
                if (failure instanceof RefusedException refused) {
                    throw refused;
                }
                if (failure instanceof UnreachableException unreachable) {
                    throw unreachable;
                }
                throw (DisbelievedException) failure;
            }
        };
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) 1);
        return bytes;
    }

    /** One byte of the quote changed, under a MAC that fits. */
    private UnaryOperator<Msg3> changing(int offset, int by) {
        return message -> {
            byte[] quote = message.quote().toArray();
            quote[offset] ^= (byte) by;
            return client.withMac(message.ga(), ByteString.of(quote));
        };
    }

    @Test
    void asksAboutTheQuoteWithANewNonce() throws Exception {
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            try (AttestationSession session = session(ENCLAVES)) {
                Msg4 msg4 = run(session, m -> m);
                assertThat(msg4.status()).isEqualTo(TrustStatus.TRUSTED);
                assertThat(msg4.hasPlatformInfo()).isFalse();
                session.showKeys();
            }
            String nonce = seen.nonce().orElseThrow();
            assertThat(nonce).matches("[0-9a-f]{32}");
            // 16 bytes of chance are never all alike.
            assertThat(nonce.chars().distinct().count()).isGreaterThan(1);
            nonces.add(nonce);
        }
        assertThat(nonces).hasSize(2);
        assertThat(seen.platformServices().isEmpty()).isTrue();
        assertThat(seen.quote().encode()).hasSize(1116);
        assertThat(account.toString(StandardCharsets.UTF_8)).contains(client.keyHashes());
        Evidence first = seen;
        try (AttestationSession session = session(ENCLAVES)) {
            run(session, m -> m);
        }
        assertThat(seen.nonce()).isNotEqualTo(first.nonce());
    }

    @Test
    void judgesByItsSettingsItsClockAndItsKeys() throws Exception {
        try (AttestationSession session = session(ENCLAVES)) {
            run(session, m -> m);
        }
        assertThat(judgedBy.policy())
                .isEqualTo(new AppraisalPolicy(ENCLAVES, new PlatformPolicy(false, Set.of(), Set.of())));
        assertThat(judgedBy.maxAge()).isEqualTo(Duration.ofSeconds(300));
        assertThat(judgedBy.clock().instant()).isEqualTo(NOW);
        assertThat(judgedBy.reportData()).isEqualTo(seen.quote().report().reportData());
    }

    @Test
    void keysExistOnlyWhenTheEnclaveIsTrustedWithoutReserve() throws Exception {
        ByteString info = ByteString.of(filled(101));
        platformState = new PlatformState(Standing.NEEDS_HARDENING, "SW_HARDENING_NEEDED", List.of("SA-1"), NOW);
        platformInfo = Optional.of(info);
        advice = List.of("IAS says so");
        try (AttestationSession session = session(ENCLAVES)) {
            Msg4 msg4 = run(session, m -> m);
            assertThat(msg4.status()).isEqualTo(TrustStatus.TRUSTED_ITS_COMPLICATED);
            assertThat(msg4.platformInfo()).isEqualTo(info);
            assertThat(session.mk()).isEmpty();
            assertThat(session.sk()).isEmpty();
            session.showKeys();
        }
        assertThat(account.toString(StandardCharsets.UTF_8))
                .doesNotContain("SHA256(MK)")
                .contains(
                        "Enclave TRUSTED and COMPLICATED - Reason: ",
                        "---- Platform Update Required ----",
                        "IAS says so",
                        "(PIB) was provided by the IAS");
    }

    private void notTrusted(EnclavePolicy policy, String violation) throws Exception {
        try (AttestationSession session = session(policy)) {
            assertThat(run(session, m -> m).status()).isEqualTo(TrustStatus.NOT_TRUSTED);
            assertThat(session.verdict().orElseThrow().violations()).containsExactly(violation);
            assertThat(session.sk()).isEmpty();
        }
        assertThat(account.toString(StandardCharsets.UTF_8))
                .contains("\nEnclave NOT TRUSTED - Reason: " + violation + "\n", "Enclave policy: " + violation);
    }

    @Test
    void anEnclaveThatThePolicyDoesNotWantIsNotTrustedWhateverItsPlatform() throws Exception {
        ByteString other = ByteString.zeros(32);
        notTrusted(
                new EnclavePolicy(other, 7, 3, true, Set.of()),
                "MRSIGNER " + TestClient.MRSIGNER + " is not the required " + other);
        notTrusted(new EnclavePolicy(TestClient.MRSIGNER, 8, 3, true, Set.of()), "product id 7 is not the required 8");
        notTrusted(new EnclavePolicy(TestClient.MRSIGNER, 7, 4, true, Set.of()), "ISV SVN 3 is below the required 4");
        notTrusted(
                new EnclavePolicy(TestClient.MRSIGNER, 7, 3, true, Set.of(other)),
                "MRENCLAVE " + TestClient.MRENCLAVE + " is not among the allowed, " + other);
        client.flags |= Attributes.DEBUG;
        notTrusted(
                new EnclavePolicy(TestClient.MRSIGNER, 7, 3, false, Set.of()),
                "the enclave is in debug mode, which is not allowed");
        try (AttestationSession session =
                session(new EnclavePolicy(TestClient.MRSIGNER, 7, 2, true, Set.of(other, TestClient.MRENCLAVE)))) {
            assertThat(run(session, m -> m).status()).isEqualTo(TrustStatus.TRUSTED);
        }
        assertThat(account.toString(StandardCharsets.UTF_8)).contains("warning: this is a debug enclave");
    }

    @Test
    void messagesComeOnceAndInOrder() throws Exception {
        try (AttestationSession session = session(ENCLAVES)) {
            Msg3 early =
                    new Msg3(ByteString.zeros(16), ByteString.zeros(64), ByteString.zeros(256), ByteString.zeros(436));
            assertThatThrownBy(() -> session.answer(early)).isInstanceOf(IllegalStateException.class);
            run(session, m -> m);
            assertThatThrownBy(() -> session.answer(client.msg3())).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> session.answer(client.msg0Msg1())).isInstanceOf(IllegalStateException.class);
        }
    }

    private static List<SecretBytes> secrets(SessionEvent event) {
        if (event instanceof KeysAgreed agreed) {
            SessionKeys keys = agreed.keys();
            return List.of(keys.kdk(), keys.smk(), keys.vk());
        }
        return event instanceof EnclaveIdentified identified ? List.of(identified.vk()) : List.of();
    }

    @Test
    void wipesItsKeysAtTheEnd() throws Exception {
        List<SessionEvent> events = new ArrayList<>();
        try (AttestationSession session = session(ENCLAVES, events::add)) {
            run(session, m -> m);
            session.showKeys();
            assertThat(events)
                    .flatMap(AttestationSessionTest::secrets)
                    .hasSize(4)
                    .noneMatch(SecretBytes::isDestroyed);
        }
        assertThat(events).flatMap(AttestationSessionTest::secrets).allMatch(SecretBytes::isDestroyed);
    }

    @Test
    void wipesWhatItNeedsForAMomentAtOnce() throws Exception {
        List<SecretBytes> lent = new ArrayList<>();
        SessionListener listener = event -> {
            if (event instanceof KeysAgreed agreed) {
                assertThat(agreed.sharedX().isDestroyed()).isFalse();
                lent.add(agreed.sharedX());
            } else if (event instanceof SessionKeysDerived derived) {
                assertThat(List.of(derived.mk(), derived.sk())).noneMatch(SecretBytes::isDestroyed);
                lent.addAll(List.of(derived.mk(), derived.sk()));
            }
        };
        try (AttestationSession session = session(ENCLAVES, listener)) {
            client.accept(session.answer(client.msg0Msg1()));
            assertThat(lent).singleElement().matches(SecretBytes::isDestroyed);
            session.answer(client.msg3());
            session.showKeys();
            assertThat(lent).hasSize(3).allMatch(SecretBytes::isDestroyed);
        }
    }

    @Test
    void derivesNoKeysThatNobodyHearsOf() throws Exception {
        List<SessionEvent> events = new ArrayList<>();
        SessionListener deaf = new SessionListener() {
            @Override
            public void on(SessionEvent event) {
                events.add(event);
            }

            @Override
            public boolean shows(Level level) {
                return level == Level.NORMAL;
            }
        };
        try (AttestationSession session = session(ENCLAVES, deaf)) {
            run(session, m -> m);
            session.showKeys();
        }
        assertThat(events).isNotEmpty().noneMatch(SessionKeysDerived.class::isInstance);
    }

    @Test
    void msg4IsTheOriginalsWhenThereIsNothingToGive() throws Exception {
        try (AttestationSession session = session(ENCLAVES)) {
            Msg4 msg4 = run(session, m -> m);
            assertThat(msg4.status()).isEqualTo(TrustStatus.TRUSTED);
            assertThat(session.extend(msg4, Provision.NONE).encode())
                    .hasSize(105)
                    .isEqualTo(msg4.encode());
        }
    }

    private List<CheckEvent> checks(EnclavePolicy policy) throws Exception {
        List<CheckEvent> checks = new ArrayList<>();
        SessionListener listener = event -> {
            if (event instanceof CheckEvent check) {
                checks.add(check);
            }
        };
        try (AttestationSession session = session(policy, listener)) {
            run(session, m -> m);
        }
        return checks;
    }

    @Test
    void saysOfEachCheckOfThePolicyWhatItCompared() throws Exception {
        ByteString other = ByteString.zeros(32);
        Set<ByteString> measurements = Set.of(other);

        assertThat(checks(new EnclavePolicy(other, 8, 4, false, measurements)))
                .contains(
                        new CheckEvent("mrsigner", false, other, TestClient.MRSIGNER),
                        new CheckEvent("mrenclave", false, measurements, TestClient.MRENCLAVE),
                        new CheckEvent("product-id", false, 8, 7),
                        new CheckEvent("isv-svn", false, 4, 3),
                        new CheckEvent("debug", true, "no", "no"));
        client.flags |= Attributes.DEBUG;
        assertThat(checks(new EnclavePolicy(TestClient.MRSIGNER, 7, 3, false, Set.of(TestClient.MRENCLAVE))))
                .contains(
                        new CheckEvent("mrsigner", true, TestClient.MRSIGNER, TestClient.MRSIGNER),
                        new CheckEvent("mrenclave", true, Set.of(TestClient.MRENCLAVE), TestClient.MRENCLAVE),
                        new CheckEvent("product-id", true, 7, 7),
                        new CheckEvent("isv-svn", true, 3, 3),
                        new CheckEvent("debug", false, "no", "yes"));
        assertThat(checks(ENCLAVES)).extracting(CheckEvent::name).doesNotContain("mrenclave");
    }

    @Test
    void saysWhichCheckFailed() {
        Msg0Msg1 good = client.msg0Msg1();
        List<SessionEvent> events = new ArrayList<>();
        try (AttestationSession session = session(ENCLAVES, events::add)) {
            assertThatThrownBy(() -> session.answer(new Msg0Msg1(-1, good.ga(), good.gid())))
                    .isInstanceOf(RefusedException.class);
        }
        try (AttestationSession session = session(ENCLAVES, events::add)) {
            assertThatThrownBy(() -> session.answer(new Msg0Msg1(0, ByteString.zeros(64), good.gid())))
                    .isInstanceOf(RefusedException.class);
        }
        assertThat(events)
                .contains(
                        new CheckEvent("extended-group-id", false, 0L, 4294967295L),
                        new CheckEvent("g_a-on-curve", false, "a point on P-256", "not a point on P-256"));
    }
}
