package org.sgxra.runtime.cli;

import java.nio.file.Path;
import org.sgxra.runtime.transcript.Transcript;

/**
 * The option {@code --log}: which file the transcript goes to as well.
 *
 * @param file the one of the option, else the standard one
 * @param chosen true if the option is given: then the file must be written
 */
public record LogOption(Path file, boolean chosen) {
    private static final String NAME = "log";

    /** The option. */
    public static CommandOption option(String standard) {
        return CommandOption.value(NAME, "FILE", "write what is shown, with time stamps, to FILE, too")
                .standard(standard);
    }

    /**
     * What a command line says of it.
     *
     * @param folder where the standard file is
     */
    public static LogOption of(GivenOptions options, Path folder, String standard) throws UsageException {
        return options.has(NAME)
                ? new LogOption(options.required(NAME).path(), true)
                : new LogOption(folder.resolve(standard), false);
    }

    /**
     * Starts the file anew, with what the transcript has kept for it. Where the standard one cannot be written, people are
     * told, and the transcript goes on without.
     *
     * @throws UsageException if the file of the option cannot be written
     */
    public void open(Transcript transcript) throws UsageException {
        String reason = transcript.openLog(file, chosen).orElse("");
        if (!reason.isEmpty()) {
            throw new UsageException(
                    "option --" + NAME + ": cannot write " + file.toAbsolutePath() + " (" + reason + ")");
        }
    }
}
