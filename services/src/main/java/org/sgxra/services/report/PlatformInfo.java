package org.sgxra.services.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.TcbLevels;

/** Builds and signs platform info blobs (docs/spec/ias-api.md section 5.4). */
final class PlatformInfo {
    private static final int PSE_ISVSVN = 11;
    private static final int PSDA_SVN = 2;
    private static final Set<QuoteStatus> STATUSES = EnumSet.of(
            QuoteStatus.GROUP_REVOKED,
            QuoteStatus.GROUP_OUT_OF_DATE,
            QuoteStatus.CONFIGURATION_NEEDED,
            QuoteStatus.CONFIGURATION_AND_SW_HARDENING_NEEDED);

    private final P256PrivateKey key;

    PlatformInfo(P256PrivateKey key) {
        this.key = key;
    }

    /** True if reports with this status carry a blob. */
    static boolean belongsTo(QuoteStatus status) {
        return STATUSES.contains(status);
    }

    /** The blob for the platform that made {@code quote}. */
    PlatformInfoBlob about(EpidQuoteBody quote, QuoteStatus status, Group group, TcbLevels tcb) {
        Set<PlatformFlag> flags = EnumSet.noneOf(PlatformFlag.class);
        flags.addAll(tcb.flagsOf(quote));
        if (status == QuoteStatus.GROUP_REVOKED) {
            flags.add(PlatformFlag.QE_EPID_GROUP_REVOKED);
        } else if (status == QuoteStatus.GROUP_OUT_OF_DATE) {
            flags.add(PlatformFlag.QE_EPID_GROUP_OUT_OF_DATE);
        }
        byte[] isvSvn = ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) tcb.current().pceSvn())
                .array();
        PlatformInfoBlob unsigned = new PlatformInfoBlob(
                bits(flags, Set.of(PlatformFlag.QE_EPID_GROUP_REVOKED, PlatformFlag.QE_EPID_GROUP_OUT_OF_DATE)),
                bits(
                        flags,
                        EnumSet.range(
                                PlatformFlag.QUOTE_CPUSVN_OUT_OF_DATE, PlatformFlag.PLATFORM_CONFIGURATION_NEEDED)),
                0,
                ByteString.concat(tcb.current().cpuSvn(), ByteString.of(isvSvn)),
                PSE_ISVSVN,
                PSDA_SVN,
                quote.xeid(),
                group.gid(),
                ByteString.zeros(64));
        return unsigned.withSignature(
                P256.instance().sign(key, unsigned.signedBytes()).bigEndian());
    }

    /** The bits of those {@code flags} that belong to {@code field}. */
    private static int bits(Set<PlatformFlag> flags, Set<PlatformFlag> field) {
        return flags.stream()
                .filter(field::contains)
                .mapToInt(PlatformFlag::bit)
                .reduce(0, (a, b) -> a | b);
    }
}
