package org.sgxra.runtime.transcript;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;
import org.sgxra.common.field.FieldList;

/**
 * The account of a session that people read: on a stream, usually standard error, and with time stamps in a log file
 * (docs/spec/cli.md, Streams). Control characters and the like, which may come from a peer, are shown as {@code ?}. Safe for
 * use by many threads; lines of one thread stay whole.
 */
public final class Transcript implements AutoCloseable {
    private static final int WIDTH = 76;
    private static final String DIVIDER = "-".repeat(WIDTH);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("MMM dd yyyy HH:mm:ss ", Locale.ROOT);

    private final PrintStream stderr;
    private final Level level;
    private final Clock clock;
    private PrintWriter log;

    /**
     * @param stderr where people read
     * @param level how much they want to read
     * @param clock for time stamps, with the zone to show them in
     */
    public Transcript(PrintStream stderr, Level level, Clock clock) {
        this.stderr = stderr;
        this.level = level;
        this.clock = clock;
    }

    /** On standard error, with the machine's clock. */
    public static Transcript onStandardError(Level level) {
        return new Transcript(System.err, level, Clock.systemDefaultZone());
    }

    /** Starts the log file anew. Where that is impossible, people are told, and the session goes on without. */
    public synchronized Transcript logTo(Path file) {
        try {
            log = new PrintWriter(Files.newBufferedWriter(file), true);
        } catch (IOException e) {
            line("warning: no log file: cannot write " + file.toAbsolutePath() + " ("
                    + e.getClass().getSimpleName() + ")");
        }
        return this;
    }

    /** How much is shown. */
    public Level level() {
        return level;
    }

    /** True if what is meant for {@code wanted} is shown. */
    public boolean shows(Level wanted) {
        return level.compareTo(wanted) >= 0;
    }

    /** A line that is always shown. */
    public void line(String text) {
        print(Level.NORMAL, text);
    }

    /** A line for {@code -v}. */
    public void verbose(String text) {
        print(Level.VERBOSE, text);
    }

    /** An intermediate value for {@code -d}, shown with {@code +++} before it. */
    public void debug(String text) {
        print(Level.DEBUG, "+++ " + text);
    }

    /** A decoded field for {@code -v}: the name filled up to {@code width}, {@code =} and the value. */
    public void field(int width, String name, Object value) {
        verbose(String.format(Locale.ROOT, "%-" + width + "s = %s", name, value));
    }

    /**
     * Fields of a message for {@code -v}, with their bytes as they travel.
     *
     * @param fields asked for only if they are shown
     * @param names of fields, or what the names of several start with ({@link FieldList#bytes})
     */
    public void fields(int width, Supplier<FieldList> fields, String... names) {
        if (shows(Level.VERBOSE)) {
            FieldList list = fields.get();
            for (String name : names) {
                field(width, name, list.bytes(name));
            }
        }
    }

    /** A blank line and a heading of 76 columns, if {@code wanted} is shown. */
    public void heading(Level wanted, String heading) {
        if (shows(wanted)) {
            String start = "---- " + clean(heading) + " ";
            write("", false);
            write(start + "-".repeat(Math.max(4, WIDTH - start.length())), false);
        }
    }

    /** A line of 76 dashes, if {@code wanted} is shown. */
    public void divider(Level wanted) {
        if (shows(wanted)) {
            write(DIVIDER, false);
        }
    }

    /** Lines as they are, if {@code wanted} is shown. */
    public void text(Level wanted, String lines) {
        lines.lines().forEach(line -> print(wanted, line));
    }

    /** Notes a message in the log file only: the stream has its own place for messages. */
    public synchronized void message(String direction, String name, String hex) {
        if (log != null) {
            log.println(stamp() + direction + " " + name + ": " + hex);
        }
    }

    private void print(Level wanted, String text) {
        if (shows(wanted)) {
            write(clean(text), true);
        }
    }

    private synchronized void write(String line, boolean stamped) {
        stderr.println(line);
        if (log != null) {
            log.println(stamped && !line.isEmpty() ? stamp() + line : line);
        }
    }

    private String stamp() {
        return STAMP.format(ZonedDateTime.now(clock));
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(c -> isHarmless(c) ? c : '?').forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** False for what moves the cursor, ends a line or changes the direction of writing, and for half a character. */
    private static boolean isHarmless(int c) {
        return c == '\t'
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }

    /** Closes the log file. */
    @Override
    public synchronized void close() {
        if (log != null) {
            log.close();
            log = null;
        }
    }
}
