package org.sgxra.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.page.html.WalkthroughPage;
import org.sgxra.page.record.EventLines;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.page.session.RecordedSession.Pasted;
import org.sgxra.testdata.TestData;

/** The recorded sessions as this module reads them. */
final class Sessions {
    private Sessions() {}

    /** The events of one or two files of {@code testdata/events}. */
    static RecordedSession ofEvents(String... names) throws SessionFormatException {
        List<List<RecordedEvent>> files = new ArrayList<>();
        for (String name : names) {
            files.add(events(name));
        }
        return RecordedSession.of(files, Optional.empty());
    }

    static List<RecordedEvent> events(String name) throws SessionFormatException {
        return EventLines.parse(ByteString.of(TestData.bytes("events/" + name + ".jsonl")));
    }

    /** The messages of a session of {@code testdata/hex}. */
    static List<Pasted> messages(Path file) {
        JsonNode json = TestData.json(file);
        if (json.has("messages")) {
            List<Pasted> messages = new ArrayList<>();
            json.get("messages")
                    .forEach(message -> messages.add(pasted(
                            message.get("name").asText(), message.get("hex").asText())));
            return messages;
        }
        return Stream.of("msg0_msg1", "msg2", "msg3", "msg4")
                .map(name -> pasted(name.replace("_", "||"), json.get(name).asText()))
                .toList();
    }

    /** The frames of {@code testdata/tls-protobuf}. */
    static List<Pasted> frames() {
        List<String> names =
                List.of("VERIFICATION", "MSG0", "MSG0", "MSG1", "MSG2", "MSG3", "ATT_RESULT", "APP_ATT_OK");
        List<Pasted> frames = new ArrayList<>();
        for (JsonNode frame : TestData.json("tls-protobuf/fixed_vectors.json").get("frames")) {
            frames.add(pasted(
                    names.get(frames.size()),
                    frame.get("header_hex").asText() + frame.get("body_hex").asText()));
        }
        return frames;
    }

    static Pasted pasted(String name, String digits) {
        try {
            return new Pasted(name, ByteString.fromHex(digits));
        } catch (HexFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static List<Path> files(String folder, String suffix) {
        return TestData.list(folder, suffix);
    }

    static String page(RecordedSession session) {
        return WalkthroughPage.render(session, "a session", false);
    }
}
