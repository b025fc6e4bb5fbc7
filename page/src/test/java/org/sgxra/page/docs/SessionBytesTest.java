package org.sgxra.page.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.page.record.EventLines;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.testdata.TestData;

/** The tables of docs/session.md are those of the recorded session: each stands between a mark that names it and one that ends it. */
class SessionBytesTest {
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- session: ([^\n]*) -->\n).*?(<!-- end -->)");
    private static final Path PAGE = TestData.path("../docs/session.md");

    private static RecordedSession recorded() throws Exception {
        List<List<RecordedEvent>> ends = new ArrayList<>();
        for (String end : List.of("client", "sp")) {
            ends.add(EventLines.parse(ByteString.of(TestData.bytes("events/" + end + "-ok_unlinkable.jsonl"))));
        }
        return RecordedSession.of(ends, Optional.empty());
    }

    @Test
    void tablesAreThoseOfTheRecordedSession() throws Exception {
        SessionBytes bytes = new SessionBytes(recorded());

        String page = TABLE.matcher(Documentation.text(PAGE))
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) + "\n" + bytes.table(match.group(2)) + "\n" + match.group(3)));

        Documentation.isUpToDate(PAGE, page);
    }

    @Test
    void everyMessageHasATable() throws Exception {
        List<String> tables = TABLE.matcher(Documentation.text(PAGE))
                .results()
                .map(match -> match.group(2))
                .toList();

        assertThat(tables)
                .containsAll(recorded().messages().stream()
                        .map(message -> message.name())
                        .toList())
                .contains("keys", "questions", "report", "checks");
    }
}
