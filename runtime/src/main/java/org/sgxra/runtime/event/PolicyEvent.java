package org.sgxra.runtime.event;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;

/**
 * What a service provider asks for, told before evidence is judged by it.
 *
 * @param maxReportAge how old the attestation service's judgement may be
 * @param maxFuture how far the service's clock may be ahead
 * @param enclaves which enclaves may attest
 * @param platforms how far platforms are trusted
 */
public record PolicyEvent(Duration maxReportAge, Duration maxFuture, EnclavePolicy enclaves, PlatformPolicy platforms)
        implements SessionEvent {
    @Override
    public String kind() {
        return "policy";
    }

    @Override
    public void describe(EventWriter out) {
        out.number("maxReportAge", maxReportAge.toSeconds());
        out.number("maxFuture", maxFuture.toSeconds());
        enclaves.mrSigner().ifPresent(signer -> out.bytes("mrsigner", signer));
        out.texts(
                "mrenclaves",
                enclaves.mrEnclaves().stream().map(ByteString::hex).sorted().toList());
        enclaves.productId().ifPresent(id -> out.number("productId", id));
        enclaves.minSvn().ifPresent(svn -> out.number("minIsvSvn", svn));
        out.flag("debugAllowed", enclaves.allowDebug());
        out.flag("strictTrustMode", platforms.strict());
        out.texts("acceptedStatuses", sorted(platforms.acceptedStatuses()));
        out.texts("mitigatedAdvisories", sorted(platforms.mitigatedAdvisories()));
        out.number("minTcbEvaluationDataNumber", platforms.minimumTcbEvaluationDataNumber());
    }

    private static List<String> sorted(Set<String> texts) {
        return texts.stream().sorted().toList();
    }
}
