package org.sgxra.services.state;

import java.util.List;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.report.QuoteStatus;

/**
 * What a platform is worth that has at least certain security versions.
 *
 * @param name for people
 * @param cpuSvn 16 bytes, each of which counts on its own
 * @param qeSvn of the quoting enclave
 * @param pceSvn of the provisioning certification enclave
 * @param status what the attestation service says of it
 * @param advisories why, {@code INTEL-SA-…}
 * @param flags what its platform info blob says beyond what a comparison with the current level gives
 */
public record EpidTcbLevel(
        String name,
        ByteString cpuSvn,
        int qeSvn,
        int pceSvn,
        QuoteStatus status,
        List<String> advisories,
        Set<PlatformFlag> flags) {
    public EpidTcbLevel {
        advisories = List.copyOf(advisories);
        flags = Set.copyOf(flags);
    }

    /** True if a platform with these security versions has at least this level's. */
    public boolean isReachedBy(ByteString platformCpuSvn, int platformQeSvn, int platformPceSvn) {
        return !isBehind(platformCpuSvn, cpuSvn) && platformQeSvn >= qeSvn && platformPceSvn >= pceSvn;
    }

    /** True if any byte of {@code svn} is less than the same byte of {@code required}. */
    static boolean isBehind(ByteString svn, ByteString required) {
        for (int i = 0; i < required.size(); i++) {
            if (svn.at(i) < required.at(i)) {
                return true;
            }
        }
        return false;
    }
}
