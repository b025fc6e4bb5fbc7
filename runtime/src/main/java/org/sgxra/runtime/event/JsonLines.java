package org.sgxra.runtime.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sgxra.runtime.transcript.Level;

/**
 * Events as JSON, one object a line (docs/events.md). For any number of sessions at the same time: lines stay whole, and
 * each names its session.
 */
public final class JsonLines implements AutoCloseable {
    /** The value of {@code schema} in every line: name and version of the format. */
    public static final String SCHEMA = "sgxra-events/1";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int TYPICAL_LINE = 4096;

    private final OutputStream out;
    private final Clock clock;
    private final boolean showsSecrets;
    private final Supplier<String> sessionIds;
    private final Consumer<String> warnings;
    private boolean broken;

    /**
     * @param out where the lines go to, each in one call; closed with this
     * @param clock for time stamps
     * @param showsSecrets whether secrets of a session are shown
     * @param sessionIds a new id for each session
     * @param warnings told once, in one line, if lines cannot be written any more
     */
    public JsonLines(
            OutputStream out,
            Clock clock,
            boolean showsSecrets,
            Supplier<String> sessionIds,
            Consumer<String> warnings) {
        this.out = out;
        this.clock = clock;
        this.showsSecrets = showsSecrets;
        this.sessionIds = sessionIds;
        this.warnings = warnings;
    }

    /**
     * Starts a file anew. Only its owner may read and write it.
     *
     * @throws IOException if that is impossible
     */
    public static OutputStream create(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            restrict(file);
        } else if (!Files.exists(file)) {
            createRestricted(file);
        }
        return Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static void createRestricted(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    private static void restrict(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rw-------"));
        }
    }

    /**
     * The listener of a new session.
     *
     * @param role of the command: {@code sp}, {@code client}, {@code isv-sp}, {@code isv-app}
     * @param peer who is at the other end
     */
    public SessionListener session(String role, String peer) {
        String session = sessionIds.get();
        return new SessionListener() {
            @Override
            public void on(SessionEvent event) {
                write(line(role, peer, session, event));
            }

            @Override
            public boolean shows(Level level) {
                return level != Level.DEBUG || showsSecrets;
            }
        };
    }

    private byte[] line(String role, String peer, String session, SessionEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(TYPICAL_LINE);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("schema", SCHEMA);
            json.writeStringField(
                    "time", clock.instant().truncatedTo(ChronoUnit.MICROS).toString());
            json.writeStringField("session", session);
            json.writeStringField("role", role);
            json.writeStringField("peer", peer);
            json.writeStringField("event", event.kind());
            event.describe(new JsonEvent(json, showsSecrets));
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("an array can be written to", e);
        }
        return line.toByteArray();
    }

    private synchronized void write(byte[] line) {
        if (broken) {
            return;
        }
        try {
            out.write(line);
        } catch (IOException e) {
            broken = true;
            warnings.accept("warning: no more events are written: " + e.getMessage());
        }
    }

    /** Closes the file. */
    @Override
    public synchronized void close() {
        broken = true;
        try {
            out.close();
        } catch (IOException e) {
            warnings.accept("warning: the last events may be missing: " + e.getMessage());
        }
    }
}
