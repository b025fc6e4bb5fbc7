package org.sgxra.tool.quote;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.ComponentNames;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.common.dcap.TcbLevel;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.verifier.dcap.DcapRefusal;
import org.sgxra.verifier.dcap.DcapVerdict;

/**
 * The level above the one that was reached, and what it needs.
 *
 * @param status what it would make of the platform, or of the quoting enclave
 * @param tcbDate of the level
 * @param needs security versions that are too low for it, a line each
 */
record NextLevel(TcbStatus status, Instant tcbDate, List<String> needs) {
    /** Of the platform; empty if it reaches the highest, or verification did not come so far. */
    static Optional<NextLevel> ofPlatform(DcapVerdict verdict) {
        boolean belowAll = verdict.refusal().equals(Optional.of(DcapRefusal.TCB_NOT_SUPPORTED));
        if (verdict.tcb().isEmpty() && !belowAll) {
            return Optional.empty();
        }
        TcbInfo info = verdict.tcbInfo().orElseThrow();
        int reached = verdict.tcb()
                .map(tcb -> info.levels().indexOf(tcb.platform()))
                .orElse(info.levels().size());
        return reached < 1
                ? Optional.empty()
                : Optional.of(of(info, info.levels().get(reached - 1), verdict));
    }

    private static NextLevel of(TcbInfo info, TcbLevel level, DcapVerdict verdict) {
        PckExtension pck = verdict.pck().orElseThrow();
        List<String> needs = new ArrayList<>();
        for (int i = 0; i < TcbLevel.COMPONENTS; i++) {
            addNeed(needs, "SGX " + ComponentNames.describeSgx(info, i), pck.components(), level.components(), i);
        }
        if (pck.pceSvn() < level.pceSvn()) {
            needs.add("PCE SVN is " + pck.pceSvn() + ", needs " + level.pceSvn());
        }
        if (level.tdxComponents().isPresent()) {
            ByteString found = verdict.quote().orElseThrow().trustDomain().teeTcbSvn();
            // The first two of a module with a major version are judged by its own identity.
            int from = found.at(1) > 0 ? 2 : 0;
            List<String> names = ComponentNames.ofTdx(info);
            for (int i = from; i < TcbLevel.COMPONENTS; i++) {
                String name = names.get(i).isEmpty() ? "" : " (" + names.get(i) + ")";
                addNeed(
                        needs,
                        "TDX component " + (i + 1) + name,
                        found,
                        level.tdxComponents().get(),
                        i);
            }
        }
        return new NextLevel(level.status(), level.tcbDate(), needs);
    }

    private static void addNeed(List<String> needs, String component, ByteString found, ByteString needed, int index) {
        if (found.at(index) < needed.at(index)) {
            needs.add(component + " is " + found.at(index) + ", needs " + needed.at(index));
        }
    }

    /** Of the quoting enclave. */
    static Optional<NextLevel> ofQuotingEnclave(DcapVerdict verdict) {
        boolean belowAll = verdict.refusal().equals(Optional.of(DcapRefusal.QE_NOT_SUPPORTED));
        if (verdict.tcb().isEmpty() && !belowAll) {
            return Optional.empty();
        }
        List<EnclaveTcbLevel> levels = verdict.qeIdentity().orElseThrow().levels();
        int reached = verdict.tcb().map(tcb -> levels.indexOf(tcb.qe())).orElse(levels.size());
        if (reached < 1) {
            return Optional.empty();
        }
        EnclaveTcbLevel level = levels.get(reached - 1);
        int found =
                verdict.quote().orElseThrow().authentication().qeReportBody().isvSvn();
        return Optional.of(new NextLevel(
                level.status(),
                level.tcbDate(),
                List.of("ISV SVN of the quoting enclave is " + found + ", needs " + level.isvSvn())));
    }

    /** As members of a JSON object. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("tcbStatus", status);
        members.put("tcbDate", tcbDate);
        members.put("needs", needs);
        return members;
    }

    @Override
    public String toString() {
        return status + " of " + tcbDate + ": " + String.join("; ", needs);
    }
}
