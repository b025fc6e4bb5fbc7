package org.sgxra.sp.pcs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.UnreachableException;

/**
 * Keeps collateral for each kind of platform until the first of its parts or of their signers expires, at most 24 hours, and renews it
 * in the background when half of that time is over. Days of grace lengthen nothing by themselves: after its time the source is asked
 * at once, and only if that fails, what is kept serves within them. Collateral is never used after that because its source does not
 * answer. Only what is signed under the trusted root is kept, and no part that may still be used gives way to an older one. Safe for
 * use by many threads.
 */
public final class CollateralCache implements CollateralSource {
    /** How long collateral is kept at most. */
    public static final Duration MAX_AGE = Duration.ofHours(24);

    /** How long to wait after a failure while what is kept may serve. */
    private static final Duration PAUSE = Duration.ofMinutes(5);
    /** For another session's question; each question has a limit of its own. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** So many kinds of platforms are kept: those that were asked for last. */
    private static final int MAX_KINDS = 64;

    private final CollateralSource source;
    private final P256PublicKey root;
    private final Duration grace;
    private final Clock clock;
    private final Executor background;
    /** Kinds of platforms that nothing is kept for yet, while the source is asked. */
    private final Map<PlatformKind, Slot> asked = new HashMap<>();
    /** Kinds of platforms that something is kept for. */
    private final Map<PlatformKind, Slot> slots = new LinkedHashMap<>(MAX_KINDS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PlatformKind, Slot> eldest) {
            return size() > MAX_KINDS;
        }
    };

    /**
     * @param source asked for what is not at hand
     * @param root that is trusted
     * @param grace how long after their time documents and lists are still accepted
     * @param background renews
     */
    public CollateralCache(
            CollateralSource source, P256PublicKey root, Duration grace, Clock clock, Executor background) {
        this.source = source;
        this.root = root;
        this.grace = grace;
        this.clock = clock;
        this.background = background;
    }

    @Override
    public Collateral collateral(PlatformKind platform, SessionListener listener, Expiry end)
            throws UnreachableException, DisbelievedException {
        Slot slot = slot(platform);
        try {
            return slot.collateral(listener, end);
        } finally {
            settle(platform, slot);
        }
    }

    @Override
    public synchronized boolean isAtHand(PlatformKind platform) {
        Slot slot = slots.get(platform);
        return slot != null && slot.serves(slot.kept);
    }

    private synchronized Slot slot(PlatformKind platform) {
        Slot known = slots.get(platform);
        return known == null ? asked.computeIfAbsent(platform, Slot::new) : known;
    }

    /** Only a kind of platform that the source knows takes a place, so that a failure displaces nothing. */
    private synchronized void settle(PlatformKind platform, Slot slot) {
        if (slot.kept != null) {
            slots.putIfAbsent(platform, slot);
        }
        asked.remove(platform, slot);
    }

    /** Renews in the background what is half over. */
    public void renewDue() {
        List<Slot> all;
        synchronized (this) {
            all = List.copyOf(slots.values());
        }
        all.forEach(Slot::renewIfDue);
    }

    /**
     * What is kept.
     *
     * @param due last second in which the source need not be asked
     * @param until last second in which it may serve, with grace
     */
    private record Kept(SignedCollateral signed, Instant since, Instant due, Instant until) {
        boolean isCurrent(Instant time) {
            return !time.isAfter(due);
        }

        boolean covers(Instant time) {
            return !time.isAfter(until);
        }

        boolean isHalfOver(Instant time) {
            return time.isAfter(since.plus(Duration.between(since, due).dividedBy(2)));
        }
    }

    /** One kind of platform. A lock is held while the source is asked, so that it is asked once. */
    private final class Slot {
        private final PlatformKind platform;
        private final ReentrantLock asking = new ReentrantLock();
        private final AtomicBoolean renewing = new AtomicBoolean();
        private volatile Kept kept;
        private volatile Instant notBefore = Instant.MIN;
        private volatile String failure = "";

        Slot(PlatformKind platform) {
            this.platform = platform;
        }

        Collateral collateral(SessionListener listener, Expiry end) throws UnreachableException, DisbelievedException {
            Kept found = kept;
            if (!serves(found)) {
                found = fetchUnlessThere(listener, end);
            }
            renewIfDue();
            if (!failure.isEmpty()) {
                listener.on(new Notice("warning: collateral for " + platform + " could not be renewed: " + failure
                        + "; that of " + found.since() + " serves until " + found.until()));
            }
            return found.signed().collateral();
        }

        /** True if the source need not be asked: there is time left, or in the days of grace it failed a moment ago. */
        private boolean serves(Kept found) {
            Instant now = clock.instant();
            return found != null && (found.isCurrent(now) || found.covers(now) && now.isBefore(notBefore));
        }

        private Kept fetchUnlessThere(SessionListener listener, Expiry end)
                throws UnreachableException, DisbelievedException {
            awaitTurn(end);
            Kept found = kept;
            try {
                return serves(found) ? found : fetch(listener, end);
            } catch (UnreachableException | DisbelievedException e) {
                if (found == null || !found.covers(clock.instant())) {
                    throw e;
                }
                pause(e);
                return found;
            } finally {
                asking.unlock();
            }
        }

        /** Waits until nobody asks the source any more, but not longer than the session lasts. */
        private void awaitTurn(Expiry end) throws UnreachableException {
            try {
                if (!asking.tryLock(end.atMost(LONGEST_WAIT).toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new UnreachableException(
                            "collateral for " + platform + ": another session is waiting for it, and "
                                    + "the time of this one is over (--session-timeout)");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UnreachableException("collateral for " + platform + ": interrupted", e);
            }
        }

        private Kept fetch(SessionListener listener, Expiry end) throws UnreachableException, DisbelievedException {
            SignedCollateral fetched =
                    SignedCollateral.of(source.collateral(platform, listener, end), platform.ca(), root);
            Instant now = clock.instant();
            SignedCollateral newest = kept == null
                    ? fetched
                    : fetched.withNewerOf(
                            kept.signed(), now, grace, line -> listener.on(new Notice("warning: collateral: " + line)));
            Instant longest = now.plus(MAX_AGE);
            kept = new Kept(
                    newest,
                    now,
                    earlier(newest.lastUse(Duration.ZERO), longest),
                    earlier(newest.lastUse(grace), longest));
            failure = "";
            if (!kept.isCurrent(now)) {
                notBefore = now.plus(PAUSE);
            }
            return kept;
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        private void pause(Exception e) {
            failure = String.valueOf(e.getMessage());
            notBefore = clock.instant().plus(PAUSE);
        }

        private void renewIfDue() {
            Instant now = clock.instant();
            Kept found = kept;
            if (found != null
                    && found.covers(now)
                    && found.isHalfOver(now)
                    && !now.isBefore(notBefore)
                    && renewing.compareAndSet(false, true)) {
                background.execute(this::renew);
            }
        }

        private void renew() {
            asking.lock();
            try {
                fetch(SessionListener.NONE, Expiry.NEVER);
            } catch (AttestationServiceException | RuntimeException e) {
                pause(e);
            } finally {
                asking.unlock();
                renewing.set(false);
            }
        }
    }
}
