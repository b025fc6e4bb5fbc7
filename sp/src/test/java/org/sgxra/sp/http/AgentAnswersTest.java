package org.sgxra.sp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.mock.Agents;
import org.sgxra.sp.mock.EachAgent;
import org.sgxra.sp.mock.RawTlsServer;
import org.sgxra.sp.mock.TestServer;

/** What agents send, what they make of answers, and where they stop reading. */
class AgentAnswersTest {
    private static HttpAnswer answer(String agent, String text) throws IOException {
        try (RawTlsServer server = new RawTlsServer((number, in, out) -> {
            RawTlsServer.readRequest(in);
            RawTlsServer.write(out, text);
        })) {
            return Agents.agent(agent).send(Agents.call(server.url()));
        }
    }

    private static String body(HttpAnswer answer) {
        return new String(answer.body(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void noAgentIsMissingHere() throws Exception {
        assertThat(HttpAgents.NAMES)
                .containsExactly(EachAgent.class
                        .getAnnotation(org.junit.jupiter.params.provider.ValueSource.class)
                        .strings());
        for (String name : HttpAgents.NAMES) {
            assertThat(Agents.agent(name).name()).isEqualTo(name);
        }
        assertThatThrownBy(() -> Agents.agent("wget"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no HTTP agent is named wget");
    }

    @EachAgent
    void readsAnswersInEveryForm(String agent) throws Exception {
        HttpAnswer plain = answer(
                agent,
                "HTTP/1.1 404 Nothing here\nX-Twice: one\nx-twice: two\nEmpty:\nContent-Length: 3\n\n\u00ff\u0000a");
        assertThat(plain.status()).isEqualTo(404);
        assertThat(body(plain)).isEqualTo("\u00ff\u0000a");
        assertThat(plain.header("X-TWICE")).contains("one");
        assertThat(plain.header("empty")).contains("");
        assertThat(plain.header("absent")).isEmpty();

        assertThat(
                        body(
                                answer(
                                        agent,
                                        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3;x=y\nabc\n0A\n0123456789\n0\nTrailer: t\n\n")))
                .isEqualTo("abc0123456789");
        assertThat(body(answer(agent, "HTTP/1.1 200 OK\nConnection: close\n\nuntil the end")))
                .isEqualTo("until the end");
        assertThat(body(answer(agent, "HTTP/1.0 200 OK\n\nold"))).isEqualTo("old");
        assertThat(body(answer(agent, "HTTP/1.1 200\nContent-Length: 2\n\nok"))).isEqualTo("ok");
        assertThat(body(answer(agent, "HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok")))
                .isEqualTo("ok");
        HttpAnswer empty = answer(agent, "HTTP/1.1 204 No Content\nRequest-ID: 7\n\n");
        assertThat(empty.status()).isEqualTo(204);
        assertThat(empty.body()).isEmpty();
        assertThat(empty.header("Request-ID")).contains("7");
    }

    @EachAgent
    void sendsWhatTheCallSays(String agent) throws Exception {
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        try (RawTlsServer server = new RawTlsServer((number, in, out) -> {
            String head = RawTlsServer.readRequest(in);
            int length =
                    head.replaceAll("(?is).*content-length: ([0-9]+).*", "$1").length() < head.length()
                            ? Integer.parseInt(head.replaceAll("(?is).*content-length: ([0-9]+).*", "$1"))
                            : 0;
            requests.add(head + new String(in.readNBytes(length), StandardCharsets.UTF_8));
            RawTlsServer.write(out, "HTTP/1.1 200 OK\nContent-Length: 0\nConnection: close\n\n");
        })) {
            HttpAgent sender = Agents.agent(agent);
            java.net.URI uri = java.net.URI.create(server.url() + "/a/b%20c?d=e&f=%2F");
            SubscriptionKey key = SubscriptionKey.of(TestServer.PRIMARY);
            sender.send(new HttpCall(uri, Optional.of(key), Optional.empty(), 10, Expiry.NEVER));
            sender.send(new HttpCall(uri, Optional.empty(), Optional.of("{\"\u00e4\":1}"), 10, Expiry.NEVER));

            assertThat(requests.get(0)).startsWith("GET /a/b%20c?d=e&f=%2F HTTP/1.1\r\n");
            assertThat(requests.get(0).lines())
                    .contains("Host: localhost:" + server.port(), "Ocp-Apim-Subscription-Key: " + TestServer.PRIMARY)
                    .noneMatch(line -> line.startsWith("Content-Type"));
            assertThat(requests.get(1)).startsWith("POST /a/b%20c?d=e&f=%2F HTTP/1.1\r\n");
            assertThat(requests.get(1).lines())
                    .contains("Content-Type: application/json", "Content-Length: 8")
                    .noneMatch(line -> line.startsWith("Ocp-Apim") || line.startsWith("Expect"));
            assertThat(requests.get(1)).endsWith("\r\n\r\n{\"\u00e4\":1}");
        }
    }

    @EachAgent
    void takesBodiesUpToTheLimit(String agent) throws Exception {
        String limit = "b".repeat(1000);
        assertThat(answer(agent, "HTTP/1.1 200 OK\nContent-Length: 1000\n\n" + limit)
                        .body())
                .hasSize(1000);
        for (String tooLong : List.of(
                "HTTP/1.1 200 OK\nContent-Length: 1001\n\n" + limit + "b",
                "HTTP/1.1 200 OK\nContent-Length: 99999999999\n\n" + limit,
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3e8\n" + limit + "\n1\nb\n0\n\n",
                "HTTP/1.1 200 OK\nConnection: close\n\n" + limit + "b")) {
            assertThatThrownBy(() -> answer(agent, tooLong))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the answer is longer than 1000 bytes");
        }
    }

    @EachAgent
    void refusesAnswersThatAreNone(String agent) {
        for (String none : List.of(
                "",
                "SSH-2.0-OpenSSH_9.2\n",
                "HTTP/1.1 200 OK\nContent-Length: 10\n\ncut",
                "HTTP/1.1 200 OK\nContent-Length: x\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nxyz\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nabc",
                "HTTP/1.1 200 OK\nLong: " + "h".repeat(1 << 20) + "\n\n")) {
            assertThatThrownBy(() -> answer(agent, none))
                    .as(none.substring(0, Math.min(60, none.length())))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("localhost:");
        }
    }

    @EachAgent
    void followsNoRedirects(String agent) throws Exception {
        try (RawTlsServer server = new RawTlsServer((number, in, out) -> {
            RawTlsServer.readRequest(in);
            RawTlsServer.write(out, "HTTP/1.1 302 Found\nLocation: /elsewhere\nContent-Length: 0\n\n");
        })) {
            assertThat(Agents.agent(agent).send(Agents.call(server.url())).status())
                    .isEqualTo(302);
            assertThat(server.connections).hasValue(1);
        }
    }
}
