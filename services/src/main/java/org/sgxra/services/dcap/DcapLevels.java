package org.sgxra.services.dcap;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.TcbLevel;

/**
 * The levels that are published: those in force, and those that a TCB recovery will put in force.
 *
 * @param standard what {@code update=standard} gives
 * @param early what {@code update=early} gives; its number is the next one
 */
public record DcapLevels(TcbSet standard, TcbSet early) {
    /** What may be asked for. */
    public enum Update {
        /** The documents in force. */
        STANDARD,
        /** The documents of the newest TCB recovery. */
        EARLY
    }

    /** No documents of a number, because it is unknown or because it is withdrawn. */
    public static final class NoSuchNumberException extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean withdrawn;

        NoSuchNumberException(long number, boolean withdrawn) {
            super("TCB evaluation data number " + number
                    + (withdrawn ? " is not available any more" : " does not exist"));
            this.withdrawn = withdrawn;
        }

        /** True if it was there before. */
        public boolean isWithdrawn() {
            return withdrawn;
        }
    }

    /** The same under the numbers before. */
    DcapLevels former() {
        return new DcapLevels(standard.withNumber(standard.number() - 1), early.withNumber(early.number() - 1));
    }

    /** The two sets, newest first. */
    Stream<TcbSet> all() {
        return Stream.of(early, standard);
    }

    /** The set that is asked for, or the other one if its number is withdrawn. */
    TcbSet of(Update update, Set<Long> withdrawn) throws NoSuchNumberException {
        TcbSet wanted = update == Update.EARLY ? early : standard;
        TcbSet other = update == Update.EARLY ? standard : early;
        return Stream.of(wanted, other)
                .filter(set -> !withdrawn.contains(set.number()))
                .findFirst()
                .orElseThrow(() -> new NoSuchNumberException(wanted.number(), true));
    }

    /** The set of a number; numbers before the standard one have been there. */
    TcbSet of(long number, Set<Long> withdrawn) throws NoSuchNumberException {
        if (withdrawn.contains(number) || number < standard.number()) {
            throw new NoSuchNumberException(number, true);
        }
        return all().filter(set -> set.number() == number)
                .findFirst()
                .orElseThrow(() -> new NoSuchNumberException(number, false));
    }

    /** The TCBs of all levels, highest first. */
    List<Tcb> tcbs() {
        return all().flatMap(set -> set.platformLevels().stream())
                .sorted(TcbLevel.HIGHEST_FIRST)
                .map(level -> new Tcb(level.components(), level.pceSvn()))
                .distinct()
                .toList();
    }

    /**
     * The TCB that a platform is certified for: of the highest level that it reaches, or else the lowest there is.
     *
     * @param cpuSvn 16 bytes, each of which is the version of the component at its place
     */
    Tcb tcbOf(ByteString cpuSvn, int pceSvn) {
        return all().flatMap(set -> set.platformLevels().stream())
                .sorted(TcbLevel.HIGHEST_FIRST)
                .filter(level -> level.isReachedBy(cpuSvn, pceSvn))
                .findFirst()
                .map(level -> new Tcb(level.components(), level.pceSvn()))
                .orElse(Tcb.LOWEST);
    }
}
