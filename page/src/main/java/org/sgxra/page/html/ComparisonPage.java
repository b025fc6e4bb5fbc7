package org.sgxra.page.html;

import java.util.List;
import java.util.Map;
import org.sgxra.page.session.MessagePair;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.page.session.Step;

/** Two sessions side by side: which bytes differ, and why. One HTML file that loads nothing and links to nothing outside. */
public final class ComparisonPage {
    private ComparisonPage() {}

    /**
     * Renders two sessions. Of keys there is nothing but what messages say.
     *
     * @param oneTitle what the first session is called, for example the names of its files
     * @param otherTitle the same of the second
     */
    public static String render(RecordedSession one, String oneTitle, RecordedSession other, String otherTitle) {
        Html content = new Html();
        content.open("header", "id", "top").element("h1", "Two remote attestations, side by side");
        content.open("ol", "class", "sessions");
        session(content, one, oneTitle);
        session(content, other, otherTitle);
        content.close();
        content.open("nav", "aria-label", "Parts of the page").open("ul");
        content.open("li").element("a", "Messages", "href", "#messages").close();
        content.open("li").element("a", "Checks", "href", "#checks").close();
        content.open("li").element("a", "Who vouches", "href", "#service").close();
        content.close(3).line();
        messages(content, one, other);
        new ComparedChecks(one, other).write(content);
        new ComparedService(one, other).write(content);
        String style = Template.resource("page.css");
        String script = Template.resource("page.js");
        return Template.fill(
                "page.html",
                Map.of(
                        "title",
                                new Html().text(oneTitle + " and " + otherTitle).toString(),
                        "styleHash", Template.hash(style),
                        "scriptHash", Template.hash(script),
                        "style", style,
                        "script", script,
                        "content", content.toString()));
    }

    private static void session(Html out, RecordedSession session, String title) {
        out.open("li").element("strong", Texts.shortened(title, 400));
        session.steps().stream()
                .flatMap(step -> step.time().stream())
                .findFirst()
                .ifPresent(time -> out.text(", " + time));
        List<Step.Failed> failures = session.steps(Step.Failed.class);
        List<Step.Verdict> verdicts = session.steps(Step.Verdict.class);
        if (!failures.isEmpty()) {
            out.text(": failed: " + Texts.shortened(failures.get(0).reason(), 400));
        } else if (!verdicts.isEmpty()) {
            out.text(": " + Texts.shortened(verdicts.get(0).verdict(), 100));
        }
        out.close();
    }

    private static void messages(Html out, RecordedSession one, RecordedSession other) {
        out.open("section", "id", "messages", "aria-labelledby", "messages-h");
        out.element("h2", "Messages: which bytes differ, and why", "id", "messages-h");
        out.element("p", "Bytes that differ are marked. Of long fields the first 256 bytes are shown.");
        List<MessagePair> pairs = MessagePair.of(one, other);
        for (int i = 0; i < pairs.size(); i++) {
            new ComparedMessage(pairs.get(i), "m" + (i + 1)).write(out);
        }
        out.close().line();
    }
}
