package org.sgxra.services.dcap;

import java.time.Instant;
import java.util.List;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.TcbLevel;
import org.sgxra.common.dcap.TdxModuleIdentity;

/**
 * All levels of one TCB recovery: what documents of one evaluation data number say.
 *
 * @param number TCB evaluation data number, u32
 * @param tcbDate what platforms reach that are up to date
 * @param platformLevels highest first, each with TDX components
 * @param qeLevels of the quoting enclave for enclaves, highest first
 * @param tdQeLevels of the quoting enclave for trust domains, highest first
 * @param tdxModules what TDX modules must be, that of major version 0 first
 */
public record TcbSet(
        long number,
        Instant tcbDate,
        List<TcbLevel> platformLevels,
        List<EnclaveTcbLevel> qeLevels,
        List<EnclaveTcbLevel> tdQeLevels,
        List<TdxModuleIdentity> tdxModules) {
    public TcbSet {
        platformLevels = List.copyOf(platformLevels);
        qeLevels = List.copyOf(qeLevels);
        tdQeLevels = List.copyOf(tdQeLevels);
        tdxModules = List.copyOf(tdxModules);
    }

    /** The same under another number. */
    TcbSet withNumber(long other) {
        return new TcbSet(other, tcbDate, platformLevels, qeLevels, tdQeLevels, tdxModules);
    }
}
