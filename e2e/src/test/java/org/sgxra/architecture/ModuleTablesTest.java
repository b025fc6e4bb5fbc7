package org.sgxra.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation says of the modules, against the rules and the build. */
class ModuleTablesTest {
    private static final Path HOME = Path.of("..");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z]+)` \\|(.*)\\|");
    private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");
    private static final Pattern MODULE = Pattern.compile("<module>([a-z0-9]+)</module>");

    @Test
    void contributorsReadTheRulesThatAreTested() throws IOException {
        Map<String, List<String>> documented = new LinkedHashMap<>();
        section("CONTRIBUTING.md", "## Modules")
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> documented.put(row.group(1), names(NAME, row.group(2))));

        Map<String, List<String>> tested = new LinkedHashMap<>();
        ArchitectureTest.modules()
                .forEach(module -> tested.put(
                        withoutDots(module.name()),
                        module.uses().stream()
                                .map(ModuleTablesTest::withoutDots)
                                .toList()));
        assertThat(documented).isEqualTo(tested);
    }

    private static String withoutDots(String packages) {
        return packages.replace("..", "");
    }

    @Test
    void theLayoutNamesEveryModule() throws IOException {
        String layout = section("README.md", "## Layout").collect(Collectors.joining("\n"));
        List<String> modules = names(MODULE, Files.readString(HOME.resolve("pom.xml")));

        assertThat(modules).contains("common", "fuzzing");
        assertThat(layout)
                .contains(modules.stream().map(module -> "`" + module + "/`").toList());
    }

    private static Stream<String> section(String page, String heading) throws IOException {
        return Files.readAllLines(HOME.resolve(page)).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "));
    }

    private static List<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
