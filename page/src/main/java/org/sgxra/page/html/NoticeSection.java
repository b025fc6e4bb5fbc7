package org.sgxra.page.html;

import java.util.List;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.page.session.Step;

/** What the ends told people beside. */
final class NoticeSection {
    private final RecordedSession session;

    NoticeSection(RecordedSession session) {
        this.session = session;
    }

    void write(Html out) {
        List<Step.Noticed> notices = session.steps(Step.Noticed.class);
        if (notices.isEmpty()) {
            return;
        }
        out.open("section", "id", "notices", "aria-labelledby", "notices-h");
        out.element("h2", "What the programs remarked", "id", "notices-h").open("ul");
        for (Step.Noticed notice : notices) {
            out.element("li", "The " + notice.by().title() + ": " + Texts.shortened(notice.text(), 2000));
        }
        out.close(2).line();
    }
}
