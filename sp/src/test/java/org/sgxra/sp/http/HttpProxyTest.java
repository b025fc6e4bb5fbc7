package org.sgxra.sp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.sp.mock.Agents;
import org.sgxra.sp.mock.EachAgent;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestCa;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.testdata.FreePort;
import org.sgxra.testdata.TestProxy;

class HttpProxyTest {
    private static final URI TARGET = URI.create("https://ias.example.org");

    private static String chosen(String given, String... environment) {
        Map<String, String> variables = new java.util.HashMap<>();
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        return HttpProxy.choose(TARGET, given, variables)
                .map(HttpProxy::toString)
                .orElse("direct");
    }

    @Test
    void readsTheEnvironmentAsCurlDoes() {
        assertThat(chosen(null)).isEqualTo("direct");
        assertThat(chosen(null, "https_proxy", "a:1", "HTTPS_PROXY", "b:1", "all_proxy", "c:1"))
                .isEqualTo("a:1");
        assertThat(chosen(null, "https_proxy", "", "HTTPS_PROXY", "b:1", "all_proxy", "c:1"))
                .isEqualTo("b:1");
        assertThat(chosen(null, "http_proxy", "x:1", "HTTP_PROXY", "y:1", "all_proxy", "c:1"))
                .isEqualTo("c:1");
        assertThat(chosen(null, "ALL_PROXY", "http://d:1/")).isEqualTo("d:1");
        assertThat(chosen(null, "http_proxy", "x:1", "HTTP_PROXY", "y:1")).isEqualTo("direct");
        assertThat(chosen("given", "https_proxy", "a:1")).isEqualTo("given:1080");
        assertThat(HttpProxy.choose(URI.create("http://plain"), null, Map.of("HTTP_PROXY", "y:1")))
                .isEmpty();
        assertThat(HttpProxy.choose(URI.create("http://plain"), null, Map.of("http_proxy", "y:1")))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *                      | direct
            example.org            | direct
            .example.org           | direct
            EXAMPLE.ORG            | direct
            other, ias.example.org | direct
            other ias.example.org. | direct
            le.org                 | a:1
            s.example.org          | a:1
            10.0.0.0/8             | a:1
            """)
    void noProxyNamesWhatIsReachedDirectly(String list, String expected) {
        assertThat(chosen(null, "https_proxy", "a:1", "no_proxy", list)).isEqualTo(expected);
        assertThat(chosen("a:1", "NO_PROXY", list)).isEqualTo(expected);
        assertThat(chosen("a:1", "no_proxy", "", "NO_PROXY", list)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,10.1.2.3,true",
        "10.0.0.0/8,10.1.2.3,true",
        "10.0.0.0/8,11.1.2.3,false",
        "::1,[::1],true",
        "[::1],[::1],true",
        "fe80::/10,[fe80::7],true",
        "::1,[::2],false",
        "1.2.3,10.1.2.3,false",
        "10.0.0.0/99,10.0.0.0,false"
    })
    void noProxyKnowsAddresses(String list, String host, boolean covered) {
        assertThat(new NoProxyList(list).covers(host)).isEqualTo(covered);
    }

    @Test
    void readsUrls() {
        assertThat(HttpProxy.parse("p", "http://us%40er:p%3A+w@Proxy:3128"))
                .isEqualTo(new HttpProxy("http", "Proxy", 3128, Optional.of("us@er:p:+w")));
        assertThat(HttpProxy.parse("p", "[::1]")).isEqualTo(new HttpProxy("http", "::1", 1080, Optional.empty()));
        assertThat(HttpProxy.parse("p", "[::1]:8")).hasToString("[::1]:8");
        assertThat(HttpProxy.parse("p", "https://h").port()).isEqualTo(443);
        assertThatThrownBy(() -> HttpProxy.parse("-p", "socks5h://h:1"))
                .hasMessage("-p: a socks5h proxy is not supported, only HTTP proxies are");
        assertThat(HttpProxy.parse("p", "http://u:a@b#c%@my_proxy:3128/"))
                .isEqualTo(new HttpProxy("http", "my_proxy", 3128, Optional.of("u:a@b#c%")));
        assertThatThrownBy(() -> HttpProxy.parse("-p", "http://user:secret@h h"))
                .hasMessageContaining("not the URL of an HTTP")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> HttpProxy.parse("-p", "h:0")).hasMessageContaining("not the URL of an HTTP proxy");
        assertThatThrownBy(() -> HttpProxy.parse("-p", "h:70000")).hasMessageContaining("not the URL of an HTTP proxy");
        assertThatThrownBy(() -> HttpProxy.parse("-p", "http://user:secret@")).hasMessageNotContaining("secret");
        assertThatThrownBy(() -> HttpProxy.parse("-p", "ftp://h")).hasMessageContaining("not the URL of an HTTP proxy");
    }

    private static HttpAgent agent(String name, String proxy) throws Exception {
        return Agents.through(name, proxy);
    }

    private static HttpCall call(String url) {
        return Agents.call(url);
    }

    @EachAgent
    void tunnelsThroughAProxyWithAPassword(String name) throws Exception {
        try (MockIas ias = new MockIas(TestServer.CA, TestServer.TLS, TestServer.SIGNER);
                TestProxy proxy = new TestProxy("user:p@ss", null)) {
            HttpAgent agent = agent(name, "http://user:p%40ss@127.0.0.1:" + proxy.port());

            assertThat(agent.send(call(ias.url())).status()).isEqualTo(200);
            assertThat(proxy.targets).containsExactly("CONNECT localhost:" + ias.port());

            HttpAgent stranger = agent(name, "http://user:wrong@127.0.0.1:" + proxy.port());
            assertThatThrownBy(() -> stranger.send(call(ias.url())))
                    .hasMessageContaining("proxy 127.0.0.1:" + proxy.port())
                    .hasMessageContaining("407")
                    .hasMessageNotContaining("wrong");
        }
    }

    @EachAgent
    void theProxysPasswordDoesNotReachTheServer(String name) throws Exception {
        try (MockIas ias = new MockIas(TestServer.CA, TestServer.TLS, TestServer.SIGNER);
                TestProxy proxy = new TestProxy("user:secret", null)) {
            String[] seen = {"nothing"};
            ias.misbehaviour = exchange -> {
                seen[0] = String.valueOf(exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
                return false;
            };
            agent(name, "user:secret@127.0.0.1:" + proxy.port()).send(call(ias.url()));

            assertThat(seen[0]).isEqualTo("null");
            assertThat(proxy.headers).noneMatch(header -> header.startsWith("ocp-apim"));
        }
    }

    @EachAgent
    void namesTheProxyAndItsAnswer(String name) throws Exception {
        try (TestProxy proxy = new TestProxy(null, "HTTP/1.1 403 Forbidden")) {
            assertThatThrownBy(() -> agent(name, "127.0.0.1:" + proxy.port()).send(call("https://ias.example")))
                    .hasMessageContaining("proxy 127.0.0.1:" + proxy.port() + " refused the connection to ias.example")
                    .hasMessageContaining("403");
        }
        assertThatThrownBy(() -> agent(name, "no-such-proxy.invalid:1").send(call("https://ias.example")))
                .hasMessageContaining("cannot resolve the name of proxy no-such-proxy.invalid:1");
        int unused = FreePort.any();
        assertThatThrownBy(() -> agent(name, "127.0.0.1:" + unused).send(call("https://ias.example")))
                .hasMessageContaining("cannot connect to proxy 127.0.0.1:" + unused);
    }

    @EachAgent
    void doesNotAskAProxyAgainThatHasRefused(String name) throws Exception {
        try (TestProxy proxy = new TestProxy("user:p@ss", null)) {
            HttpAgent stranger = agent(name, "http://user:wrong@127.0.0.1:" + proxy.port());

            assertThatThrownBy(() -> Retries.send(stranger, call("https://ias.example"), notice -> {}))
                    .hasMessageContaining("407")
                    .isNotInstanceOf(TransientException.class);
            assertThat(proxy.targets).containsOnly("CONNECT ias.example:443");
        }
        try (TestProxy proxy = new TestProxy(null, "HTTP/1.1 403 Forbidden")) {
            HttpAgent agent = agent(name, "127.0.0.1:" + proxy.port());

            assertThatThrownBy(() -> Retries.send(agent, call("https://ias.example"), notice -> {}))
                    .hasMessageContaining("403")
                    .isNotInstanceOf(TransientException.class);
            assertThat(proxy.targets).containsExactly("CONNECT ias.example:443");
        }
    }

    @Test
    void credentialsCannotAddToCurlsConfiguration() throws Exception {
        try (MockIas ias = new MockIas(TestServer.CA, TestServer.TLS, TestServer.SIGNER);
                TestProxy proxy = new TestProxy("u:x\"\nurl = \"https://elsewhere", null)) {
            HttpAgent agent = agent("curl", "u:x%22%0Aurl%20=%20%22https%3A%2F%2Felsewhere@127.0.0.1:" + proxy.port());

            assertThat(agent.send(call(ias.url())).status()).isEqualTo(200);
            assertThat(proxy.targets).containsExactly("CONNECT localhost:" + ias.port());
        }
    }

    @Test
    void theJdkAgentSaysThatItCannotSpeakTlsToAProxy() {
        assertThatThrownBy(() -> agent("jdk", "https://127.0.0.1:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs the agent direct or curl (-g)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "curl"})
    void tunnelsThroughAProxyThatIsSpokenToInTls(String name) throws Exception {
        try (MockIas ias = new MockIas(TestServer.CA, TestServer.TLS, TestServer.SIGNER);
                TestProxy proxy = TestProxy.inTls(TestServer.CA.tls(TestServer.TLS), "user:secret")) {
            HttpAgent agent = agent(name, "https://user:secret@localhost:" + proxy.port());

            assertThat(agent.send(call(ias.url())).status()).isEqualTo(200);
            assertThat(proxy.targets).containsExactly("CONNECT localhost:" + ias.port());
        }
        TestCa other = new TestCa("Other CA");
        try (TestProxy proxy = TestProxy.inTls(other.tls(other.tlsServer("localhost")), "user:secret")) {
            HttpAgent agent = agent(name, "https://user:secret@localhost:" + proxy.port());

            assertThatThrownBy(() -> agent.send(call("https://ias.example")))
                    .hasMessageStartingWith("TLS with proxy localhost:" + proxy.port());
            assertThat(proxy.targets).isEmpty();
        }
    }
}
