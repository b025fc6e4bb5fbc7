package org.sgxra.page.html;

import java.time.Instant;
import java.util.Map;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.page.session.Step;

/** The whole page: one HTML file that loads nothing and links to nothing outside. */
public final class WalkthroughPage {
    private WalkthroughPage() {}

    /**
     * Renders a session.
     *
     * @param title what the session is called, for example the names of its files
     * @param showsSecrets whether values of keys are shown, if they are recorded; otherwise their hashes are
     */
    public static String render(RecordedSession session, String title, boolean showsSecrets) {
        FieldIds ids = new FieldIds(session);
        Html content = new Html();
        header(content, session, title, showsSecrets);
        new OutcomeSection(session).write(content);
        new SequenceDiagram(session).write(content);
        new CheckSection(session).write(content);
        new MessageMaps(session, ids).write(content);
        new KeySection(session, showsSecrets).write(content);
        new QuoteSection(session, ids).write(content);
        new ServiceSection(session).write(content);
        new NoticeSection(session).write(content);
        String style = Template.resource("page.css");
        String script = Template.resource("page.js");
        return Template.fill(
                "page.html",
                Map.of(
                        "title", new Html().text(title).toString(),
                        "styleHash", Template.hash(style),
                        "scriptHash", Template.hash(script),
                        "style", style,
                        "script", script,
                        "content", content.toString()));
    }

    private static void header(Html out, RecordedSession session, String title, boolean showsSecrets) {
        out.open("header", "id", "top");
        out.element("h1", "A remote attestation, looked into");
        out.open("p").text(Texts.shortened(title, 400));
        session.steps().stream()
                .flatMap(step -> step.time().stream())
                .filter(Instant.EPOCH::isBefore)
                .findFirst()
                .ifPresent(time -> out.text(", " + time));
        out.close();
        if (showsSecrets) {
            out.element(
                    "p",
                    "Warning: this page shows secret keys of the session. Whoever has it can read and forge what they"
                            + " protect. Do not pass it on.",
                    "class",
                    "warning",
                    "role",
                    "note");
        }
        nav(out, session);
        out.close().line();
    }

    private static void nav(Html out, RecordedSession session) {
        String[][] parts = {
            {"sequence", "What was said"},
            {"checks", "Checks"},
            {"messages", "Messages"},
            {"keys", "Keys"},
            {"quote", "Quote"},
            {"service", "Who vouches"}
        };
        out.open("nav", "aria-label", "Parts of the page").open("ul");
        for (String[] part : parts) {
            out.open("li").element("a", part[1], "href", "#" + part[0]).close();
        }
        if (!session.steps(Step.Noticed.class).isEmpty()) {
            out.open("li").element("a", "Remarks", "href", "#notices").close();
        }
        out.close(2);
    }
}
