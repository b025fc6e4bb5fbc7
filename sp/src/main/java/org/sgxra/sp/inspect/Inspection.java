package org.sgxra.sp.inspect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.page.html.SessionListPage;
import org.sgxra.page.html.WalkthroughPage;
import org.sgxra.page.record.EventLines;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.sp.web.PageServer;
import org.sgxra.sp.web.PageServer.Page;
import org.sgxra.sp.web.PageServer.Question;

/**
 * The last sessions of a server as pages to read (docs/walkthrough.md), without keys, for whoever has the address that was printed.
 * What is shown can only be read: there is nothing but GET and HEAD.
 */
public final class Inspection implements AutoCloseable {
    private static final Pattern SESSION = Pattern.compile("/session/([0-9]{1,9})");
    private static final String TOKEN = "token=";
    private static final String POLICY = "Content-Security-Policy";
    private static final String NO_FRAMES = "; frame-ancestors 'none'";
    /** What a page allows itself, which stands in it for those who store it; nothing of a peer comes before it. */
    private static final Pattern OWN_POLICY =
            Pattern.compile("<meta http-equiv=\"" + POLICY + "\" content=\"([^\"]*)\">");

    private static final Map<String, String> HEADERS = Map.of(
            POLICY,
            "default-src 'none'" + NO_FRAMES,
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final RecentSessions sessions;
    private final OneTimeToken token = new OneTimeToken();
    private final InetAddress address;
    private final Consumer<String> notices;
    private final PageServer server;

    /**
     * Starts to listen, and prints the address of the pages.
     *
     * @param place port 0: any free one
     * @param limit how many sessions are shown; 1 at least
     * @param notices takes a line about what people should know
     * @param refusals takes a line about a connection that came to nothing
     * @throws IOException if the port cannot be had
     */
    public Inspection(InetSocketAddress place, int limit, Consumer<String> notices, Consumer<String> refusals)
            throws IOException {
        this.sessions = new RecentSessions(Clock.systemUTC(), limit);
        this.address = place.getAddress();
        this.notices = notices;
        this.server = new PageServer("inspect", place, this::answer, refusals);
        if (!address.isLoopbackAddress()) {
            notices.accept(
                    "warning: --inspect is not on the loopback, and not encrypted: whoever can listen on the network"
                            + " can look at the sessions too");
        }
        printAddress();
    }

    private void printAddress() {
        String literal = address.getHostAddress();
        String host = literal.contains(":") ? "[" + literal + "]" : literal;
        notices.accept(
                "Sessions, for one browser: http://" + host + ":" + server.port() + "/?" + TOKEN + token.token());
    }

    /** The port listened on. */
    public int port() {
        return server.port();
    }

    /** The listener of a new session. */
    public SessionListener session(String peer) {
        return sessions.begin(peer);
    }

    private Page answer(Question question) {
        if (question.path().equals("/") && question.query().isPresent() && !question.isHead()) {
            return admit(question.query().get());
        }
        if (!token.admits(question.cookies())) {
            return text(
                    403, "Open the address that the server printed last. Each one is good for one browser, once.\n");
        }
        if (question.path().equals("/")) {
            return html(SessionListPage.render(sessions.list()));
        }
        Matcher matcher = SESSION.matcher(question.path());
        Optional<ByteString> lines =
                matcher.matches() ? sessions.lines(Integer.parseInt(matcher.group(1))) : Optional.empty();
        return lines.isPresent()
                ? session(matcher.group(1), lines.get())
                : text(404, "There is no such session (any more).\n");
    }

    private Page admit(String query) {
        Optional<String> cookie =
                query.startsWith(TOKEN) ? token.redeem(query.substring(TOKEN.length())) : Optional.empty();
        if (cookie.isEmpty()) {
            return text(403, "This address is not, or no more, good. The server printed another one.\n");
        }
        printAddress();
        Map<String, String> headers = new LinkedHashMap<>(HEADERS);
        headers.put("Set-Cookie", cookie.get());
        headers.put("Location", "/");
        return new Page(303, "text/plain; charset=utf-8", new byte[0], headers);
    }

    private Page session(String number, ByteString lines) {
        try {
            RecordedSession session = RecordedSession.of(List.of(EventLines.parse(lines)), Optional.empty());
            return html(WalkthroughPage.render(session, "session " + number, false));
        } catch (SessionFormatException e) {
            return text(404, "Nothing has happened in this session yet.\n");
        }
    }

    private static Page html(String page) {
        Map<String, String> headers = new LinkedHashMap<>(HEADERS);
        Matcher policy = OWN_POLICY.matcher(page);
        if (policy.find()) {
            headers.put(POLICY, policy.group(1) + NO_FRAMES);
        }
        return new Page(200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static Page text(int status, String text) {
        Page plain = Page.text(status, text);
        return new Page(plain.status(), plain.type(), plain.content(), HEADERS);
    }

    /** Stops listening. */
    @Override
    public void close() {
        server.close();
    }
}
