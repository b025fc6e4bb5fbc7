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
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.state.PrivateFile;
import org.sgxra.runtime.state.RotatedFile;
import org.sgxra.runtime.transcript.Level;

/**
 * Events as JSON, one object a line (docs/events.md). For any number of sessions at the same time: lines stay whole, and
 * each names its session.
 */
public final class JsonLines implements AutoCloseable {
    /** The value of {@code schema} in every line: name and version of the format. */
    public static final String SCHEMA = "sgxra-events/1";

    private static final JsonFactory JSON = new JsonFactory().setCharacterEscapes(new ControlEscapes());
    private static final int TYPICAL_LINE = 4096;

    private final OutputStream out;
    private final Clock clock;
    private final boolean showsSecrets;
    private final Supplier<String> sessionIds;
    private final Consumer<String> warnings;
    private boolean broken;

    /**
     * @param out where the lines go to, each in one call, and flushed; closed with this
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
     * A file, which only its owner may read and one process at a time writes; a symbolic link to one is refused. It keeps its
     * content until {@link #start} or the first line, and is of limited size. What is no regular file, a pipe for example, is
     * written as it is.
     *
     * @param limit bytes after which the file is full, see {@link RotatedFile}
     * @throws IOException if it cannot be written
     */
    static OutputStream open(Path file, long limit) throws IOException {
        return PrivateFile.isDevice(file)
                ? Files.newOutputStream(file, StandardOpenOption.WRITE)
                : RotatedFile.open(file, limit);
    }

    /** Empties the file of {@link #open} before its first line comes. */
    public synchronized void start() {
        if (out instanceof RotatedFile file && !broken) {
            try {
                file.start();
            } catch (IOException e) {
                stop(e);
            }
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
            out.flush();
        } catch (IOException e) {
            stop(e);
        }
    }

    private void stop(IOException e) {
        broken = true;
        String file = out instanceof RotatedFile rotated ? " to " + rotated.path() : "";
        warnings.accept("warning: no more events are written" + file + ": " + Reason.of(e));
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
