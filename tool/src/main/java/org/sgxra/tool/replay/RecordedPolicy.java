package org.sgxra.tool.replay;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.sp.session.SessionSettings;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;

/**
 * The policy that an event tells (docs/events.md). Recordings of earlier versions have none.
 *
 * @param event of the kind {@code policy}
 */
record RecordedPolicy(RecordedEvent event) {
    static Optional<RecordedPolicy> of(List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> event.kind().equals("policy"))
                .findFirst()
                .map(RecordedPolicy::new);
    }

    /** @throws SessionFormatException if a member is not what it should be */
    SessionSettings settings() throws SessionFormatException {
        return new SessionSettings(
                Duration.ofSeconds(number("maxReportAge").orElse(0)),
                Duration.ofSeconds(number("maxFuture").orElse(0)),
                enclaves(),
                new PlatformPolicy(
                                event.flag("strictTrustMode"),
                                Set.copyOf(event.texts("acceptedStatuses")),
                                Set.copyOf(event.texts("mitigatedAdvisories")))
                        .withMinimumTcbEvaluationDataNumber(
                                number("minTcbEvaluationDataNumber").orElse(0)));
    }

    private EnclavePolicy enclaves() throws SessionFormatException {
        Optional<String> signer = event.find("mrsigner");
        Set<ByteString> measurements = new HashSet<>();
        for (String digits : event.texts("mrenclaves")) {
            measurements.add(hash(digits));
        }
        return new EnclavePolicy(
                signer.isPresent() ? Optional.of(hash(signer.get())) : Optional.empty(),
                number("productId"),
                number("minIsvSvn"),
                event.flag("debugAllowed"),
                measurements);
    }

    private static ByteString hash(String digits) throws SessionFormatException {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new SessionFormatException("the session cannot be replayed: a hash in its policy is none", e);
        }
    }

    /** A number that is missing is not asked for; one that is none is no policy. */
    private OptionalInt number(String name) throws SessionFormatException {
        Optional<String> digits = event.find(name);
        try {
            return digits.isPresent() ? OptionalInt.of(Integer.parseInt(digits.get())) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            throw new SessionFormatException(
                    "the session cannot be replayed: " + name + " in its policy is no number", e);
        }
    }
}
