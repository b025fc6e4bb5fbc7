package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the scripts for Windows say themselves fits into 80 columns, but for names of files: batch cannot break lines. */
class WindowsTextsTest {
    private static final Path HOME = Path.of("..");

    private static final Pattern ECHO = Pattern.compile("(?m)^(?!rem )(?:.*\\) do )?>&2 echo (.*?)\\r?$");
    private static final Pattern VARIABLE = Pattern.compile("%[^%]+%");

    @Test
    void fitATerminal() throws Exception {
        List<String> lines = new ArrayList<>();
        for (Path script :
                Stream.concat(scripts(HOME), scripts(HOME.resolve("bin"))).toList()) {
            Matcher echo = ECHO.matcher(Files.readString(script));
            while (echo.find()) {
                // The longest name of a command.
                lines.add(VARIABLE.matcher(echo.group(1).replace("%~1", "run-isv-app"))
                        .replaceAll(""));
            }
        }
        assertThat(lines).hasSizeGreaterThan(5).allMatch(line -> line.length() <= 80);
    }

    private static Stream<Path> scripts(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".cmd")).toList().stream();
        }
    }
}
