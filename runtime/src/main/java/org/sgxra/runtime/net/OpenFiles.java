package org.sgxra.runtime.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files, connections included, the system lets this process have open. */
public final class OpenFiles {
    private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files +([0-9]{1,9}) ");

    private OpenFiles() {}

    /** The limit that holds now; empty where the system does not say. */
    public static OptionalInt limit() {
        return limit(Path.of("/proc/self/limits"));
    }

    static OptionalInt limit(Path limits) {
        try {
            Matcher matcher = LIMIT.matcher(Files.readString(limits));
            return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }
}
