package org.sgxra.page.html;

import java.util.List;
import java.util.Optional;
import org.sgxra.page.record.RecordedEvent;

/** What the service provider asked for, as its events tell (docs/events.md); those of earlier versions do not. */
final class PolicyList {
    private static final int MAX_VALUE = 2000;

    private final RecordedEvent policy;

    PolicyList(RecordedEvent policy) {
        this.policy = policy;
    }

    void write(Html out) {
        out.open("details", "id", "policy");
        out.element("summary", "What the service provider asked for").open("dl", "class", "compared");
        hashes(out, "MRSIGNER", policy.find("mrsigner").map(List::of).orElse(List.of()));
        hashes(out, "MRENCLAVE", policy.texts("mrenclaves"));
        row(out, "product id", policy.find("productId"));
        row(out, "ISV SVN, at least", policy.find("minIsvSvn"));
        row(out, "debug enclaves", Optional.of(policy.flag("debugAllowed") ? "may attest" : "may not attest"));
        row(
                out,
                "platforms that need hardening",
                Optional.of(
                        policy.flag("strictTrustMode")
                                ? "are not trusted (strict trust mode)"
                                : "are trusted, but it is complicated"));
        words(out, "statuses accepted besides", policy.texts("acceptedStatuses"));
        words(out, "advisories that are mitigated", policy.texts("mitigatedAdvisories"));
        row(
                out,
                "TCB evaluation data number, at least",
                policy.find("minTcbEvaluationDataNumber").filter(number -> !number.equals("0")));
        row(out, "report not older than", policy.find("maxReportAge").map(seconds -> seconds + " seconds"));
        row(out, "report not later than", policy.find("maxFuture").map(seconds -> seconds + " seconds from now"));
        out.close(2).line();
    }

    private static void hashes(Html out, String name, List<String> values) {
        out.element("dt", name);
        values.forEach(value -> out.open("dd")
                .element("code", Texts.shortened(value, MAX_VALUE))
                .close());
        if (values.isEmpty()) {
            out.element("dd", "any");
        }
    }

    private static void words(Html out, String name, List<String> values) {
        out.element("dt", name);
        out.element("dd", values.isEmpty() ? "none" : Texts.shortened(String.join(", ", values), MAX_VALUE));
    }

    private static void row(Html out, String name, Optional<String> value) {
        out.element("dt", name);
        out.element("dd", value.map(text -> Texts.shortened(text, MAX_VALUE)).orElse("any"));
    }
}
