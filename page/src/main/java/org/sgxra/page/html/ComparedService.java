package org.sgxra.page.html;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.session.RecordedSession;

/** What vouches for the platforms of two sessions: the fields of the attestation service's reports, or what collateral says. */
final class ComparedService {
    private static final int MAX_VALUE = 400;
    private static final Set<String> OF_EVENTS = Set.of("schema", "time", "session", "role", "peer", "event");
    private static final Map<String, String> WHY = Map.of(
            "id", "Each report has its own number.",
            "timestamp", "When the service judged.",
            "nonce", "Made anew for each session: the report answers this request and no other.",
            "isvEnclaveQuoteBody", "The quote: see msg3.",
            "isvEnclaveQuoteStatus", "The platform's state, as the service sees it.",
            "status", "The platform's level among those that its TCB info lists.",
            "platformInfoBlob", "What the service says of a platform that is not up to date.");

    private final Map<String, String> one;
    private final Map<String, String> other;

    ComparedService(RecordedSession one, RecordedSession other) {
        this.one = said(one);
        this.other = said(other);
    }

    private static Map<String, String> said(RecordedSession session) {
        Map<String, String> said = new LinkedHashMap<>();
        session.event("report-verified").ifPresent(event -> {
            event.pairs("required").forEach(pair -> said.put(pair.getKey(), pair.getValue()));
            event.pairs("optional").forEach(pair -> said.put(pair.getKey(), pair.getValue()));
        });
        session.event("quote-verified").ifPresent(event -> said.putAll(members(event)));
        return said;
    }

    private static Map<String, String> members(RecordedEvent event) {
        Map<String, String> members = new LinkedHashMap<>();
        event.members().keySet().stream()
                .filter(name -> !OF_EVENTS.contains(name))
                .forEach(name -> members.put(name, event.find(name).orElse(String.join(", ", event.texts(name)))));
        return members;
    }

    void write(Html out) {
        out.open("section", "id", "service", "aria-labelledby", "service-h");
        out.element("h2", "Who vouches", "id", "service-h");
        Set<String> names = new LinkedHashSet<>(one.keySet());
        names.addAll(other.keySet());
        names.removeIf(name -> one.getOrDefault(name, "").equals(other.getOrDefault(name, "")));
        if (names.isEmpty()) {
            out.element(
                    "p",
                    one.isEmpty() && other.isEmpty()
                            ? "Nothing of it is recorded."
                            : "They say the same in both sessions.");
            out.close().line();
            return;
        }
        ComparedRows.begin(out, "what the services say", "what is said", "why");
        for (String name : names) {
            ComparedRows.row(out, Texts.shortened(name, 100));
            value(out, one.get(name));
            value(out, other.get(name));
            out.element("td", WHY.getOrDefault(name, "—")).close().line();
        }
        out.close(4).line();
    }

    private static void value(Html out, String value) {
        out.open("td");
        if (value == null || value.isEmpty()) {
            out.element("small", "none");
        } else {
            out.element("code", Texts.shortened(value, MAX_VALUE));
        }
        out.close();
    }
}
