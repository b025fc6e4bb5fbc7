package org.sgxra.tool.replay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.report.EvidencePayload;
import org.sgxra.common.report.InvalidEvidenceException;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.sp.session.SessionSettings;
import org.sgxra.tool.replay.EndResult.NotCheckable;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.dcap.DcapVerifier;

/**
 * What a service provider was set to: the policy in its events or, as recordings of earlier versions have none, as far as its checks
 * show it. What those do not show is not asked for.
 */
final class RecordedSettings {
    private static final Duration MAX_AGE = Duration.ofSeconds(300);
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static final String PLATFORM_STATUS = "platform-status";
    /** Trusted by every rule about platforms. */
    private static final Set<String> CURRENT = Set.of("OK", "UpToDate");

    private static final String UNTOLD =
            "not checkable: the session does not tell the rules about platforms (strict trust mode,"
                    + " accepted statuses, mitigated advisories)";

    private final List<RecordedEvent> events;
    private final Optional<RecordedPolicy> policy;

    RecordedSettings(List<RecordedEvent> events) {
        this.events = events;
        this.policy = RecordedPolicy.of(events);
    }

    /** The time at which the evidence was judged. */
    Clock clock() {
        return Clock.fixed(time(), ZoneOffset.UTC);
    }

    private Instant time() {
        return events.stream()
                .filter(event -> Set.of("report-received", "collateral-received", "quote-accepted")
                        .contains(event.kind()))
                .reduce((earlier, later) -> later)
                .flatMap(RecordedEvent::time)
                .or(() ->
                        events.stream().flatMap(event -> event.time().stream()).findFirst())
                .orElse(Instant.EPOCH);
    }

    /** @throws SessionFormatException if the recorded policy is none */
    SessionSettings session() throws SessionFormatException {
        return policy.isPresent() ? policy.get().settings() : shown();
    }

    private SessionSettings shown() {
        Optional<Instant> oldest = expected("report-not-before").flatMap(RecordedSettings::instant);
        Optional<Instant> newest = expected("report-not-after").flatMap(RecordedSettings::instant);
        return new SessionSettings(
                oldest.map(start -> Duration.between(start, time())).orElse(MAX_AGE),
                newest.map(end -> Duration.between(time(), end)).orElse(SessionSettings.MAX_FUTURE),
                shownOfEnclaves(),
                new PlatformPolicy(false, Set.of(), Set.of()));
    }

    private EnclavePolicy shownOfEnclaves() {
        Set<ByteString> enclaves = new HashSet<>(
                expected("mrenclave").map(RecordedSettings::hashes).orElse(List.of()));
        return new EnclavePolicy(
                expected("mrsigner").map(RecordedSettings::hashes).flatMap(hashes -> hashes.stream()
                        .findFirst()),
                number("product-id"),
                number("isv-svn"),
                expected("debug").map("allowed"::equals).orElse(true),
                enclaves);
    }

    /** Checks that were made by rules about platforms, which the session does not tell: not those that every rule agrees on. */
    List<NotCheckable> untoldRules() {
        if (policy.isPresent()) {
            return List.of();
        }
        List<NotCheckable> checks = new ArrayList<>();
        for (RecordedEvent event : events) {
            if (event.kind().equals("verdict-reached") && !CURRENT.contains(event.text("platformStatus"))) {
                checks.add(new NotCheckable(
                        PLATFORM_STATUS,
                        UNTOLD + "; for the status " + event.text("platformStatus") + " it then gave "
                                + event.text("verdict")));
            }
        }
        for (String check : List.of(PLATFORM_STATUS, "advisories")) {
            if (expected(check).isPresent()
                    && checks.stream().noneMatch(known -> known.check().equals(check))) {
                checks.add(new NotCheckable(check, UNTOLD));
            }
        }
        return checks;
    }

    /** True if the rules about platforms are known, so that what they say means something. */
    boolean tellsPolicy() {
        return policy.isPresent();
    }

    /** How long after its time collateral was accepted: as long at least as one of the checks shows. */
    Duration grace() {
        Duration grace = Duration.ZERO;
        for (RecordedEvent event : events) {
            Optional<Instant> end = event.text("check").startsWith("date-of-") && event.flag("passed")
                    ? instant(event.text("expected").replaceFirst(".* to ", ""))
                    : Optional.empty();
            if (end.isPresent() && end.get().isBefore(time())) {
                Duration late = Duration.between(end.get(), time());
                grace = late.compareTo(grace) > 0 ? late : grace;
            }
        }
        return grace.compareTo(DcapVerifier.MAX_GRACE) < 0 ? grace : DcapVerifier.MAX_GRACE;
    }

    private OptionalInt number(String check) {
        return expected(check)
                .filter(text -> text.matches("[0-9]{1,5}"))
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElse(OptionalInt.empty());
    }

    private static List<ByteString> hashes(String text) {
        return HASH.matcher(text)
                .results()
                .map(result -> {
                    try {
                        return ByteString.fromHex(result.group());
                    } catch (HexFormatException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private Optional<String> expected(String check) {
        return events.stream()
                .filter(event ->
                        event.kind().equals("check") && event.text("check").equals(check))
                .map(event -> event.text("expected"))
                .findFirst();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** What the attestation service was given to repeat in its report. */
    Optional<String> nonce() {
        return events.stream()
                .filter(event -> event.kind().equals("request-sent")
                        && event.text("call").equals("report"))
                .findFirst()
                .flatMap(event -> {
                    try {
                        return EvidencePayload.parse(event.document("body").toArray())
                                .nonce();
                    } catch (InvalidEvidenceException e) {
                        return Optional.empty();
                    }
                });
    }
}
