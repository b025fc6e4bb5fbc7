package org.sgxra.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.KeyEvent.SessionKeysDerived;
import org.sgxra.runtime.event.MessageEvent.MessageSent;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.OutcomeEvent.SessionStarted;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.MessageChannel;

class JsonLinesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00.123456789Z"), ZoneOffset.UTC);

    private final List<String> warnings = new ArrayList<>();
    private final Iterator<String> ids = List.of("a", "b").iterator();

    @TempDir
    Path folder;

    private JsonLines lines(OutputStream out, boolean showsSecrets) {
        return new JsonLines(out, CLOCK, showsSecrets, ids::next, warnings::add);
    }

    @Test
    void everyLineNamesFormatTimeSessionRoleAndPeer() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonLines lines = lines(out, false)) {
            SessionListener first = lines.session("sp", "192.0.2.1");
            SessionListener second = lines.session("client", "[::1]:7777");
            first.on(new SessionStarted());
            second.on(new SessionStarted());
            first.on(new Notice("line\nfeed \" \u2028"));
        }
        assertThat(out.toString(StandardCharsets.UTF_8).split("\n"))
                .containsExactly(
                        "{\"schema\":\"sgxra-events/1\",\"time\":\"2026-11-21T12:00:00.123456Z\",\"session\":\"a\","
                                + "\"role\":\"sp\",\"peer\":\"192.0.2.1\",\"event\":\"session-started\"}",
                        "{\"schema\":\"sgxra-events/1\",\"time\":\"2026-11-21T12:00:00.123456Z\",\"session\":\"b\","
                                + "\"role\":\"client\",\"peer\":\"[::1]:7777\",\"event\":\"session-started\"}",
                        "{\"schema\":\"sgxra-events/1\",\"time\":\"2026-11-21T12:00:00.123456Z\",\"session\":\"a\","
                                + "\"role\":\"sp\",\"peer\":\"192.0.2.1\",\"event\":\"notice\","
                                + "\"text\":\"line\\nfeed \\\" \u2028\"}");
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatMovesACursorIsEscaped() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String text = "\u001b[2J \u007f \u009b2J \u202e \u00ad \u00e4 \ud83d\ude00";
        lines(out, false).session("sp", "").on(new Notice(text));

        String line = out.toString(StandardCharsets.UTF_8);
        assertThat(line).endsWith("\"text\":\"\\u001B[2J \\u007F \\u009b2J \\u202e \\u00ad \u00e4 \\uD83D\\uDE00\"}\n");
        assertThat(new ObjectMapper().readTree(line).get("text").asText()).isEqualTo(text);
    }

    @Test
    void hashesOfKeysAreAlwaysWrittenKeysOnlyWhenAskedFor() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SessionListener listener = lines(out, false).session("sp", "");
        listener.on(new SessionKeysDerived(SecretBytes.wrap(new byte[16]), SecretBytes.wrap(new byte[16])));

        String hash = "374708fff7719dd5979ec875d56cd2286f6d3cf7ec317a3b25632aab28ec37bb";
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"sha256MK\":\"" + hash + "\",\"sha256SK\":\"" + hash + "\"}")
                .doesNotContain("\"MK\"", "\"SK\"");
        assertThat(listener.shows(Level.VERBOSE)).isTrue();
        assertThat(listener.shows(Level.DEBUG)).isFalse();
        assertThat(lines(out, true).session("sp", "").shows(Level.DEBUG)).isTrue();
    }

    @Test
    void warnsOnceWhenNoMoreCanBeWritten() {
        int[] calls = {0};
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("not called");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                calls[0]++;
                throw new IOException("No space left on device");
            }

            @Override
            public void close() throws IOException {
                throw new IOException("nor at the end");
            }
        };
        JsonLines lines = lines(full, false);
        SessionListener listener = lines.session("sp", "");
        listener.on(new SessionStarted());
        listener.on(new SessionStarted());
        assertThat(warnings).containsExactly("warning: no more events are written: No space left on device");
        assertThat(calls[0]).isEqualTo(1);
        lines.close();
        assertThat(warnings).hasSize(2).last().isEqualTo("warning: the last events may be missing: nor at the end");
    }

    @Test
    void writesNothingAfterItIsClosed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonLines lines = lines(out, false);
        SessionListener listener = lines.session("sp", "");
        lines.close();
        listener.on(new SessionStarted());
        assertThat(out.size()).isZero();
    }

    @Test
    void linesOfManySessionsStayWhole() throws Exception {
        Path file = folder.resolve("events");
        ByteString wire = ByteString.zeros(3000);
        try (EventFile events = EventFile.open(Optional.of(file), Level.NORMAL, "isv-app", warnings::add)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                SessionListener listener = events.session(SessionListener.NONE, "peer " + i);
                threads.add(new Thread(() -> {
                    for (int line = 0; line < 50; line++) {
                        listener.on(new MessageEvent.MessageReceived("msg3", wire));
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        List<String> written = Files.readAllLines(file);
        assertThat(written).hasSize(400);
        for (String line : written) {
            assertThat(new ObjectMapper().readTree(line).get("wire").asText()).hasSize(6000);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerMayReadTheFile() throws Exception {
        Path fresh = folder.resolve("fresh");
        Path old = Files.writeString(folder.resolve("old"), "what was there before");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-r--r--"));

        for (Path file : List.of(fresh, old)) {
            try (EventFile events = EventFile.open(Optional.of(file), Level.NORMAL, "sp", warnings::add)) {
                events.start();
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(file).isEmptyFile();
        }
        assertThatThrownBy(() -> JsonLines.open(folder.resolve("no/folder"), 100))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFullFileIsKeptUnderAnotherNameInPlaceOfTheOneBefore() throws Exception {
        Path file = folder.resolve("events");
        long limit = 10_000;
        ByteString wire = ByteString.zeros(1000);
        try (EventFile events = EventFile.open(Optional.of(file), limit, Level.NORMAL, "sp", warnings::add)) {
            for (int i = 0; i < 12; i++) {
                SessionListener session = events.session(SessionListener.NONE, "peer " + i);
                session.on(new MessageEvent.MessageReceived("msg3", wire));
                // Each line is in the file before the session goes on.
                assertThat(Files.readString(file))
                        .contains("\"peer " + i + "\"")
                        .endsWith("}\n");
            }
        }
        List<String> names;
        try (var entries = Files.list(folder)) {
            names = entries.map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        }
        assertThat(names).containsExactly("events", "events.1");
        List<String> peers = new ArrayList<>();
        for (String name : List.of("events.1", "events")) {
            Path one = folder.resolve(name);
            assertThat(Files.size(one)).isLessThanOrEqualTo(limit);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                    .isEqualTo("rw-------");
            for (String line : Files.readAllLines(one)) {
                peers.add(new ObjectMapper().readTree(line).get("peer").asText());
            }
        }
        // Of the first file nothing is left; of the others everything.
        assertThat(peers)
                .containsExactly("peer 4", "peer 5", "peer 6", "peer 7", "peer 8", "peer 9", "peer 10", "peer 11");
        assertThat(warnings).isEmpty();
    }

    @Test
    void aFileThatCannotBeRenamedKeepsItsLimit() throws Exception {
        Path file = folder.resolve("events");
        Files.createDirectories(folder.resolve("events.1/taken"));
        try (EventFile events = EventFile.open(Optional.of(file), 1000, Level.NORMAL, "sp", warnings::add)) {
            for (int i = 0; i < 100; i++) {
                events.session(SessionListener.NONE, "peer").on(new SessionStarted());
            }
        }
        assertThat(file).isNotEmptyFile();
        assertThat(Files.size(file)).isLessThanOrEqualTo(1000);
        assertThat(warnings).isEmpty();
    }

    @Test
    void keepsWhatWasThereUntilTheCommandStarts() throws Exception {
        Path file = Files.writeString(folder.resolve("events"), "of another run");
        try (EventFile events = EventFile.open(Optional.of(file), Level.NORMAL, "sp", warnings::add)) {
            assertThat(file).hasContent("of another run");
            assertThatThrownBy(() -> EventFile.open(Optional.of(file), Level.NORMAL, "sp", warnings::add))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("--events: cannot write " + file + " (another process writes it)");
            events.start();
            assertThat(file).isEmptyFile();
            events.session(SessionListener.NONE, "peer").on(new SessionStarted());
            events.start();
        }
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void doesNotWriteThroughALink() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "somebody's");
        Path link = Files.createSymbolicLink(folder.resolve("events"), target);

        assertThatThrownBy(() -> EventFile.open(Optional.of(link), Level.NORMAL, "sp", warnings::add))
                .isInstanceOf(UsageException.class)
                .hasMessage("--events: cannot write " + link + " (it is a symbolic link)");
        assertThat(target).hasContent("somebody's");
    }

    @Test
    void aFileThatCannotBeWrittenIsAUsageError() {
        Path file = folder.resolve("no/folder");
        assertThatThrownBy(() -> EventFile.open(Optional.of(file), Level.NORMAL, "sp", warnings::add))
                .isInstanceOf(UsageException.class)
                .hasMessage("--events: cannot write " + file + " (no such file or folder)");
    }

    @Test
    void secretsGoToTheFileWithDebugOnly() throws Exception {
        for (Level level : Level.values()) {
            Path file = folder.resolve(level.name());
            try (EventFile events = EventFile.open(Optional.of(file), level, "sp", warnings::add)) {
                events.sessions(peer -> SessionListener.NONE)
                        .open("peer")
                        .on(new SessionKeysDerived(SecretBytes.wrap(new byte[16]), SecretBytes.wrap(new byte[16])));
            }
            assertThat(Files.readString(file).contains("\"MK\"")).isEqualTo(level == Level.DEBUG);
            assertThat(Files.readString(file)).contains("\"role\":\"sp\",\"peer\":\"peer\"");
        }
    }

    @Test
    void withoutAFilePeopleAloneAreTold() {
        List<SessionEvent> told = new ArrayList<>();
        SessionListener people = told::add;
        assertThat(EventFile.none().session(people, "peer")).isSameAs(people);
        EventFile.none().close();
    }

    @Test
    void allListenersAreToldInTheirOrder() {
        List<String> told = new ArrayList<>();
        SessionListener all = SessionListener.all(event -> told.add("first"), event -> told.add("second"));
        all.on(new MessageSent("msg2", ByteString.EMPTY));
        assertThat(told).containsExactly("first", "second");
        assertThat(all.shows(Level.DEBUG)).isTrue();
        assertThat(SessionListener.NONE.shows(Level.NORMAL)).isFalse();
        assertThat(SessionListener.all(SessionListener.NONE, all).shows(Level.DEBUG))
                .isTrue();
    }

    @Test
    void theOptionNamesTheFile() throws Exception {
        OptionTable table = OptionTable.named("sp").options(EventFile.option()).build();
        assertThat(EventFile.of(table.parse("--events=x"))).contains(Path.of("x"));
        assertThat(EventFile.of(table.parse())).isEmpty();
        assertThat(table.help()).contains("--events=FILE");

        SessionListener people = event -> {};
        try (EventFile none = EventFile.open(EventFile.of(table.parse()), Level.DEBUG, "sp", warnings::add)) {
            assertThat(none.session(people, "peer")).isSameAs(people);
        }
    }

    @Test
    void sessionsHaveIdsOfTheirOwnAndEndWithTheFile() throws Exception {
        Path file = folder.resolve("events");
        EventFile events = EventFile.open(Optional.of(file), Level.NORMAL, "sp", warnings::add);
        SessionListener last = null;
        for (int i = 0; i < 2; i++) {
            last = events.session(SessionListener.NONE, "peer");
            last.on(new SessionStarted());
        }
        events.close();
        last.on(new SessionStarted());

        List<String> ids = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            ids.add(new ObjectMapper().readTree(line).get("session").asText());
        }
        assertThat(ids).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f-]{36}"));
        assertThat(warnings).isEmpty();
    }

    @Test
    void conversationSaysWhatItSendsAndReceivesAndClosesItsChannel() throws Exception {
        List<SessionEvent> told = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        MessageChannel<byte[]> channel = new MessageChannel<>() {
            @Override
            public byte[] receive(String name, int limit) {
                return new byte[] {1, (byte) (limit == HexLineChannel.MAX_LINE / 2 ? 2 : limit)};
            }

            @Override
            public byte[] receive(String name) {
                throw new IllegalStateException("without a limit");
            }

            @Override
            public void send(String name, byte[] message) {
                told.add(new Notice(name + " " + message.length));
            }

            @Override
            public void close() {
                closed.add("closed");
            }
        };
        try (Conversation conversation = new Conversation(channel, told::add)) {
            assertThat(conversation.receive("msg2")).containsExactly(1, 2);
            assertThat(conversation.receive("msg4", 7)).containsExactly(1, 7);
            conversation.send("msg3", new byte[] {9});
        }
        ByteString sent = ByteString.of((byte) 9);
        assertThat(told)
                .containsExactly(
                        new MessageEvent.MessageAwaited("msg2"),
                        new MessageEvent.MessageReceived("msg2", ByteString.of((byte) 1, (byte) 2)),
                        new MessageEvent.MessageAwaited("msg4"),
                        new MessageEvent.MessageReceived("msg4", ByteString.of((byte) 1, (byte) 7)),
                        new MessageEvent.MessageSending("msg3", sent),
                        new Notice("msg3 1"),
                        new MessageSent("msg3", sent));
        assertThat(closed).containsExactly("closed");
    }
}
