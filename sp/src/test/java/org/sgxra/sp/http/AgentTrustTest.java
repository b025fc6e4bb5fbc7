package org.sgxra.sp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.Pem;
import org.sgxra.sp.mock.Agents;
import org.sgxra.sp.mock.EachAgent;
import org.sgxra.sp.mock.RawTlsServer;
import org.sgxra.sp.mock.TestCa;
import org.sgxra.sp.mock.TestServer;

/** All agents trust the same servers, and no others. */
class AgentTrustTest {
    private static final TestCa OTHER = new TestCa("Other CA");
    private static final KeyPair KEYS = TestServer.TLS.keys();

    @TempDir
    private Path folder;

    private static HttpAnswer ask(HttpAgent agent, TestCa ca, TestCa.Identity server, String host) throws IOException {
        try (RawTlsServer running = new RawTlsServer(ca.tls(server), (number, in, out) -> {
            RawTlsServer.readRequest(in);
            RawTlsServer.write(out, "HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        })) {
            return agent.send(Agents.call("https://" + host + ":" + running.port()));
        }
    }

    private static void accepts(String agent, TestCa.Identity server, String host) throws IOException {
        assertThat(ask(Agents.agent(agent), TestServer.CA, server, host).status())
                .isEqualTo(200);
    }

    private static void refuses(String agent, TestCa ca, TestCa.Identity server, String host) throws IOException {
        HttpAgent sender = Agents.agent(agent);
        assertThatThrownBy(() -> ask(sender, ca, server, host))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("TLS with " + host.replace(".", "\\.") + ":[0-9]+ failed: .*");
    }

    private static TestCa.Identity server(TestCa.TlsServer server) {
        return TestServer.CA.issue(KEYS, server);
    }

    private static TestCa.TlsServer named(String... hosts) {
        return TestCa.TlsServer.named(hosts);
    }

    @EachAgent
    void takesTheCertificateOfAServerOfItsBundle(String agent) throws Exception {
        accepts(agent, TestServer.TLS, "localhost");
        accepts(agent, TestServer.TLS, "127.0.0.1");
        accepts(agent, server(named("other.example", "localhost")), "localhost");
        accepts(agent, server(named("localhost").withPurpose(KeyPurposeId.id_kp_serverAuth)), "localhost");
    }

    @EachAgent
    void refusesAnotherCasCertificate(String agent) throws Exception {
        refuses(agent, OTHER, OTHER.issue(KEYS, named("localhost")), "localhost");
    }

    @EachAgent
    void refusesACertificateForAnotherHost(String agent) throws Exception {
        refuses(agent, TestServer.CA, server(named("ias.example")), "localhost");
        refuses(agent, TestServer.CA, server(named("*.localhost")), "localhost");
        refuses(agent, TestServer.CA, server(named("localhost")), "127.0.0.1");
        refuses(agent, TestServer.CA, server(named("127.0.0.2")), "127.0.0.1");
    }

    @EachAgent
    void refusesACertificateOutsideItsTime(String agent) throws Exception {
        refuses(
                agent,
                TestServer.CA,
                server(named("localhost").valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")),
                "localhost");
        refuses(
                agent,
                TestServer.CA,
                server(named("localhost").valid("2039-01-01T00:00:00Z", "2040-01-01T00:00:00Z")),
                "localhost");
    }

    @EachAgent
    void refusesACertificateForAnotherPurpose(String agent) throws Exception {
        refuses(
                agent,
                TestServer.CA,
                server(named("localhost").withPurpose(KeyPurposeId.id_kp_clientAuth)),
                "localhost");
    }

    @EachAgent
    void readsBundlesInDer(String agent) throws Exception {
        Path der = Files.write(
                folder.resolve("ca.der"),
                Pem.certificates(TestServer.CA.pem()).get(0).getEncoded());
        HttpAgent sender = Agents.agent(agent, TlsTrust.choose(der, Map.of()));
        assertThat(ask(sender, TestServer.CA, TestServer.TLS, "localhost").status())
                .isEqualTo(200);
    }

    /**
     * Debian's curl trusts the folder of the system's CAs as well as a bundle; here it is made to trust another one in the same
     * way.
     */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void curlTrustsTheBundleAlone() throws Exception {
        Path system = Files.createDirectory(folder.resolve("system"));
        Files.writeString(system.resolve("other.pem"), OTHER.pem());
        assertThat(new ProcessBuilder("openssl", "rehash", system.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        Path curl = Files.createFile(
                folder.resolve("curl"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                curl,
                "#!/bin/sh\nPATH=${PATH#*:}\nexec curl -q --capath '" + system + "' --proxy-capath '" + system
                        + "' \"$@\"\n");
        String path = folder + ":" + System.getenv("PATH");
        HttpAgent agent = new CurlAgent(path, TestServer.trust(), Optional.empty(), Duration.ofSeconds(600));
        TestCa.Identity foreign = OTHER.issue(KEYS, named("localhost"));

        assertThat(ask(agent, TestServer.CA, TestServer.TLS, "localhost").status())
                .isEqualTo(200);
        assertThatThrownBy(() -> ask(agent, OTHER, foreign, "localhost"))
                .hasMessageContaining("its certificate is refused");

        AtomicBoolean asked = new AtomicBoolean();
        try (RawTlsServer proxy = new RawTlsServer(OTHER.tls(foreign), (number, in, out) -> {
            RawTlsServer.readRequest(in);
            asked.set(true);
        })) {
            Optional<HttpProxy> other = Optional.of(HttpProxy.parse("proxy", "https://localhost:" + proxy.port()));
            HttpAgent proxied = new CurlAgent(path, TestServer.trust(), other, Duration.ofSeconds(600));
            assertThatThrownBy(() -> proxied.send(Agents.call("https://localhost:1")))
                    .isInstanceOf(IOException.class);
        }
        assertThat(asked).as("the proxy was trusted").isFalse();
    }
}
