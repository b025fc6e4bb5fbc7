package org.sgxra.sp.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.event.MessageEvent.MessageReceived;
import org.sgxra.runtime.event.OutcomeEvent.SessionStarted;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.sp.inspect.Inspection;
import org.sgxra.sp.server.HexAttestation;
import org.sgxra.sp.session.Provision;

/** The pages of a server's last sessions. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InspectionTest {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+(/\\?token=[0-9a-f]{32})");
    private static final Pattern COOKIE = Pattern.compile("Set-Cookie: (sgxra-inspect=[0-9a-f]{32}); (.*)\r\n");
    private static final String REFUSED = "HTTP/1.1 403 Forbidden\r\n";

    private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
    private Inspection inspection;

    @BeforeEach
    void start() throws IOException {
        inspection = new Inspection(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 3, notices::add, notices::add);
    }

    @AfterEach
    void stop() {
        inspection.close();
    }

    private String ask(String method, String path, String cookie) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), inspection.port())) {
            socket.setSoTimeout(600_000);
            String head = method + " " + path + " HTTP/1.1\r\nHost: it\r\nConnection: close\r\n"
                    + (cookie.isEmpty() ? "" : "Cookie: other=1; " + cookie + "\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String address() {
        Matcher matcher = ADDRESS.matcher(notices.get(notices.size() - 1));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private String admitted() throws IOException {
        Matcher cookie = COOKIE.matcher(ask("GET", address(), ""));
        assertThat(cookie.find()).isTrue();
        assertThat(cookie.group(2)).isEqualTo("Path=/; HttpOnly; SameSite=Lax");
        return cookie.group(1);
    }

    private void attest(String session) throws Exception {
        HexReplay replay = new HexReplay(RecordedSession.read(session));
        String messages = ByteString.of(replay.recorded().message("msg0||msg1")).hex() + "\n"
                + ByteString.of(replay.recorded().message("msg3")).hex() + "\n";
        new HexAttestation(
                        replay.service(),
                        replay.settings(),
                        replay.keys(),
                        Clock.fixed(replay.now(), ZoneOffset.UTC),
                        Provision.NONE,
                        inspection::session)
                .attest(
                        HexLineChannel.over(
                                new ByteArrayInputStream(messages.getBytes(StandardCharsets.US_ASCII)),
                                new ByteArrayOutputStream()),
                        "192.0.2.1");
    }

    @Test
    void showsTheSessionsOfTheServerToWhoeverHasTheAddress() throws Exception {
        attest("ok_unlinkable");
        attest("policy_wrong_mrsigner");
        String cookie = admitted();

        assertThat(ask("GET", "/", cookie))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("<a href=\"session/1\">1</a>", "TRUSTED", "<a href=\"session/2\">2</a>", "NOT_TRUSTED");
        assertThat(ask("GET", "/session/1", cookie))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("The enclave is trusted", "msg3.quote.report_body.mr_enclave");
        assertThat(ask("GET", "/session/2", cookie)).contains("The enclave is not trusted", "mrsigner");
        assertThat(ask("HEAD", "/session/1", cookie))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .doesNotContain("<html");
        assertThat(ask("GET", "/session/9", cookie)).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void showsNoKeys() throws Exception {
        attest("ok_unlinkable");
        RecordedSession recorded = RecordedSession.read("ok_unlinkable");
        String page = ask("GET", "/session/1", admitted());

        for (String key : List.of("sharedSecret", "KDK", "SMK", "VK", "MK", "SK")) {
            assertThat(page).doesNotContain(recorded.value(key).hex());
            assertThat(page).doesNotContain(recorded.value(key).reversed().hex());
        }
        assertThat(inspection.session("it").shows(Level.DEBUG)).isFalse();
    }

    @Test
    void anAddressIsGoodOnce() throws Exception {
        String address = address();
        String first = admitted();

        assertThat(ask("GET", address, "")).startsWith(REFUSED);
        assertThat(ask("GET", address, first)).startsWith(REFUSED);
        String second = admitted();
        assertThat(ask("GET", "/", first)).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(ask("GET", "/", second)).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/session/1",
                "/nothing",
                "/?token=",
                "/?token=00000000000000000000000000000000",
                "/?tok=1",
                "/?"
            })
    void whoeverHasNoAddressSeesNothing(String path) throws Exception {
        attest("ok_unlinkable");

        assertThat(ask("GET", path, "")).startsWith(REFUSED).doesNotContain("TRUSTED", "href");
        assertThat(ask("GET", path, "sgxra-inspect=00000000000000000000000000000000"))
                .startsWith(REFUSED);
        assertThat(ask("GET", path, "sgxra-inspect=")).startsWith(REFUSED);
    }

    @Test
    void whatOnlyLooksAheadDoesNotSpendTheAddress() throws Exception {
        assertThat(ask("HEAD", address(), "")).startsWith("HTTP/1.1 403 ");
        admitted();
    }

    @Test
    void eachNewBrowserIsAdmitted() throws Exception {
        String first = admitted();
        String last = "";
        for (int i = 0; i < 64; i++) {
            last = admitted();
        }
        assertThat(ask("GET", "/", last)).startsWith("HTTP/1.1 200 ");
        assertThat(ask("GET", "/", first)).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void nothingCanBeChanged() throws Exception {
        String cookie = admitted();

        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
            assertThat(ask(method, "/", cookie)).as(method).startsWith("HTTP/1.1 405 ");
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 0, 200", "Content-Length: 1, 405", "Transfer-Encoding: chunked, 405"})
    void aBodyOfNoBytesIsNone(String header, int status) throws Exception {
        String cookie = admitted();

        assertThat(ask("GET", "/", cookie + "\r\n" + header)).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void browsersRunAndLoadNothingElse() throws Exception {
        attest("ok_unlinkable");
        String cookie = admitted();

        for (String path : List.of("/", "/session/1")) {
            assertThat(ask("GET", path, cookie))
                    .containsPattern("Content-Security-Policy: default-src 'none'; style-src 'sha256-[^']+'.*"
                            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n")
                    .contains(
                            "X-Content-Type-Options: nosniff\r\n",
                            "Referrer-Policy: no-referrer\r\n",
                            "Cache-Control: no-store\r\n",
                            "content=\"default-src 'none'; style-src 'sha256-");
        }
    }

    @Test
    void whoeverIsNotAdmittedIsGivenNothingToLoadEither() throws Exception {
        assertThat(ask("GET", "/", ""))
                .startsWith("HTTP/1.1 403 ")
                .contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");
    }

    @Test
    void keepsTheLastSessionsOnly() throws Exception {
        for (int i = 0; i < 5; i++) {
            inspection.session("<b>" + i).on(new SessionStarted());
        }
        String cookie = admitted();

        assertThat(ask("GET", "/", cookie))
                .contains("session/3", "session/5", "&lt;b&gt;4")
                .doesNotContain("session/2", "<b>4");
        assertThat(ask("GET", "/session/2", cookie)).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void listsAThousandSessions() throws Exception {
        inspection.close();
        inspection = new Inspection(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000, notices::add, notices::add);
        for (int i = 0; i < 1001; i++) {
            inspection.session("it").on(new SessionStarted());
        }

        assertThat(ask("GET", "/", admitted()).split("href=\"session/", -1)).hasSize(1001);
    }

    @Test
    void whatASessionSaysIsLimited() throws Exception {
        SessionListener session = inspection.session("it");
        ByteString large = ByteString.zeros(1 << 20);
        for (int i = 0; i < 16; i++) {
            session.on(new MessageReceived("msg" + i, large));
        }

        assertThat(ask("GET", "/session/1", admitted()))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("msg5")
                .doesNotContain("msg9");
    }

    @Test
    void warnsOfOtherNetworks() throws Exception {
        try (Inspection everywhere = new Inspection(
                new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0), 1, notices::add, notices::add)) {
            assertThat(everywhere.port()).isPositive();
            assertThat(notices).anyMatch(line -> line.startsWith("warning: --inspect is not on the loopback"));
        }
    }
}
