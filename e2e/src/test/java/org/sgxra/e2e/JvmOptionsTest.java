package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scripts for Windows give the JVM the options that those for Linux give it. */
class JvmOptionsTest {
    private static final Path HOME = Path.of("..");
    private static final Pattern ON_LINUX = Pattern.compile("run_java \\S+ \"([^\"]*)\" ((?:\\\\\n|.)*)");
    private static final Pattern ON_WINDOWS =
            Pattern.compile("\"%java%\" -XX:\\+UseSerialGC -D\\S+=allow (.*?) ?%SGXRA_JAVA_OPTIONS% (.*)");
    private static final Pattern MAIN = Pattern.compile("org\\.sgxra\\.\\S+|-jar \\S*[/\\\\]([a-z]+)\\.jar");

    private static Map<String, String> options(Path script, Pattern pattern) throws IOException {
        Map<String, String> options = new TreeMap<>();
        Matcher start = pattern.matcher(Files.readString(script));
        while (start.find()) {
            Matcher main = MAIN.matcher(start.group(2));
            assertThat(main.find()).as("%s", script).isTrue();
            options.put(
                    main.group(1) == null ? main.group() : main.group(1),
                    start.group(1).replaceAll("\\$compiler|%compiler%", "COMPILER"));
        }
        return options;
    }

    private static Stream<Path> scripts() throws IOException {
        return Stream.of(HOME, HOME.resolve("bin")).flatMap(folder -> {
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(Files::isRegularFile).toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void areTheSameOnBothSystems() throws Exception {
        Map<String, String> linux = new TreeMap<>();
        for (Path script : scripts().filter(s -> s.getParent().endsWith("bin")).toList()) {
            if (Files.readString(script).startsWith("#!/bin/sh")) {
                linux.putAll(options(script, ON_LINUX));
            }
        }
        assertThat(linux).hasSize(8).containsEntry("sp", "COMPILER -Xms24m -Xmn16m -Xmx192m");
        int compared = 0;
        for (Path script :
                scripts().filter(s -> s.toString().endsWith(".cmd")).sorted().toList()) {
            for (Map.Entry<String, String> windows : options(script, ON_WINDOWS).entrySet()) {
                assertThat(windows.getValue()).as("%s", script).isEqualTo(linux.get(windows.getKey()));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(16);
        Matcher compiler = Pattern.compile("compiler=\"(-[^\"]+)\"").matcher(Files.readString(HOME.resolve("bin/sp")));
        assertThat(compiler.find()).isTrue();
        assertThat(Files.readString(HOME.resolve("bin/environment.cmd")))
                .contains("set \"compiler=" + compiler.group(1) + "\"");
    }
}
