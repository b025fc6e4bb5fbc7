package org.sgxra.services.dcap;

import java.time.Instant;
import java.util.List;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.TcbLevel;

/**
 * All levels of one TCB recovery: what documents of one evaluation data number say.
 *
 * @param number TCB evaluation data number, u32
 * @param tcbDate what platforms reach that are up to date
 * @param platformLevels highest first, each with TDX components
 * @param qeLevels highest first
 */
public record TcbSet(long number, Instant tcbDate, List<TcbLevel> platformLevels, List<EnclaveTcbLevel> qeLevels) {
    public TcbSet {
        platformLevels = List.copyOf(platformLevels);
        qeLevels = List.copyOf(qeLevels);
    }

    /** The same under another number. */
    TcbSet withNumber(long other) {
        return new TcbSet(other, tcbDate, platformLevels, qeLevels);
    }
}
