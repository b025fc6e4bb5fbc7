package org.sgxra.page.html;

import java.time.Instant;
import org.sgxra.page.session.RecordedSession;

/** Who said what to whom and when, as a picture and as a list. */
public final class SequenceDiagram {
    private static final int MAX_LABEL = 400;

    private final RecordedSession session;

    SequenceDiagram(RecordedSession session) {
        this.session = session;
    }

    /** The picture alone, as an SVG file that loads nothing and links to nothing. */
    public static String picture(RecordedSession session) {
        Html out = new Html();
        new SequencePicture(session, false).write(out, Template.resource("picture.css"));
        return out.toString();
    }

    void write(Html out) {
        out.open("section", "id", "sequence", "aria-labelledby", "sequence-h");
        out.element("h2", "What was said", "id", "sequence-h");
        out.element(
                "p",
                "Time runs downwards. An arrow is a message, or a question to who vouches for the platform and its answer;"
                        + " a rounded box is what a party found. Select one to read more about it.");
        out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", "Sequence diagram");
        new SequencePicture(session, true).write(out, null);
        out.close();
        list(out);
        out.close().line();
    }

    private void list(Html out) {
        Instant first = SequencePicture.first(session);
        out.open("details", "class", "narrow")
                .element("summary", "The same as a list")
                .open("ol");
        for (SequenceRow row : SequenceRow.of(session)) {
            out.open("li");
            row.time().ifPresent(time -> out.text(Texts.since(first, time) + " "));
            out.text(
                    row.from() == row.to()
                            ? session.title(row.from()) + ": "
                            : session.title(row.from()) + " to " + session.title(row.to()) + ": ");
            out.element("a", Texts.shortened(row.label(), MAX_LABEL), "href", "#" + row.target());
            out.text(row.size().isEmpty() ? "" : ", " + row.size());
            out.close();
        }
        out.close(2);
    }
}
