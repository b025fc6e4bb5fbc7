package org.sgxra.sp.pcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.common.dcap.Tee;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakeKeys;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.UnreachableException;

class CollateralCacheTest {
    private static final PlatformKind PLATFORM = PcsFixture.PLATFORM;

    private FakeEvidence evidence = new FakeEvidence();
    private Instant now = evidence.now;
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    private final Deque<Runnable> background = new ArrayDeque<>();
    private final List<String> notices = new ArrayList<>();
    private final SessionListener listener = event -> {
        if (event instanceof Notice notice) {
            notices.add(notice.text());
        }
    };
    private int fetched;
    private boolean down;
    private final CollateralSource source = (platform, events, end) -> {
        fetched++;
        if (down) {
            throw new UnreachableException("TCB info: nobody there");
        }
        return evidence.collateral();
    };
    private CollateralCache cache = cache(Duration.ZERO);

    private CollateralCache cache(Duration grace) {
        return new CollateralCache(source, evidence.trustedKey(), grace, clock, background::add);
    }

    private Collateral collateral() throws AttestationServiceException {
        return cache.collateral(PLATFORM, listener, Expiry.NEVER);
    }

    @Test
    void asksOncePerKindOfPlatform() throws Exception {
        Collateral first = collateral();
        assertThat(collateral()).isSameAs(first);
        assertThat(fetched).isEqualTo(1);
        evidence.ca.commonName = SgxCertificate.PROCESSOR_CA;
        evidence.pckCrl.issuer = SgxCertificate.PROCESSOR_CA;
        cache.collateral(
                new PlatformKind(Tee.SGX, PLATFORM.fmspc(), PlatformKind.Ca.PROCESSOR), listener, Expiry.NEVER);
        assertThat(fetched).isEqualTo(2);
        assertThat(background).isEmpty();
        assertThat(notices).isEmpty();
    }

    @Test
    void isAtHandWhileTheSourceNeedNotBeAsked() throws Exception {
        assertThat(cache.isAtHand(PLATFORM)).isFalse();
        collateral();
        assertThat(cache.isAtHand(PLATFORM)).isTrue();
        assertThat(cache.isAtHand(new PlatformKind(Tee.SGX, PLATFORM.fmspc(), PlatformKind.Ca.PROCESSOR)))
                .isFalse();
        now = evidence.now.plus(Duration.ofHours(24)).plusSeconds(1);
        assertThat(cache.isAtHand(PLATFORM)).isFalse();
        down = true;
        assertThatThrownBy(this::collateral).isInstanceOf(UnreachableException.class);
        assertThat(cache.isAtHand(PLATFORM)).isFalse();
        assertThat(fetched).isEqualTo(2);
    }

    @Test
    void keepsItFor24Hours() throws Exception {
        Collateral first = collateral();
        now = evidence.now.plus(Duration.ofHours(24));
        assertThat(collateral()).isSameAs(first);
        now = now.plusSeconds(1);
        assertThat(collateral()).isNotSameAs(first);
        assertThat(fetched).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCB info", "QE identity", "PCK CRL", "root CRL"})
    void keepsItUntilTheFirstPartExpiresAndNotASecondLonger(String part) throws Exception {
        Instant end = now.plusSeconds(3600);
        switch (part) {
            case "TCB info" -> evidence.tcbInfo.nextUpdate = end;
            case "QE identity" -> evidence.qeIdentity.nextUpdate = end;
            case "PCK CRL" -> evidence.pckCrl.nextUpdate = end;
            default -> evidence.rootCrl.nextUpdate = end;
        }
        collateral();
        now = end;
        collateral();
        assertThat(fetched).isEqualTo(1);

        down = true;
        now = end.plusSeconds(1);
        assertThatThrownBy(this::collateral)
                .isInstanceOf(UnreachableException.class)
                .hasMessage("TCB info: nobody there");
        assertThat(fetched).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCB signing", "CA", "root"})
    void keepsItUntilTheFirstSignerExpiresWithoutGrace(String certificate) throws Exception {
        Instant end = now.plusSeconds(3600);
        switch (certificate) {
            case "TCB signing" -> evidence.signer.notAfter = end;
            case "CA" -> evidence.ca.notAfter = end;
            default -> evidence.root.notAfter = end;
        }
        cache = cache(Duration.ofDays(1));
        collateral();
        now = end;
        collateral();
        assertThat(fetched).isEqualTo(1);

        now = end.plusSeconds(1);
        evidence = new FakeEvidence();
        assertThat(collateral()).isEqualTo(evidence.collateral());
        assertThat(fetched).isEqualTo(2);
    }

    @Test
    void graceLetsItStayLonger() throws Exception {
        Instant end = now.plusSeconds(60);
        evidence.tcbInfo.nextUpdate = end;
        cache = cache(Duration.ofHours(5));
        Collateral first = collateral();
        now = end;
        assertThat(collateral()).isSameAs(first);
        assertThat(fetched).isEqualTo(1);

        down = true;
        now = end.plusSeconds(1);
        assertThat(collateral()).isSameAs(first);
        assertThat(fetched).isEqualTo(2);
        assertThat(notices)
                .containsExactly("warning: collateral for SGX, FMSPC 00534f465400, platform CA could not be renewed: "
                        + "TCB info: nobody there; that of 2026-01-15T12:00:00Z serves until 2026-01-15T17:01:00Z");
        now = now.plus(Duration.ofMinutes(5)).minusSeconds(1);
        assertThat(collateral()).isSameAs(first);
        assertThat(fetched).isEqualTo(2);
        now = end.plus(Duration.ofHours(5));
        assertThat(collateral()).isSameAs(first);
        assertThat(fetched).isEqualTo(3);
        now = now.plusSeconds(1);
        assertThatThrownBy(this::collateral).isInstanceOf(UnreachableException.class);
    }

    @Test
    void inTheDaysOfGraceTheSourceIsAskedFirst() throws Exception {
        Instant end = now.plusSeconds(60);
        evidence.tcbInfo.nextUpdate = end;
        cache = cache(Duration.ofDays(1));
        collateral();
        now = end.plusSeconds(1);
        collateral();
        collateral();
        assertThat(fetched)
                .as("a source that has nothing newer is not asked each time")
                .isEqualTo(2);

        evidence = new FakeEvidence();
        evidence.tcbInfo.evaluationNumber = 18;
        now = now.plus(Duration.ofMinutes(5));
        assertThat(numberOf(collateral())).isEqualTo(18);
        assertThat(fetched).isEqualTo(3);
        assertThat(notices).isEmpty();
    }

    @Test
    void isRenewedInTheBackgroundWhenHalfOver() throws Exception {
        Collateral first = collateral();
        now = now.plus(Duration.ofHours(12));
        collateral();
        assertThat(background).isEmpty();
        now = now.plusSeconds(1);
        evidence.tcbInfo.evaluationNumber = 18;

        assertThat(collateral()).isSameAs(first);
        assertThat(collateral()).isSameAs(first);
        assertThat(background).hasSize(1);
        background.remove().run();

        assertThat(numberOf(collateral())).isEqualTo(18);
        assertThat(fetched).isEqualTo(2);
        now = now.plus(Duration.ofHours(12)).plusSeconds(1);
        cache.renewDue();
        assertThat(background).hasSize(1);
    }

    @Test
    void aFailureInTheBackgroundIsToldAndTriedAgain() throws Exception {
        Collateral first = collateral();
        now = now.plus(Duration.ofHours(13));
        down = true;
        cache.renewDue();
        background.remove().run();

        assertThat(collateral()).isSameAs(first);
        assertThat(notices)
                .containsExactly("warning: collateral for SGX, FMSPC 00534f465400, platform CA could not be renewed: "
                        + "TCB info: nobody there; that of 2026-01-15T12:00:00Z serves until 2026-01-16T12:00:00Z");
        assertThat(background).isEmpty();
        now = now.plus(Duration.ofMinutes(5));
        cache.renewDue();
        down = false;
        background.remove().run();
        notices.clear();
        assertThat(collateral()).isNotSameAs(first);
        assertThat(notices).isEmpty();
    }

    private static long numberOf(Collateral collateral) throws Exception {
        return TcbInfo.parse(collateral.tcbInfo().toArray()).tcbEvaluationDataNumber();
    }

    // dcap.md section 13, row 77
    @Test
    void anOlderPartNeverTakesThePlaceOfANewerOne() throws Exception {
        evidence.tcbInfo.evaluationNumber = 18;
        evidence.qeIdentity.issueDate = now.minusSeconds(60);
        evidence.pckCrl.thisUpdate = now.minusSeconds(60);
        evidence.rootCrl.thisUpdate = now.minusSeconds(60);
        Collateral newer = collateral();
        evidence = new FakeEvidence();
        evidence.tcbInfo.issueDate = now.minusSeconds(30);
        now = now.plus(Duration.ofHours(25));

        Collateral kept = collateral();

        assertThat(kept).isEqualTo(newer);
        assertThat(notices)
                .containsExactly(
                        "warning: collateral: the TCB info of number 17 of 2026-01-15T11:59:30Z is older than the TCB info"
                                + " of number 18 of 2026-01-14T12:00:00Z, which is kept",
                        "warning: collateral: the QE identity of number 17 of 2026-01-14T12:00:00Z is older than the QE "
                                + "identity of number 17 of 2026-01-15T11:59:00Z, which is kept",
                        "warning: collateral: the PCK CRL of 2026-01-14T12:00:00Z is older than the PCK CRL of "
                                + "2026-01-15T11:59:00Z, which is kept",
                        "warning: collateral: the root CRL of 2026-01-14T12:00:00Z is older than the root CRL of "
                                + "2026-01-15T11:59:00Z, which is kept");
        evidence.tcbInfo.evaluationNumber = 19;
        now = now.plus(Duration.ofHours(25));
        Collateral mixed = collateral();
        assertThat(numberOf(mixed)).isEqualTo(19);
        assertThat(QeIdentity.parse(mixed.qeIdentity().toArray()).issueDate())
                .isEqualTo(Instant.parse("2026-01-15T11:59:00Z"));
        assertThat(RevocationList.parse(mixed.pckCrl().toArray()).thisUpdate())
                .isEqualTo(Instant.parse("2026-01-15T11:59:00Z"));
    }

    @Test
    void aNewerPartThatHasExpiredGivesWayToAnOlderOne() throws Exception {
        evidence.tcbInfo.evaluationNumber = 18;
        evidence.tcbInfo.nextUpdate = now.plusSeconds(60);
        cache = cache(Duration.ofHours(1));
        collateral();
        evidence = new FakeEvidence();

        now = evidence.now.plusSeconds(60).plus(Duration.ofHours(1)).plusSeconds(1);
        assertThat(numberOf(collateral())).isEqualTo(17);
        assertThat(notices).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCB info", "QE identity", "PCK CRL", "root CRL"})
    void keepsNothingThatIsNotSignedUnderTheRoot(String part) throws Exception {
        assertThat(numberOf(collateral())).isEqualTo(17);
        now = now.plus(Duration.ofHours(25));
        evidence = new FakeEvidence();
        evidence.tcbInfo.evaluationNumber = 1_000_000;
        switch (part) {
            case "TCB info" -> evidence.tcbInfo.signer = FakeKeys.of("stranger");
            case "QE identity" -> evidence.qeIdentity.signer = FakeKeys.of("stranger");
            case "PCK CRL" -> evidence.pckCrl.signer = FakeKeys.of("stranger");
            default -> evidence.rootCrl.signer = FakeKeys.of("stranger");
        }

        assertThatThrownBy(this::collateral)
                .isInstanceOf(DisbelievedException.class)
                .hasMessage(part + ": not signed under the trusted root (--dcap-root)");

        evidence = new FakeEvidence();
        assertThat(numberOf(collateral())).isEqualTo(17);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TCB info by the root        | TCB info: signed under the trusted root, but not by "Intel SGX TCB Signing"
            QE identity by the CA       | QE identity: signed under the trusted root, but not by "Intel SGX TCB Signing"
            list of the processor CA    | PCK CRL: signed under the trusted root, but not by "Intel SGX PCK Platform CA"
            root's list in its place    | PCK CRL: signed under the trusted root, but not by "Intel SGX PCK Platform CA"
            PCK CRL of another's name   | PCK CRL: names another issuer than "Intel SGX PCK Platform CA"
            root CRL of another's name  | root CRL: names another issuer than "Intel SGX Root CA"
            """)
    void aGenuinePartInThePlaceOfAnotherIsNotKept(String wrong, String message) throws Exception {
        switch (wrong) {
            case "TCB info by the root" -> evidence.tcbInfo.signer = evidence.rootKey;
            case "QE identity by the CA" -> {
                evidence.qeIdentity.signer = evidence.caKey;
                evidence.qeIdentityChain = FakeCertificate.pem(evidence.ca(), evidence.root.sign());
            }
            case "list of the processor CA" -> {
                evidence.ca.commonName = SgxCertificate.PROCESSOR_CA;
                evidence.pckCrl.issuer = SgxCertificate.PROCESSOR_CA;
            }
            case "root's list in its place" -> evidence.signedPckCrl = evidence.rootCrl.sign();
            case "PCK CRL of another's name" -> evidence.pckCrl.issuer = SgxCertificate.PROCESSOR_CA;
            default -> evidence.rootCrl.issuer = SgxCertificate.PLATFORM_CA;
        }
        evidence.pckCrl.thisUpdate = now;

        assertThatThrownBy(this::collateral)
                .isInstanceOf(DisbelievedException.class)
                .hasMessage(message);

        evidence = new FakeEvidence();
        assertThat(collateral()).isEqualTo(evidence.collateral());
    }

    @Test
    void aSignerUnderAnotherRootIsNoSigner() throws Exception {
        evidence.signer.signer = FakeKeys.of("stranger");

        assertThatThrownBy(this::collateral)
                .isInstanceOf(DisbelievedException.class)
                .hasMessageStartingWith("TCB info: not signed");
    }

    @Test
    void forgetsKindsOfPlatformsWhenThereAreTooMany() throws Exception {
        collateral();
        for (int i = 0; i < 64; i++) {
            cache.collateral(
                    new PlatformKind(Tee.SGX, ByteString.of(new byte[] {1, 2, 3, 4, 5, (byte) i}), PLATFORM.ca()),
                    listener,
                    Expiry.NEVER);
        }
        assertThat(fetched).isEqualTo(65);
        collateral();
        assertThat(fetched).isEqualTo(66);
    }

    @Test
    void aKindOfPlatformThatNothingCanBeHadForDisplacesNothing() throws Exception {
        Collateral first = collateral();
        down = true;
        for (int i = 0; i < 65; i++) {
            PlatformKind unknown =
                    new PlatformKind(Tee.SGX, ByteString.of(new byte[] {1, 2, 3, 4, 5, (byte) i}), PLATFORM.ca());
            assertThatThrownBy(() -> cache.collateral(unknown, listener, Expiry.NEVER))
                    .isInstanceOf(UnreachableException.class);
        }
        assertThat(collateral()).isSameAs(first);
        assertThat(fetched).isEqualTo(66);
    }

    @Test
    void manySessionsAtOnceAskOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CollateralCache shared = new CollateralCache(
                    (platform, events, end) -> {
                        Collateral collateral = source.collateral(platform, events, end);
                        asked.countDown();
                        await(answer);
                        return collateral;
                    },
                    evidence.trustedKey(),
                    Duration.ZERO,
                    clock,
                    threads);
            List<Future<Collateral>> sessions = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                sessions.add(threads.submit(() -> shared.collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER)));
            }
            await(asked);
            answer.countDown();
            for (Future<Collateral> session : sessions) {
                session.get();
            }
            assertThat(fetched).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aSessionWaitsForAnothersQuestionOnlyUntilItIsOver() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CollateralCache shared = new CollateralCache(
                    (platform, events, end) -> {
                        asked.countDown();
                        await(answer);
                        return source.collateral(platform, events, end);
                    },
                    evidence.trustedKey(),
                    Duration.ZERO,
                    clock,
                    threads);
            Future<Collateral> first =
                    threads.submit(() -> shared.collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER));
            await(asked);
            assertThatThrownBy(
                            () -> shared.collateral(PLATFORM, SessionListener.NONE, Expiry.in(Duration.ofMillis(20))))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("the time of this one is over (--session-timeout)");
            answer.countDown();
            assertThat(first.get()).isEqualTo(evidence.collateral());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void nobodyWaitsForTheBackground() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch answer = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CollateralCache shared = new CollateralCache(
                    (platform, events, end) -> {
                        asked.countDown();
                        if (asked.getCount() == 0) {
                            await(answer);
                        }
                        return source.collateral(platform, events, end);
                    },
                    evidence.trustedKey(),
                    Duration.ZERO,
                    clock,
                    threads);
            Collateral first = shared.collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER);
            now = now.plus(Duration.ofHours(13));
            shared.renewDue();
            await(asked);
            assertThat(shared.collateral(PLATFORM, SessionListener.NONE, Expiry.NEVER))
                    .isSameAs(first);
            answer.countDown();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void needsTheChainOfTheListsIssuer() {
        evidence.hasCrlIssuerChain = false;

        assertThatThrownBy(this::collateral).hasMessageStartingWith("PCK CRL: not signed");
        assertThat(evidence.collateral().pckCrlIssuerChain()).isEqualTo(Optional.empty());
    }
}
