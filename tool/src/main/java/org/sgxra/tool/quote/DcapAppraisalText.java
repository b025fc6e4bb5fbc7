package org.sgxra.tool.quote;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.TcbLevel;
import org.sgxra.sp.pcs.TcbAdvice;
import org.sgxra.tool.io.CheckText;
import org.sgxra.tool.io.FieldTable;
import org.sgxra.tool.io.JsonDocument;
import org.sgxra.verifier.dcap.DcapVerdict;
import org.sgxra.verifier.dcap.TcbEvaluation;

/** What was found of a DCAP quote, for people and for programs. */
final class DcapAppraisalText {
    private final DcapAppraisal appraisal;
    private final DcapVerdict dcap;

    DcapAppraisalText(DcapAppraisal appraisal) {
        this.appraisal = appraisal;
        this.dcap = appraisal.verdict().dcap().orElseThrow();
    }

    /** The checks, the levels, and what should be done; the last line is the outcome. */
    void print(PrintStream out) {
        CheckText.print(appraisal.checks(), out);
        Map<String, Object> platform = platform();
        if (!platform.isEmpty()) {
            out.println();
            out.println("platform");
            new FieldTable(out).print(platform);
        }
        List<String> advice = TcbAdvice.of(dcap);
        if (!advice.isEmpty()) {
            out.println();
            out.println("advice");
            advice.forEach(line -> out.println("  " + line));
        }
        if (!appraisal.missing().isEmpty()) {
            out.println();
            out.println("missing collateral, and where Intel publishes it");
            appraisal.missing().forEach(source -> out.println("  " + source));
        }
        out.println();
        appraisal.verdict().warnings().forEach(warning -> out.println("warning: " + warning));
        out.println(appraisal.outcome());
    }

    private Map<String, Object> platform() {
        Map<String, Object> members = new LinkedHashMap<>();
        dcap.tcb().ifPresent(tcb -> {
            members.put("status", tcb.status());
            members.put("platform level", text(tcb.platform()));
            members.put("quoting enclave level", text(tcb.qe()));
            tcb.tdxModule().ifPresent(module -> members.put("TDX module level", text(module)));
            members.put("TCB date", tcb.tcbDate());
            members.put("advisories", advisories(tcb));
            members.put("TCB evaluation data number", tcb.tcbEvaluationDataNumber());
        });
        NextLevel.ofPlatform(dcap).ifPresent(level -> members.put("next platform level", level));
        NextLevel.ofQuotingEnclave(dcap).ifPresent(level -> members.put("next quoting enclave level", level));
        if (dcap.tcb().isPresent()) {
            dcap.pck().ifPresent(pck -> members.put("PCK certificate", pck));
            members.put("collateral valid from", dcap.validFrom().orElseThrow());
            members.put("collateral valid to", dcap.validTo().orElseThrow());
        }
        return members;
    }

    private static String text(TcbLevel level) {
        return level.status() + " of " + level.tcbDate() + ": components " + level.components() + ", PCE SVN "
                + level.pceSvn()
                + level.tdxComponents()
                        .map(components -> ", TDX components " + components)
                        .orElse("");
    }

    private static String text(EnclaveTcbLevel level) {
        return level.status() + " of " + level.tcbDate() + ": ISV SVN " + level.isvSvn();
    }

    private static String advisories(TcbEvaluation tcb) {
        String known = String.join(", ", tcb.advisories());
        if (tcb.advisoriesKnown()) {
            return known.isEmpty() ? "none" : known;
        }
        return (known.isEmpty() ? "" : known + "; ") + "others unknown: TCB info of version 2 does not name them";
    }

    /** Members beside the structures. */
    void write(JsonDocument out) {
        Optional<TcbEvaluation> tcb = dcap.tcb();
        out.member("kind", "DCAP")
                .member("verified", dcap.verified())
                .member("acceptable", dcap.verified() && appraisal.outcome().isAcceptable())
                .member("status", orNull(tcb.map(TcbEvaluation::status)))
                .member("qeStatus", orNull(tcb.map(found -> found.qe().status())))
                .member("advisoryIDs", orNull(tcb.map(TcbEvaluation::advisories)))
                .member("advisoriesKnown", orNull(tcb.map(TcbEvaluation::advisoriesKnown)))
                .member("tcbDate", orNull(tcb.map(TcbEvaluation::tcbDate)))
                .member("tcbEvaluationDataNumber", orNull(tcb.map(TcbEvaluation::tcbEvaluationDataNumber)))
                .member("reason", orNull(appraisal.reason()))
                .member("verdict", appraisal.outcome().conclusion())
                .member("explanation", appraisal.outcome().reason())
                .member("exitCode", appraisal.outcome().conclusion().exitCode());
        tcb.ifPresent(found -> writeLevels(out, found));
        NextLevel.ofPlatform(dcap).ifPresent(level -> out.member("nextPlatformLevel", level.members()));
        NextLevel.ofQuotingEnclave(dcap).ifPresent(level -> out.member("nextQeLevel", level.members()));
        out.member("validFrom", orNull(dcap.validFrom())).member("validTo", orNull(dcap.validTo()));
        out.member("warnings", appraisal.verdict().warnings()).member("advice", TcbAdvice.of(dcap));
        out.member(
                "missing",
                appraisal.missing().stream().map(DcapAppraisalText::members).toList());
        CheckText.write(appraisal.checks(), out);
    }

    private static void writeLevels(JsonDocument out, TcbEvaluation tcb) {
        out.object("platformLevel", level -> level.member(
                        "tcbStatus", tcb.platform().status())
                .member("tcbDate", tcb.platform().tcbDate())
                .member("components", tcb.platform().components())
                .member("pcesvn", tcb.platform().pceSvn())
                .member("advisoryIDs", tcb.platform().advisories()));
        out.object("qeLevel", level -> level.member("tcbStatus", tcb.qe().status())
                .member("tcbDate", tcb.qe().tcbDate())
                .member("isvsvn", tcb.qe().isvSvn())
                .member("advisoryIDs", tcb.qe().advisories()));
    }

    private static Object orNull(Optional<?> value) {
        return value.isPresent() ? value.get() : null;
    }

    private static Map<String, Object> members(PublishedPart source) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", source.file());
        members.put("url", source.url());
        members.put("hint", source.hint());
        return members;
    }
}
