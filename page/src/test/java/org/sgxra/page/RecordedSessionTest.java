package org.sgxra.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.page.record.EventLines;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.Party;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.page.session.Step;

class RecordedSessionTest {
    @Test
    void joinsWhatBothEndsNoted() throws Exception {
        RecordedSession session = Sessions.ofEvents("client-ok_unlinkable", "sp-ok_unlinkable");

        assertThat(session.messages()).extracting(Message::name).containsExactly("msg0||msg1", "msg2", "msg3", "msg4");
        assertThat(session.messages()).extracting(Message::note).containsOnly("");
        assertThat(session.checks()).extracting(Step.Compared::by).contains(Party.ENCLAVE, Party.SERVICE_PROVIDER);
        assertThat(session.steps(Step.Verdict.class))
                .extracting(Step.Verdict::by)
                .containsExactly(Party.SERVICE_PROVIDER, Party.CLIENT);
        List<Step> steps = session.steps();
        assertThat(index(steps, "msg2")).isLessThan(checkOfEnclave(steps));
        assertThat(checkOfEnclave(steps)).isLessThan(index(steps, "msg3"));
    }

    private static int index(List<Step> steps, String message) {
        return steps.indexOf(steps.stream()
                .filter(step ->
                        step instanceof Step.Sent sent && sent.message().name().equals(message))
                .findFirst()
                .orElseThrow());
    }

    private static int checkOfEnclave(List<Step> steps) {
        return steps.indexOf(steps.stream()
                .filter(step -> step instanceof Step.Compared check && check.by() == Party.ENCLAVE)
                .findFirst()
                .orElseThrow());
    }

    @Test
    void marksAMessageThatTheOtherEndHasInOtherBytes() throws Exception {
        // The client's msg3 is that of sp-ok_unlinkable; one bit of it was changed on the way to sp-refused-336.
        RecordedSession session = Sessions.ofEvents("client-ok_unlinkable", "sp-refused-336");

        assertThat(session.messages())
                .filteredOn(message -> message.name().equals("msg3"))
                .hasSize(2)
                .extracting(Message::note)
                .containsOnly("not noted in these bytes by the other end");
    }

    @Test
    void refusesFilesThatDoNotBelongTogether() {
        assertThatThrownBy(() -> Sessions.ofEvents("client-ok_unlinkable", "sp-sigrl_n2_2"))
                .isInstanceOf(SessionFormatException.class)
                .hasMessage("the files share no message: they are not of the two ends of one session");
        assertThatThrownBy(() -> Sessions.ofEvents("sp-ok_unlinkable", "sp-sigrl_n2_2"))
                .hasMessageStartingWith("the files are all of the same end");
    }

    @Test
    void takesTheLastSessionOrTheOneThatIsNamed() throws Exception {
        List<RecordedEvent> file = new ArrayList<>();
        for (String name : List.of("sp-sigrl_n2_2", "sp-ok_unlinkable")) {
            for (RecordedEvent event : Sessions.events(name)) {
                file.add(new RecordedEvent(event.time(), name, event.role(), event.kind(), event.members()));
            }
        }

        assertThat(RecordedSession.of(List.of(file), Optional.empty())
                        .structure("msg2")
                        .orElseThrow()
                        .wire()
                        .size())
                .isEqualTo(168);
        assertThat(RecordedSession.of(List.of(file), Optional.of("sp-sigrl_n2_2"))
                        .structure("msg2")
                        .orElseThrow()
                        .wire()
                        .size())
                .isEqualTo(504);
        assertThatThrownBy(() -> RecordedSession.of(List.of(file), Optional.of("another")))
                .hasMessage("there is no session another");
    }

    @Test
    void namesTheLineThatIsNoEvent() throws Exception {
        String good = "{\"schema\":\"sgxra-events/1\",\"session\":\"one\",\"role\":\"sp\",\"event\":\"connected\"}\n";

        assertThat(EventLines.are(content(good))).isTrue();
        assertThat(EventLines.are(content("{\"version\":3}"))).isFalse();
        assertThat(EventLines.parse(content(good + "{\"schema\":\"sgxra"))).hasSize(1);
        assertThatThrownBy(() -> EventLines.parse(content(good + "[]\n")))
                .isInstanceOf(SessionFormatException.class)
                .hasMessage("line 2 is no event: no JSON object");
        assertThatThrownBy(() -> EventLines.parse(content(good.replace("/1", "/2"))))
                .hasMessage("line 1 is no event: its schema is not sgxra-events/1");
        assertThatThrownBy(() -> EventLines.parse(content(good + "x\n" + good)))
                .hasMessageStartingWith("line 2 is no event: ");
    }

    private static ByteString content(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
