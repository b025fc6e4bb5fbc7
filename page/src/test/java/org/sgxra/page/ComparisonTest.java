package org.sgxra.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.page.guide.DifferenceGuide;
import org.sgxra.page.html.ComparisonPage;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.MessagePair;
import org.sgxra.page.session.RecordedSession;

/** Two recorded sessions side by side. */
class ComparisonTest {
    private static String compared(String one, String other) throws Exception {
        return ComparisonPage.render(Sessions.ofEvents(one), one, Sessions.ofEvents(other), other);
    }

    @Test
    void countsTheBytesThatDifferAndSaysWhy() throws Exception {
        RecordedSession one = Sessions.ofEvents("sp-ok_unlinkable");
        RecordedSession other = Sessions.ofEvents("sp-policy_wrong_mrsigner");
        String page = ComparisonPage.render(one, "one", other, "other");

        for (int i = 0; i < one.messages().size(); i++) {
            byte[] first = one.messages().get(i).wire().toArray();
            byte[] second = other.messages().get(i).wire().toArray();
            int count = 0;
            for (int at = 0; at < first.length; at++) {
                count += first[at] == second[at] ? 0 : 1;
            }
            assertThat(page)
                    .contains(count
                            + (count == 1 ? " byte differs of " : " bytes differ of ")
                            + String.format(java.util.Locale.ROOT, "%,d bytes", first.length));
        }
        assertThat(page)
                .contains("Fresh keys: the client makes g_a anew for each session.")
                .contains("Another verdict: see the checks below.")
                .contains("Another policy: ");
    }

    @Test
    void saysThatTheSameSessionIsTheSame() throws Exception {
        String page = compared("sp-ok_unlinkable", "sp-ok_unlinkable");

        assertThat(PageTest.find(page, "(The same in both, byte for byte\\.)")).hasSize(4);
        assertThat(page).doesNotContain("<mark>").contains("They say the same in both sessions.");
    }

    @Test
    void marksThoseBytesThatDiffer() throws Exception {
        assertThat(compared("sp-ok_unlinkable", "sp-policy_wrong_mrsigner"))
                .contains("<code><mark>03</mark> 00 00 00</code>", "<code><mark>00</mark> 00 00 00</code>");
    }

    @ParameterizedTest
    @CsvSource({
        "sp-ok_unlinkable, sp-group_out_of_date_pib",
        "sp-ok_unlinkable, sp-sigrl_n2_2",
        "sp-ok_unlinkable, sp-refused-0",
        "sp-ok_unlinkable, sp-dcap",
        "sp-ok_unlinkable, isv-sp",
        "isv-sp, sp-dcap",
    })
    void everyFieldThatDiffersHasItsReason(String one, String other) throws Exception {
        for (MessagePair pair : MessagePair.of(Sessions.ofEvents(one), Sessions.ofEvents(other))) {
            for (Message message : List.of(pair.one(), pair.other()).stream()
                    .flatMap(Optional::stream)
                    .toList()) {
                message.structure().fields().stream()
                        .filter(field -> !field.name().contains("reserved")
                                && !field.name().matches("ra_(?!att).*"))
                        .forEach(field -> assertThat(DifferenceGuide.of(field.name()))
                                .as(field.name())
                                .isPresent());
            }
        }
        assertThat(compared(one, other)).contains("Two remote attestations, side by side");
    }

    @Test
    void saysThatOnePolicyAloneAcceptsThePlatform() throws Exception {
        List<RecordedEvent> strict = Sessions.events("sp-group_out_of_date_pib");
        List<RecordedEvent> lax = strict.stream()
                .map(event -> event.text("check").equals("platform-status")
                        ? new RecordedEvent(
                                event.time(), event.session(), event.role(), event.kind(), accepted(event.members()))
                        : event)
                .toList();

        assertThat(ComparisonPage.render(
                        RecordedSession.of(List.of(strict), Optional.empty()),
                        "one",
                        RecordedSession.of(List.of(lax), Optional.empty()),
                        "other"))
                .contains("Another policy: <code>GROUP_OUT_OF_DATE</code> is accepted by one of them alone.");
    }

    private static Map<String, Object> accepted(Map<String, Object> members) {
        Map<String, Object> accepted = new HashMap<>(members);
        accepted.put("passed", true);
        return accepted;
    }

    @Test
    void takesMessagesTogetherThatCarryTheSame() throws Exception {
        assertThat(MessagePair.of(Sessions.ofEvents("sp-ok_unlinkable"), Sessions.ofEvents("isv-sp")))
                .filteredOn(pair -> pair.one().isPresent() && pair.other().isPresent())
                .extracting(MessagePair::name)
                .containsExactly("msg0||msg1", "msg2", "msg3");
    }
}
