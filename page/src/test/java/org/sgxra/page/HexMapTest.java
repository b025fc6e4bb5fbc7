package org.sgxra.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.Field;
import org.sgxra.page.guide.FieldGuide;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.page.session.RecordedSession.Pasted;
import org.sgxra.testdata.TestData;

class HexMapTest {
    static Stream<Path> recordedSessions() {
        return Sessions.files("hex", ".json").stream();
    }

    @ParameterizedTest
    @MethodSource("recordedSessions")
    void everyByteBelongsToExactlyOneFieldOfTheMap(Path file) {
        RecordedSession session = RecordedSession.ofMessages(Sessions.messages(file));
        List<HexMap> maps = HexMap.of(Sessions.page(session));

        assertThat(maps).hasSameSizeAs(Sessions.messages(file));
        for (int i = 0; i < maps.size(); i++) {
            assertIsMapOf(maps.get(i), session.messages().get(i).wire());
        }
    }

    /** The run of the original service provider of the second system. */
    @Test
    void everyByteOfTheTlsRunBelongsToExactlyOneFieldOfTheMap() {
        List<Pasted> frames = Sessions.frames();
        RecordedSession session = RecordedSession.ofMessages(frames);
        List<HexMap> maps = HexMap.of(Sessions.page(session));

        assertThat(session.messages()).extracting(Message::note).containsOnly("");
        List<ByteString> expected = mapped(session);
        assertThat(maps).hasSameSizeAs(expected).hasSize(frames.size() + 3);
        for (int i = 0; i < maps.size(); i++) {
            assertIsMapOf(maps.get(i), expected.get(i));
        }
    }

    /** What has a map: each message, and the structure of the hex protocol that it carries. */
    private static List<ByteString> mapped(RecordedSession session) {
        return session.messages().stream()
                .flatMap(message -> Stream.concat(
                        Stream.of(message.wire()),
                        message.content().stream()
                                .map(content -> ByteString.concat(content.fields().stream()
                                        .map(Field::bytes)
                                        .toArray(ByteString[]::new)))))
                .toList();
    }

    private static void assertIsMapOf(HexMap map, ByteString bytes) {
        assertThat(map.size()).isEqualTo(bytes.size());
        assertThat(Arrays.stream(map.owners()).allMatch(owners -> owners == 1)).isTrue();
        assertThat(map.digits()).isEqualTo(bytes.hex());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isv-sp",
                "isv-app",
                "sp-sigrl_n2_2",
                "client-ok_unlinkable",
                "sp-refused-20",
                "sp-dcap",
                "sp-revoked",
                "client-sigrl_garbage"
            })
    void everyByteOfEventsBelongsToExactlyOneFieldOfTheMap(String name) throws Exception {
        RecordedSession session = Sessions.ofEvents(name);
        List<HexMap> maps = HexMap.of(Sessions.page(session));

        List<ByteString> expected = mapped(session);
        assertThat(maps).hasSameSizeAs(expected).isNotEmpty();
        for (int i = 0; i < maps.size(); i++) {
            assertIsMapOf(maps.get(i), expected.get(i));
        }
    }

    @Test
    void everyFieldOfRecordedSessionsIsExplained() throws Exception {
        List<RecordedSession> sessions = new java.util.ArrayList<>();
        recordedSessions().forEach(file -> sessions.add(RecordedSession.ofMessages(Sessions.messages(file))));
        sessions.add(Sessions.ofEvents("isv-sp"));
        sessions.add(dcap());

        List<String> unexplained = sessions.stream()
                .flatMap(session -> session.messages().stream())
                .flatMap(message ->
                        Stream.concat(message.fields().fields().stream(), message.structure().fields().stream()))
                .map(Field::name)
                .distinct()
                .filter(name -> FieldGuide.of(name).purpose().isEmpty()
                        || FieldGuide.of(name).source().isEmpty())
                .toList();
        assertThat(unexplained).isEmpty();
    }

    /** A msg3 with a quote that hardware made. */
    private static RecordedSession dcap() {
        ByteString quote = ByteString.of(TestData.bytes("dcap/uptodate-v2-00606a000000-202207-054f36/quote.bin"));
        return RecordedSession.ofMessages(List.of(new Pasted("msg3", ByteString.concat(ByteString.zeros(336), quote))));
    }

    @Test
    void fieldsThatBelongTogetherAreLinked() throws Exception {
        RecordedSession session = Sessions.ofEvents("sp-ok_unlinkable");
        String page = Sessions.page(session);

        assertThat(row(page, "msg1.g_a.gx")).contains(">msg3.g_a.gx<", ">msg3.quote.report_body.report_data<");
        assertThat(row(page, "msg2.spid")).contains(">msg3.quote.basename.spid<");
        assertThat(row(page, "msg1.gid")).contains(">msg3.quote.epid_group_id<");
        assertThat(row(page, "msg2.mac")).contains(">msg3.mac<").doesNotContain(">msg3.g_a.gx<");
    }

    private static String row(String page, String field) {
        int at = page.indexOf("<th scope=\"row\"><code>" + field + "</code>");
        assertThat(at).as(field).isPositive();
        return page.substring(at, page.indexOf("</tr>", at));
    }

    @Test
    void showsWhatCannotBeTakenApartAsOneField() {
        RecordedSession session = RecordedSession.ofMessages(List.of(
                Sessions.pasted("msg2", "00112233"),
                new Pasted("MSG1", ByteString.of("no frame at all".getBytes(StandardCharsets.US_ASCII)))));
        String page = Sessions.page(session);

        assertThat(HexMap.of(page))
                .extracting(HexMap::digits)
                .containsExactly("00112233", session.messages().get(1).wire().hex());
        assertThat(session.messages())
                .extracting(Message::note)
                .allMatch(note -> note.startsWith("cannot be taken apart: "));
    }

    @Test
    void foldsLongListsAndCoversAllOfTheirBytes() {
        int entries = 4000;
        byte[] list = new byte[16 + entries * 128 + 64];
        list[1] = 2;
        list[3] = 0x0e;
        list[7] = 0x0b;
        list[14] = (byte) (entries >>> 8);
        list[15] = (byte) entries;
        byte[] fixed = new byte[168];
        for (int i = 0; i < 4; i++) {
            fixed[164 + i] = (byte) (list.length >>> 8 * i);
        }
        ByteString wire = ByteString.concat(ByteString.of(fixed), ByteString.of(list));
        RecordedSession session = RecordedSession.ofMessages(List.of(new Pasted("msg2", wire)));
        String page = Sessions.page(session);
        HexMap map = HexMap.of(page).get(0);

        assertThat(session.messages().get(0).note()).isEmpty();
        assertThat(map.size()).isEqualTo(wire.size());
        assertThat(Arrays.stream(map.owners()).allMatch(owners -> owners == 1)).isTrue();
        assertThat(page).contains("msg2.sig_rl.entry[16..3999]").hasSizeLessThan(200_000);
    }

    @Test
    void staysSmallWithMessagesOfAMebibyte() {
        byte[] wire = new byte[1 << 20];
        wire[0] = 3;
        String page = Sessions.page(RecordedSession.ofMessages(List.of(new Pasted("msg4", ByteString.of(wire)))));

        HexMap map = HexMap.of(page).get(0);

        assertThat(map.size()).isEqualTo(1 << 20);
        assertThat(Arrays.stream(map.owners()).allMatch(owners -> owners == 1)).isTrue();
        assertThat(page).contains("bytes not shown").hasSizeLessThan(200_000);
    }
}
