package org.sgxra.verifier.dcap;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.common.dcap.TcbLevel;
import org.sgxra.common.dcap.TcbStatus;

/**
 * Which TCB levels the evidence reaches, and what they make together (docs/spec/dcap.md section 3.3).
 *
 * @param platform the level of the TCB info
 * @param qe the level of the QE identity
 * @param tdxModule the level of the TDX module at launch, where its identity has levels
 * @param status of all together
 * @param advisoriesKnown false with a TCB info of version 2, which has none: then {@link #advisories} is not the whole list
 * @param tcbEvaluationDataNumber the smaller of those of TCB info and QE identity
 */
public record TcbEvaluation(
        TcbLevel platform,
        EnclaveTcbLevel qe,
        Optional<EnclaveTcbLevel> tdxModule,
        TcbStatus status,
        boolean advisoriesKnown,
        long tcbEvaluationDataNumber) {

    static TcbEvaluation of(
            TcbInfo info, QeIdentity identity, TcbMatch platform, EnclaveTcbLevel qe, TcbStatus status) {
        return new TcbEvaluation(
                platform.level(),
                qe,
                platform.module(),
                status.joinedWith(qe.status()),
                info.version() > 2,
                Math.min(info.tcbEvaluationDataNumber(), identity.tcbEvaluationDataNumber()));
    }

    /** Identifiers of the advisories of all levels, sorted, each once. */
    public List<String> advisories() {
        return Stream.of(
                        platform.advisories(),
                        qe.advisories(),
                        tdxModule.map(EnclaveTcbLevel::advisories).orElse(List.of()))
                .flatMap(List::stream)
                .distinct()
                .sorted()
                .toList();
    }

    /** The oldest date of the levels: since when the evidence may be out of date. */
    public Instant tcbDate() {
        return Stream.concat(
                        Stream.of(platform.tcbDate(), qe.tcbDate()), tdxModule.map(EnclaveTcbLevel::tcbDate).stream())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
