package org.sgxra.services.dcap;

import java.time.Instant;
import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.dcap.TdxModuleIdentity;

/** The TDX modules that are published: signer zero, as Intel's are, and no attributes (docs/spec/dcap.md section 12). */
final class TdxModules {
    private static final String ADVISORY = "INTEL-SA-01099";

    private static final ByteString ALL_ATTRIBUTES =
            ByteString.of(java.util.HexFormat.of().parseHex("ff".repeat(8)));

    private TdxModules() {}

    /** Those of a set whose newest levels date from {@code tcbDate}; that of major version 0 first. */
    static List<TdxModuleIdentity> of(Instant tcbDate) {
        return List.of(
                module("", List.of()),
                module(TdxModuleIdentity.idOf(3), List.of(current(3, tcbDate))),
                module(
                        TdxModuleIdentity.idOf(1),
                        List.of(
                                current(5, tcbDate),
                                new EnclaveTcbLevel(
                                        2,
                                        Instant.parse("2023-08-09T00:00:00Z"),
                                        TcbStatus.OUT_OF_DATE,
                                        List.of(ADVISORY)))));
    }

    private static EnclaveTcbLevel current(int isvSvn, Instant tcbDate) {
        return new EnclaveTcbLevel(isvSvn, tcbDate, TcbStatus.UP_TO_DATE, List.of());
    }

    private static TdxModuleIdentity module(String id, List<EnclaveTcbLevel> levels) {
        return new TdxModuleIdentity(id, ByteString.zeros(48), ByteString.zeros(8), ALL_ATTRIBUTES, levels);
    }
}
