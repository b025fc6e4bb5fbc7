package org.sgxra.common.message;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sgxra.common.bytes.ByteString;

/**
 * What a quote states of a trust domain, little-endian (docs/spec/dcap.md section 12). Offsets in bytes.
 *
 * @param teeTcbSvn TCB at launch at 0, 16 bytes: SVN of the TDX module, its major version, then other components
 * @param mrSeam measurement of the TDX module at 16, 48 bytes
 * @param mrSignerSeam signer of the TDX module at 64, 48 bytes; zero for Intel
 * @param seamAttributes at 112, 8 bytes
 * @param tdAttributes at 120, 8 bytes; bit 0 of the first is debug
 * @param xfam extended features at 128, 8 bytes
 * @param mrTd measurement of the initial contents at 136, 48 bytes
 * @param mrConfigId at 184, 48 bytes
 * @param mrOwner at 232, 48 bytes
 * @param mrOwnerConfig at 280, 48 bytes
 * @param rtmr four run-time measurements at 328, 48 bytes each
 * @param reportData at 520, 64 bytes
 * @param teeTcbSvn2 TCB of the running module at 584, 16 bytes; from TDX 1.5 on
 * @param mrServiceTd at 600, 48 bytes; from TDX 1.5 on
 * @param extension at 648, 237 bytes of migration data; only in the extended body of TDX 1.5
 */
public record TdReportBody(
        ByteString teeTcbSvn,
        ByteString mrSeam,
        ByteString mrSignerSeam,
        ByteString seamAttributes,
        ByteString tdAttributes,
        ByteString xfam,
        ByteString mrTd,
        ByteString mrConfigId,
        ByteString mrOwner,
        ByteString mrOwnerConfig,
        List<ByteString> rtmr,
        ByteString reportData,
        Optional<ByteString> teeTcbSvn2,
        Optional<ByteString> mrServiceTd,
        Optional<ByteString> extension) {
    /** Reads a body that has the size of its kind. */
    static TdReportBody of(QuotedBody kind, ByteString body) {
        Sizes.require("td_report", body, kind.size());
        boolean is15 = kind != QuotedBody.TD_1_0;
        return new TdReportBody(
                body.slice(0, 16),
                body.slice(16, 64),
                body.slice(64, 112),
                body.slice(112, 120),
                body.slice(120, 128),
                body.slice(128, 136),
                body.slice(136, 184),
                body.slice(184, 232),
                body.slice(232, 280),
                body.slice(280, 328),
                IntStream.range(0, 4)
                        .mapToObj(i -> body.slice(328 + 48 * i, 376 + 48 * i))
                        .toList(),
                body.slice(520, 584),
                is15 ? Optional.of(body.slice(584, 600)) : Optional.empty(),
                is15 ? Optional.of(body.slice(600, 648)) : Optional.empty(),
                kind == QuotedBody.TD_1_5_EXTENDED ? Optional.of(body.slice(648, 885)) : Optional.empty());
    }

    /** True when a debugger can look into the trust domain. */
    public boolean isDebug() {
        return (tdAttributes.at(0) & 1) != 0;
    }
}
