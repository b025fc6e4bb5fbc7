package org.sgxra.client;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the program is connected to.
 *
 * @param in where messages come from with {@code -z}
 * @param out where messages and results go to
 * @param outIsTerminal true when a person sees what goes to {@code out}
 * @param people where people read
 * @param log the log file
 */
record ProcessStreams(InputStream in, OutputStream out, boolean outIsTerminal, PrintStream people, Path log) {
    /** The standard streams of the process, without the buffers that System.in and System.out put before them. */
    static ProcessStreams ofProcess(Path log) {
        return new ProcessStreams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                isTerminal(Path.of("/proc/self/fd/1")),
                System.err,
                log);
    }

    /** System.console() tells different things on different JDKs. */
    private static boolean isTerminal(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
