package org.sgxra.sp;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a person sees standard output. */
final class StandardOutput {
    private static final Path LINUX = Path.of("/proc/self/fd/1");

    private StandardOutput() {}

    /** True if standard output is a terminal. */
    static boolean isTerminal() {
        try {
            if (Files.exists(Path.of("/proc/self/fd"))) {
                // The console of the JDK would also ask about standard input.
                return Files.readSymbolicLink(LINUX).toString().matches("/dev/(tty.*|pts/.*|console)");
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
