package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sgxra.verifier.check.CheckName;

class EventsDocumentTest {
    @Test
    void namesEveryCheckOfADcapQuoteInItsOrder() throws Exception {
        String row = Files.readAllLines(Path.of("../docs/events.md")).stream()
                .filter(line -> line.startsWith("| on a DCAP quote |"))
                .findFirst()
                .orElseThrow();

        assertThat(Pattern.compile("`([a-z0-9'-]+)`").matcher(row).results().map(match -> match.group(1)))
                .containsSubsequence(CheckName.OF_DCAP_QUOTE.stream()
                        .filter(CheckName::decidesGenuine)
                        .map(CheckName::label)
                        .toList());
    }
}
