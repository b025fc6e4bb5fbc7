package org.sgxra.page.html;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The sessions of a server, each with a link to its page; the browser asks for it again every 5 seconds. */
public final class SessionListPage {
    private SessionListPage() {}

    /**
     * A session.
     *
     * @param number its page is {@code session/} and this
     * @param start when it began
     * @param peer who is at the other end
     * @param outcome a verdict, or {@code failed}; empty while there is none
     */
    public record Entry(int number, Instant start, String peer, String outcome) {}

    /** Renders the list, in the order given. */
    public static String render(List<Entry> entries) {
        Html out = new Html();
        out.open("header").element("h1", "Sessions of this server").close();
        out.element(
                "p",
                entries.isEmpty()
                        ? "None yet. This page looks again every 5 seconds."
                        : "The newest first. This page looks again every 5 seconds; the page of a session does not.");
        if (!entries.isEmpty()) {
            table(out, entries);
        }
        String style = Template.resource("page.css");
        return Template.fill(
                "list.html", Map.of("style", style, "styleHash", Template.hash(style), "content", out.toString()));
    }

    private static void table(Html out, List<Entry> entries) {
        out.open("table", "class", "sessions").open("thead").open("tr");
        for (String heading : List.of("session", "began", "with", "outcome")) {
            out.element("th", heading, "scope", "col");
        }
        out.close(2).open("tbody");
        for (Entry entry : entries) {
            out.open("tr").open("th", "scope", "row");
            out.element("a", entry.number(), "href", "session/" + entry.number())
                    .close();
            out.element("td", entry.start().truncatedTo(ChronoUnit.SECONDS), "class", "date");
            out.element("td", Texts.shortened(entry.peer(), 100));
            out.element(
                    "td",
                    entry.outcome().isEmpty() ? "not yet" : entry.outcome(),
                    "class",
                    switch (entry.outcome()) {
                        case "" -> null;
                        case "TRUSTED", "TRUSTED_ITS_COMPLICATED" -> "good";
                        default -> "bad";
                    });
            out.close().line();
        }
        out.close(2);
    }
}
