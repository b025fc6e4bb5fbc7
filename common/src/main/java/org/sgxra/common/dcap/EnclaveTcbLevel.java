package org.sgxra.common.dcap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A level of a QE identity or of a TDX module identity.
 *
 * @param isvSvn the security version that it begins at
 * @param tcbDate when it was up to date
 * @param status UpToDate, OutOfDate or Revoked
 * @param advisories identifiers of Intel's advisories, in the order of the document
 */
public record EnclaveTcbLevel(int isvSvn, Instant tcbDate, TcbStatus status, List<String> advisories) {
    /** Reads {@code tcbLevels} and gives the levels highest first, whatever their order in the document. */
    static List<EnclaveTcbLevel> readAll(JsonObject identity) throws DcapFormatException {
        List<EnclaveTcbLevel> levels = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (JsonObject level : identity.objects("tcbLevels")) {
            int isvSvn = (int) level.object("tcb").number("isvsvn", 0xffff);
            if (!seen.add(isvSvn)) {
                throw level.fault("tcb.isvsvn", "another level has " + isvSvn + " too");
            }
            String word = level.text("tcbStatus");
            TcbStatus status = TcbStatus.ofEnclave(word)
                    .orElseThrow(() -> level.fault("tcbStatus", "\"" + word + "\" is unknown"));
            levels.add(
                    new EnclaveTcbLevel(isvSvn, level.instant("tcbDate"), status, level.optionalTexts("advisoryIDs")));
        }
        levels.sort(Comparator.comparingInt(EnclaveTcbLevel::isvSvn).reversed());
        return List.copyOf(levels);
    }

    /** The highest of {@code levels}, highest first, that {@code isvSvn} reaches. */
    public static Optional<EnclaveTcbLevel> reached(List<EnclaveTcbLevel> levels, int isvSvn) {
        return levels.stream().filter(level -> level.isvSvn <= isvSvn).findFirst();
    }
}
