package org.sgxra.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Headings, labels and remarks of the original's session, as docs/spec/sample-session.md has it, stand in ours in the same order.
 * That ours are what the programs write is held by the tests of recorded sessions, which compare whole logs.
 */
class SampleSessionTest {
    private static final Pattern TIME = Pattern.compile("^[A-Z][a-z]{2} \\d\\d \\d{4} \\d\\d:\\d\\d:\\d\\d ");
    private static final Pattern HEADING = Pattern.compile("---- (.*\\S) -+");
    private static final Pattern LABEL = Pattern.compile("((?:\\+\\+\\+ )?[A-Za-z][\\w .:\\[\\]|()/-]*?) *= ?.*");

    /** Slips of the original that are repaired on purpose. */
    private static String repaired(String line) {
        return line.replace("Certficate", "Certificate")
                .replace("sign_ga_gb", "sign_gb_ga")
                .replace("enclage", "enclave")
                // It names MK where SK is asked for.
                .replaceFirst("\\((MK|SK)\\) ret=", "(key) ret=");
    }

    /** What a script could look for in a line: a heading, the label before a value, or a whole remark; else nothing. */
    private static String mark(String written) {
        String line = repaired(TIME.matcher(written).replaceFirst(""));
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
            return "---- " + heading.group(1);
        }
        Matcher label = LABEL.matcher(line);
        if (label.matches()) {
            return label.group(1) + " =";
        }
        return line.startsWith("+++ ") || line.startsWith("Waiting ") || line.startsWith("Enclave ")
                ? line.replaceFirst("(socket|stdin)$", "it").strip()
                : "";
    }

    private static List<String> marks(String session) {
        return session.lines()
                .map(SampleSessionTest::mark)
                .filter(mark -> !mark.isEmpty())
                .toList();
    }

    /** The block of one end, from the line on that a session begins with. */
    private static String sample(String end, String from) throws Exception {
        String page = Files.readString(Checkout.home().resolve("docs/spec/sample-session.md"));
        String block = page.split("\n## " + end + "\n", 2)[1].split("```", 3)[1];
        return block.substring(block.indexOf(from));
    }

    @ParameterizedTest
    @CsvSource({"sp, Waiting for msg0", "client, +++ using default public key"})
    void theOriginalsLinesStandInOursInTheSameOrder(String end, String from) throws Exception {
        List<String> original = marks(sample(end, from));
        List<String> ours = marks(
                Files.readString(Checkout.home().resolve("testdata/transcripts/" + end + "-ok_unlinkable-DEBUG.log")));

        assertThat(original).hasSizeGreaterThan(30);
        assertThat(ours).containsSubsequence(original);
    }
}
