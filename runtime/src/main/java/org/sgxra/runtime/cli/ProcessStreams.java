package org.sgxra.runtime.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;

/**
 * What a command reads from and writes to.
 *
 * @param in standard input
 * @param inIsTerminal true when a person types or pastes what comes from {@code in}
 * @param out standard output, without a buffer: messages and results
 * @param outIsTerminal true when a person sees what goes to {@code out}
 * @param stderr standard error: everything else
 * @param stderrIsTerminal true when a person sees what goes to {@code stderr}
 * @param folder where the log file goes to
 */
public record ProcessStreams(
        InputStream in,
        boolean inIsTerminal,
        OutputStream out,
        boolean outIsTerminal,
        PrintStream stderr,
        boolean stderrIsTerminal,
        Path folder) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** With a standard input and a standard error that are no terminals. */
    public ProcessStreams(InputStream in, OutputStream out, boolean outIsTerminal, PrintStream stderr, Path folder) {
        this(in, false, out, outIsTerminal, stderr, false, folder);
    }

    /**
     * Those of this process, and its current directory. System.in and System.out are not used: they put buffers before the
     * streams, and the latter hides that nobody reads.
     */
    public static ProcessStreams ofProcess() {
        return new ProcessStreams(
                new FileInputStream(FileDescriptor.in),
                isTerminal("0"),
                new FileOutputStream(FileDescriptor.out),
                isTerminal("1"),
                System.err,
                Files.exists(DESCRIPTORS) && isTerminal("2"),
                Path.of(""));
    }

    /** {@link #out} for text in UTF-8. */
    public PrintStream stdout() {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    /**
     * What people read on standard error, with the machine's clock. Where that is a terminal, lines fit its 80 columns ({@link
     * ErrorText}); whatever else reads them finds each in one line.
     */
    public Transcript transcript(Level level) {
        Transcript transcript = new Transcript(stderr, level, Clock.systemDefaultZone());
        return stderrIsTerminal ? transcript.layOut(ErrorText::of) : transcript;
    }

    private static boolean isTerminal(String descriptor) {
        try {
            if (Files.exists(DESCRIPTORS)) {
                // The console of the JDK asks about standard input and output together.
                String target =
                        Files.readSymbolicLink(DESCRIPTORS.resolve(descriptor)).toString();
                return target.matches("/dev/(tty.*|pts/.*|console)");
            }
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** From JDK 22 on there is a console without a terminal, and a method that tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
