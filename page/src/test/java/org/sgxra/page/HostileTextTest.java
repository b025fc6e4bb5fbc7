package org.sgxra.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.page.html.ComparisonPage;
import org.sgxra.page.html.WalkthroughPage;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.session.RecordedSession;

/** Texts that peers and services control hold markup. */
class HostileTextTest {
    private static final String MARKUP =
            "</title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>"
                    + "\"' onmouseover=\"alert(2)\" {{script}} \u202egnp.exe\u0000\ud800&lt;";

    /** What decides how an event is read. */
    private static final Set<String> KEPT = Set.of("wire", "event", "role", "session", "time", "schema");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sp-ok_unlinkable",
                "sp-group_out_of_date_pib",
                "sp-policy_wrong_mrsigner",
                "sp-refused-336",
                "client-group_out_of_date_pib",
                "isv-sp",
                "sp-dcap"
            })
    void markupStaysText(String name) throws Exception {
        String harmless = Sessions.page(Sessions.ofEvents(name));
        List<RecordedEvent> hostile = new ArrayList<>();
        for (RecordedEvent event : Sessions.events(name)) {
            hostile.add(new RecordedEvent(
                    event.time(), event.session(), event.role(), event.kind(), hostileMembers(event.members())));
        }
        hostile.add(extra(hostile.get(0), "notice", "text"));
        hostile.add(extra(hostile.get(0), "session-failed", "reason"));
        hostile.add(extra(hostile.get(0), "message-received", "message"));
        String page = WalkthroughPage.render(RecordedSession.of(List.of(hostile), Optional.empty()), MARKUP, true);

        assertThat(PageTest.find(page, "(<script)")).hasSize(1);
        assertThat(page)
                .contains("&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<img", "alert(1)</script>", "\u202e", "\u0000", "\ud800");
        assertThat(names(page, "<([a-zA-Z0-9]+)")).isSubsetOf(allowed(harmless, "<([a-zA-Z0-9]+)"));
        assertThat(names(page, " ([a-z-]+)=\"")).isSubsetOf(allowed(harmless, " ([a-z-]+)=\""));
        assertThat(page).doesNotContain("<title>" + MARKUP);
    }

    @Test
    void markupStaysTextInTwoSessionsSideBySide() throws Exception {
        List<RecordedEvent> hostile = new ArrayList<>();
        for (RecordedEvent event : Sessions.events("sp-ok_unlinkable")) {
            hostile.add(new RecordedEvent(
                    event.time(), event.session(), event.role(), event.kind(), hostileMembers(event.members())));
        }
        RecordedSession session = RecordedSession.of(List.of(hostile), Optional.empty());
        String page = ComparisonPage.render(session, MARKUP, Sessions.ofEvents("sp-ok_unlinkable"), MARKUP);

        assertThat(PageTest.find(page, "(<script)")).hasSize(1);
        assertThat(page)
                .contains("&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<img", "alert(1)</script>", "\u202e", "\u0000", "\ud800", "<title>" + MARKUP);
    }

    /** Parts that the harmless session does not have use these as well. */
    private static Set<String> allowed(String page, String pattern) {
        Set<String> names = names(page, pattern);
        names.addAll(Set.of("strong", "h3", "ul", "pre", "i", "open", "dl", "dt", "dd", "role", "br"));
        return names;
    }

    private static RecordedEvent extra(RecordedEvent like, String kind, String member) {
        return new RecordedEvent(
                like.time(), like.session(), like.role(), kind, Map.of(member, MARKUP, "cause", MARKUP));
    }

    /** Element and attribute names of the page outside of style and script. */
    private static Set<String> names(String page, String pattern) {
        String markup = page.replaceAll("(?s)<style>.*?</style>|<script>.*?</script>", "");
        return new TreeSet<>(PageTest.find(markup, pattern));
    }

    private static Map<String, Object> hostileMembers(Map<String, Object> members) {
        Map<String, Object> all = new LinkedHashMap<>();
        members.forEach((name, value) -> all.put(name, KEPT.contains(name) ? value : hostile(value)));
        return all;
    }

    private static Object hostile(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(HostileTextTest::hostile).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> members = new LinkedHashMap<>();
            map.forEach((name, member) -> members.put(String.valueOf(name), hostile(member)));
            return members;
        }
        return value instanceof String ? MARKUP : value;
    }
}
