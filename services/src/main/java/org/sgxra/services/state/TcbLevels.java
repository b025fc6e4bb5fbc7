package org.sgxra.services.state;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.report.QuoteStatus;

/**
 * All levels, the current one first; a platform is of the first level that it reaches.
 *
 * @param evaluationDataNumber counts the changes of such tables (in reports since API version 5)
 * @param levels the last one is reached by every platform
 */
public record TcbLevels(int evaluationDataNumber, List<EpidTcbLevel> levels) {
    public TcbLevels {
        levels = List.copyOf(levels);
    }

    /** The level that platforms should have. */
    public EpidTcbLevel current() {
        return levels.get(0);
    }

    /** The level of the platform that made a quote. */
    public EpidTcbLevel levelOf(EpidQuoteBody quote) {
        return levels.stream()
                .filter(level -> level.isReachedBy(quote.report().cpuSvn(), quote.qeSvn(), quote.pceSvn()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the last level is reached by every platform"));
    }

    /**
     * Why a platform is of its level, or, where its level is no reason for concern but its group is out of date, what members of such
     * a group have missed: the advisories of the first level that is out of date itself.
     */
    public List<String> advisoriesFor(EpidTcbLevel level) {
        return level.status() != QuoteStatus.OK
                ? level.advisories()
                : levels.stream()
                        .filter(other -> other.status() == QuoteStatus.GROUP_OUT_OF_DATE)
                        .findFirst()
                        .map(EpidTcbLevel::advisories)
                        .orElse(List.of());
    }

    /** What a platform info blob says of the platform that made a quote, apart from its group. */
    public Set<PlatformFlag> flagsOf(EpidQuoteBody quote) {
        Set<PlatformFlag> flags = EnumSet.noneOf(PlatformFlag.class);
        EpidTcbLevel level = levelOf(quote);
        flags.addAll(level.flags());
        if (level.flags().isEmpty()) {
            if (EpidTcbLevel.isBehind(quote.report().cpuSvn(), current().cpuSvn())) {
                flags.add(PlatformFlag.QUOTE_CPUSVN_OUT_OF_DATE);
            }
            if (quote.qeSvn() < current().qeSvn()) {
                flags.add(PlatformFlag.QUOTE_ISVSVN_QE_OUT_OF_DATE);
            }
            if (quote.pceSvn() < current().pceSvn()) {
                flags.add(PlatformFlag.QUOTE_ISVSVN_PCE_OUT_OF_DATE);
            }
        }
        return flags;
    }
}
