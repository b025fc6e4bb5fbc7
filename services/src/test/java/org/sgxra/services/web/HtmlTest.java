package org.sgxra.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Text that others wrote, on the page. */
class HtmlTest {
    @Test
    void textNeverBecomesMarkup() {
        String page = new Html("<t>", "")
                .heading("a&b")
                .paragraph("\"'><script>")
                .table(List.of("<th>"), List.of(List.of("</td>", 5)))
                .toString();

        assertThat(page)
                .contains("<title>&lt;t&gt;</title>", "<h1>&lt;t&gt;</h1>", "<h2>a&amp;b</h2>")
                .contains("<p>&quot;&#39;&gt;&lt;script&gt;</p>")
                .contains("<th>&lt;th&gt;</th>", "<td>&lt;/td&gt;</td><td>5</td>")
                .endsWith("</body>\n</html>\n");
    }

    @Test
    void whatTurnsTextAroundOrIsHalfACharacterIsShownAsAQuestionMark() {
        assertThat(Html.escaped("a\u202eb\u0000c\nd\ud800e\u0085f caf\u00e9 \ud83d\ude00"))
                .isEqualTo("a?b?c?d?e?f caf\u00e9 \ud83d\ude00");
    }
}
