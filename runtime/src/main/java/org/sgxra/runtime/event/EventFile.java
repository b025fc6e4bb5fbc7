package org.sgxra.runtime.event;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.state.RotatedFile;
import org.sgxra.runtime.transcript.Level;

/** The file that a command writes the events of its sessions to, if {@code --events} names one. */
public final class EventFile implements AutoCloseable {
    private static final String NAME = "events";

    private final Optional<JsonLines> lines;
    private final String role;

    private EventFile(Optional<JsonLines> lines, String role) {
        this.lines = lines;
        this.role = role;
    }

    /** No file. */
    public static EventFile none() {
        return new EventFile(Optional.empty(), "");
    }

    /** The option. */
    public static CommandOption option() {
        return CommandOption.value(
                NAME, "FILE", "write what happens in each session to FILE, as JSON lines; at 64 MiB it becomes FILE.1");
    }

    /** The file that the option names, if it is given. */
    public static Optional<Path> of(GivenOptions options) throws UsageException {
        return options.has(NAME) ? Optional.of(options.required(NAME).path()) : Optional.empty();
    }

    /**
     * Opens the file, with the machine's clock; {@link #start} starts it anew. It is a {@link RotatedFile}.
     *
     * @param file absent: events are not written
     * @param level secrets of sessions are written with {@link Level#DEBUG} only
     * @param role the command's name
     * @param warnings told, in one line, if lines cannot be written any more
     * @throws UsageException if the file cannot be written
     */
    public static EventFile open(Optional<Path> file, Level level, String role, Consumer<String> warnings)
            throws UsageException {
        return open(file, RotatedFile.LIMIT, level, role, warnings);
    }

    /** @param limit bytes after which the file is full */
    static EventFile open(Optional<Path> file, long limit, Level level, String role, Consumer<String> warnings)
            throws UsageException {
        if (file.isEmpty()) {
            return none();
        }
        try {
            return new EventFile(
                    Optional.of(new JsonLines(
                            JsonLines.open(file.get(), limit),
                            Clock.systemUTC(),
                            level == Level.DEBUG,
                            () -> UUID.randomUUID().toString(),
                            warnings)),
                    role);
        } catch (IOException e) {
            throw new UsageException("--events: cannot write " + file.get() + " (" + Reason.of(e) + ")", e);
        }
    }

    /** Empties the file, once nothing can keep the command from its work any more. */
    public void start() {
        lines.ifPresent(JsonLines::start);
    }

    /** The listener of a session: its transcript, and after it this file. */
    public SessionListener session(SessionListener transcript, String peer) {
        return lines.isPresent() ? SessionListener.all(transcript, lines.get().session(role, peer)) : transcript;
    }

    /** Such listeners for many sessions. */
    public SessionListener.Factory sessions(SessionListener.Factory transcripts) {
        return peer -> session(transcripts.open(peer), peer);
    }

    /** Closes the file. */
    @Override
    public void close() {
        lines.ifPresent(JsonLines::close);
    }
}
