package org.sgxra.runtime.transcript;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sgxra.common.field.FieldList;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.ByteBudget;
import org.sgxra.runtime.state.PrivateFile;
import org.sgxra.runtime.state.RotatedFile;

/**
 * The account of a session that people read: on a stream, usually standard error, and with time stamps in a log file
 * (docs/spec/cli.md, Streams). Control characters and the like, which may come from a peer, are shown as {@code ?}. Safe for
 * use by many threads; lines of one thread stay whole.
 */
public final class Transcript implements AutoCloseable {
    /** Where lines go to. */
    interface Lines {
        /**
         * Takes a line.
         *
         * @param shown whether it is for the stream too, not for the log file only
         * @param stamp stands before it in the log file
         */
        void put(boolean shown, String stamp, String line);

        /** Shows what may be shown already. */
        void show();

        /** True if they go straight to the whole transcript, which then decides when they are shown. */
        default boolean pass() {
            return false;
        }

        /** The session has come to a verdict. */
        default void conclude() {}

        /** Takes no more. */
        void close();
    }

    private static final int WIDTH = 76;
    private static final int MAX_KEPT = 8 << 20;
    private static final String DIVIDER = "-".repeat(WIDTH);

    /** Of the whole transcript, which alone uses it, under its lock. */
    private final ShownLines shown;

    private final Level level;
    private final Clock clock;
    private final Transcript whole;
    private final String tag;
    private final Lines lines;
    /** Bytes that the transcripts of all sessions keep. */
    private final ByteBudget budget = new ByteBudget(MAX_KEPT);

    private final LaterFlush later = new LaterFlush(this::flush);

    /** Of the whole transcript. */
    private FailureLimit failures = FailureLimit.none();

    private volatile Stamp stamp = new Stamp(Long.MIN_VALUE, "");
    private TranscriptFile log;
    /** What the log file will begin with; null if there will be none, or there is one. */
    private List<String> kept;
    /** Sessions that say themselves when people are to see what is in memory. */
    private int holders;

    /**
     * @param stderr where people read
     * @param level how much they want to read
     * @param clock for time stamps, with the zone to show them in
     */
    public Transcript(PrintStream stderr, Level level, Clock clock) {
        this.shown = new ShownLines(stderr);
        this.level = level;
        this.clock = clock;
        this.whole = this;
        this.tag = "";
        this.lines = new Unbuffered();
    }

    private Transcript(Transcript whole, String tag, Lines lines) {
        this.whole = whole;
        this.shown = whole.shown;
        this.level = whole.level;
        this.clock = whole.clock;
        this.tag = tag;
        this.lines = lines;
    }

    /** Straight to the stream and the log file. */
    private final class Unbuffered implements Lines {
        @Override
        public void put(boolean forPeople, String stamp, String line) {
            synchronized (Transcript.this) {
                if (forPeople) {
                    shown.put(line, holders > 0);
                }
                writeLog(stamp + line);
            }
        }

        @Override
        public void show() {
            synchronized (Transcript.this) {
                shown.flush();
            }
        }

        @Override
        public void close() {
            failures.rest().forEach(Transcript.this::line);
            closeLog();
        }
    }

    /**
     * From here on lines stand on the stream as {@code layout} gives them: where a terminal has room for so much in a line. The log
     * file has them as they are, and so has the stream at other levels than {@link Level#NORMAL}, which show bytes.
     */
    public synchronized Transcript layOut(UnaryOperator<String> layout) {
        if (level == Level.NORMAL) {
            shown.layOut(layout);
        }
        return this;
    }

    /** From here on what belongs in the log file is kept for {@link #openLog}. */
    public synchronized Transcript keepForLog() {
        kept = new ArrayList<>();
        return this;
    }

    /** From here on sessions that come to no verdict are told of so often only that they cannot fill the log. */
    public synchronized Transcript limitFailures() {
        return limitFailures(FailureLimit.PER_MINUTE, System::nanoTime);
    }

    /**
     * The same with another limit.
     *
     * @param perMinute sessions that are told of in a minute
     * @param nanoseconds of a clock that nobody sets
     */
    public synchronized Transcript limitFailures(int perMinute, LongSupplier nanoseconds) {
        failures = new FailureLimit(perMinute, nanoseconds);
        return this;
    }

    /** Starts the log file anew. Where that is impossible, people are told, and the session goes on without. */
    public synchronized Transcript logTo(Path file) {
        openLog(file, false);
        return this;
    }

    /**
     * Starts the log file anew, with what was kept for it. It is the owner's alone and of limited size; another process that
     * writes it, a symbolic link of that name and what is no file are left alone.
     *
     * @param chosen true if that very file is wanted: then it may be a device, too; else, where it cannot be written, people
     *     are told, and the transcript goes on without
     * @return why a chosen file cannot be written
     */
    public synchronized Optional<String> openLog(Path file, boolean chosen) {
        List<String> first = kept == null ? List.of() : kept;
        kept = null;
        try {
            log = chosen && PrivateFile.isDevice(file)
                    ? TranscriptFile.onDevice(file, shown::put)
                    : TranscriptFile.start(file, RotatedFile.LIMIT, shown::put);
        } catch (IOException e) {
            if (chosen) {
                return Optional.of(Reason.of(e));
            }
            line("warning: no log file: cannot write " + file.toAbsolutePath() + " (" + Reason.of(e) + ")");
            return Optional.empty();
        }
        first.forEach(log::println);
        flush();
        return Optional.empty();
    }

    /** From here on until {@link #release} lines may stay in memory until {@link #flush}. */
    public void hold() {
        if (lines.pass()) {
            whole.hold();
            return;
        }
        synchronized (this) {
            holders++;
        }
    }

    /** Ends {@link #hold}: what is in memory is written. */
    public void release() {
        if (lines.pass()) {
            whole.release();
            return;
        }
        synchronized (this) {
            holders--;
            flush();
        }
    }

    /** Writes what is in memory: at the latest when a session ends or something is waited for. */
    public void flush() {
        if (lines.pass()) {
            whole.flush();
            return;
        }
        synchronized (this) {
            lines.show();
            if (log != null) {
                log.flush();
            }
        }
    }

    /** Writes what is in memory, at the latest a moment later: where something is waited for that mostly comes at once. */
    public void flushSoon() {
        if (lines.pass()) {
            whole.flushSoon();
        } else if (whole == this) {
            later.plan();
        } else {
            flush();
        }
    }

    /** Writes what is in memory for the stream: before anything else is written that people see at the same place. */
    public void flushShown() {
        lines.show();
    }

    /**
     * The transcript of one session among many. What it says stays together: it is kept until this is closed, and written then;
     * only where many sessions keep much it is written in several parts.
     *
     * @param peer whose session it is, a number may stand before the address; every line begins with it, in brackets
     */
    public Transcript ofSession(String peer) {
        String address = peer.substring(peer.lastIndexOf(' ') + 1);
        return new Transcript(whole, "[" + printable(peer) + "] ", new SessionLines(whole, whole.budget, address));
    }

    /**
     * The transcript of one session whose lines go out as they come; but while too many sessions come to nothing, only when it has
     * ended, and only if it has come to a verdict.
     *
     * @param peer whose session it is
     */
    public Transcript ofConnection(String peer) {
        return new Transcript(
                whole,
                "",
                whole.countsFailures() ? new SessionLines(whole, whole.budget, peer) : new PassingLines(whole, peer));
    }

    /** The session has come to a verdict: what is said of it is written, however many others come to nothing. */
    public void conclude() {
        lines.conclude();
    }

    /** True while sessions that come to nothing are counted only ({@link #limitFailures}). */
    public boolean countsFailures() {
        return whole.failures.isReached();
    }

    /** A line about a connection that was not served; it counts as a session without a verdict. */
    public void refusal(String text) {
        if (whole.admits("")) {
            line(text);
        }
    }

    /** Whether a session that came to nothing is told of; for the whole transcript. */
    boolean admits(String peer) {
        FailureLimit.Answer answer = failures.ended(peer);
        answer.before().forEach(this::line);
        return answer.isTold();
    }

    Lines lines() {
        return lines;
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
        if (shows(Level.VERBOSE)) {
            verbose(String.format(Locale.ROOT, "%-" + width + "s = %s", name, value));
        }
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
            String start = "---- " + printable(heading) + " ";
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
        if (shows(wanted)) {
            lines.lines().forEach(line -> print(wanted, line));
        }
    }

    /** Notes a message in the log file only: the stream has its own place for messages. */
    public void message(String direction, String name, String hex) {
        if (whole.isLogged()) {
            lines.put(false, stamp(), tag + direction + " " + name + ": " + hex);
        }
    }

    private void print(Level wanted, String text) {
        if (shows(wanted)) {
            write(printable(text), true);
        }
    }

    private void write(String line, boolean stamped) {
        String stamp = stamped && !line.isEmpty() && whole.isLogged() ? stamp() : "";
        lines.put(true, stamp, line.isEmpty() ? "" : tag + line);
    }

    private synchronized boolean isLogged() {
        return log != null || kept != null;
    }

    private void writeLog(String line) {
        if (log != null) {
            log.println(line);
            if (holders == 0) {
                log.flush();
            }
        } else if (kept != null) {
            kept.add(line);
        }
    }

    /** Writes lines that belong together. */
    synchronized void writeTogether(Consumer<Lines> writer) {
        hold();
        try {
            writer.accept(lines);
        } finally {
            release();
        }
    }

    private String stamp() {
        Instant now = clock.instant();
        Stamp known = whole.stamp;
        if (known.second() != now.getEpochSecond()) {
            known = Stamp.of(now, clock.getZone());
            whole.stamp = known;
        }
        return known.text();
    }

    /** What others wrote, on one line of a terminal: whatever could move the cursor is shown as {@code ?}. */
    public static String printable(String text) {
        if (isAscii(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(c -> isHarmless(c) ? c : '?').forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
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

    /** Closes the log file; of one session's transcript, writes what it has kept. */
    @Override
    public void close() {
        lines.close();
    }

    private synchronized void closeLog() {
        shown.flush();
        if (log != null) {
            log.close();
            log = null;
        }
    }
}
