package org.sgxra.verifier.dcap;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.common.dcap.TcbLevel;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.dcap.TdxModuleIdentity;

/**
 * The first levels of a TCB info, highest first, that a platform reaches: never the best one (docs/spec/dcap.md sections 3.1 and 12).
 *
 * @param level of the platform
 * @param module of the TDX module, where its identity has levels
 */
record TcbMatch(TcbLevel level, Optional<EnclaveTcbLevel> module) {
    /** The level that an enclave's platform reaches, by the versions that its PCK certificate states. */
    static Optional<TcbMatch> ofEnclave(TcbInfo info, PckExtension pck) {
        return info.levels().stream()
                .filter(level -> level.isReachedBy(pck.components(), pck.pceSvn()))
                .findFirst()
                .map(level -> new TcbMatch(level, Optional.empty()));
    }

    /** The levels that a trust domain's platform and TDX module reach with the versions {@code teeTcbSvn}. */
    static Optional<TcbMatch> ofTrustDomain(TcbInfo info, PckExtension pck, ByteString teeTcbSvn) {
        Optional<TcbLevel> level = info.levels().stream()
                .filter(candidate ->
                        candidate.isReachedBy(pck.components(), pck.pceSvn()) && candidate.isReachedBy(teeTcbSvn))
                .findFirst();
        int major = teeTcbSvn.at(1);
        if (major == 0) {
            return level.map(reached -> new TcbMatch(reached, Optional.empty()));
        }
        Optional<EnclaveTcbLevel> module = info.tdxModuleOf(major)
                .map(TdxModuleIdentity::levels)
                .flatMap(levels -> EnclaveTcbLevel.reached(levels, teeTcbSvn.at(0)));
        return level.isPresent() && module.isPresent()
                ? Optional.of(new TcbMatch(level.get(), module))
                : Optional.empty();
    }

    /** Of platform and TDX module together. */
    TcbStatus status() {
        return level.status().joinedWith(module.map(EnclaveTcbLevel::status).orElse(TcbStatus.UP_TO_DATE));
    }

    /**
     * The status of a trust domain that was launched with this and runs on {@code running} now: if it was launched on what is out
     * of date and the platform no longer is, launching it again is advised.
     */
    TcbStatus afterUpdateTo(TcbMatch running) {
        TcbStatus now = running.status();
        if (now == TcbStatus.REVOKED) {
            return now;
        }
        boolean outOfDate = status() == TcbStatus.OUT_OF_DATE || status() == TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED;
        return switch (now) {
            case UP_TO_DATE, SW_HARDENING_NEEDED -> outOfDate ? TcbStatus.TD_RELAUNCH_ADVISED : status();
            case CONFIGURATION_NEEDED, CONFIGURATION_AND_SW_HARDENING_NEEDED ->
                outOfDate ? TcbStatus.TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED : status();
            default -> status();
        };
    }

    /** The level of the platform, for people. */
    @Override
    public String toString() {
        return "components " + level.components() + ", PCE SVN " + level.pceSvn() + ": " + status();
    }
}
