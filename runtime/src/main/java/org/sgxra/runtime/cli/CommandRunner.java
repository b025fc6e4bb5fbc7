package org.sgxra.runtime.cli;

import java.io.PrintStream;

/** What every command does with its command line before and after its own work. */
public final class CommandRunner {
    /** The exit code after a usage error. */
    public static final int USAGE = 1;

    private CommandRunner() {}

    /** The work of a command. */
    public interface Work {
        /**
         * Does it.
         *
         * @return the exit code
         * @throws UsageException if the options, or the files they name, cannot be used
         */
        int run(GivenOptions options) throws UsageException;
    }

    /**
     * Answers {@code --help}, {@code --version} and {@code --completion} on standard output, exit code 0; else does the work. A
     * usage error goes to standard error ({@link ErrorText}), exit code 1.
     */
    public static int run(OptionTable table, ProcessStreams streams, Work work, String... args) {
        try {
            GivenOptions options = table.parse(WindowsSettings.before(args));
            return answers(table, options, streams.stdout()) ? 0 : work.run(options);
        } catch (UsageException e) {
            streams.stderr().println(errorText(table, e));
            return USAGE;
        }
    }

    private static boolean answers(OptionTable table, GivenOptions options, PrintStream stdout) throws UsageException {
        if (options.has(OptionTable.HELP)) {
            stdout.print(options.table().help());
        } else if (options.has(OptionTable.VERSION)) {
            stdout.print(Version.describe(table.command()));
        } else if (options.has(OptionTable.COMPLETION)) {
            stdout.print(Completion.of(table, options.required(OptionTable.COMPLETION)));
        } else {
            return false;
        }
        return true;
    }

    /** A usage error, with where the options are listed: control characters from the command line do not reach the terminal. */
    private static String errorText(OptionTable table, UsageException error) {
        return ErrorText.of(
                table.command() + ": " + error.getMessage().replaceAll("[\\p{Cc}\\p{Cf}]", "?"),
                table.wording().hint(table.command()));
    }
}
