package org.sgxra.client.isv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.client.Enclave;
import org.sgxra.client.QuoteKind;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameType;

/** The events of each connection to {@code isv-app}, with an enclave that no test gets to. */
@Timeout(60)
class IsvAppEventsTest {
    private static final Enclave ENCLAVE = (Enclave) Proxy.newProxyInstance(
            IsvAppEventsTest.class.getClassLoader(), new Class<?>[] {Enclave.class}, (proxy, method, arguments) -> {
                throw new IllegalStateException("no enclave here");
            });

    @TempDir
    Path folder;

    /** Takes part in a connection. */
    private interface Peer {
        void talk(TestServiceProvider sp) throws Exception;
    }

    private List<JsonNode> eventsOf(Peer peer) throws Exception {
        Path certificate = folder.resolve("cert.pem");
        SelfSignedCertificate.write(certificate, folder.resolve("key.pem"));
        SSLContext tls = ServerIdentity.load(certificate, folder.resolve("key.pem"));
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        PrintStream people = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
            @Override
            public void print(Object lines) {
                told.add(lines.toString());
            }
        };
        Path file = folder.resolve("events");
        try (EventFile events = EventFile.open(Optional.of(file), Level.NORMAL, "isv-app", told::add);
                IsvAppServer server = new IsvAppServer(
                        tls,
                        InetAddress.getLoopbackAddress(),
                        0,
                        ENCLAVE,
                        new IsvAppServer.Terms(QuoteKind.EPID, Optional.empty(), false, Duration.ofSeconds(30)),
                        new Transcript(people, Level.NORMAL, Clock.systemUTC()),
                        events)) {
            Thread thread = new Thread(server::serve);
            thread.start();
            try (TestServiceProvider sp =
                    new TestServiceProvider(TestServiceProvider.trusting(certificate), server.port())) {
                peer.talk(sp);
            }
            while (!told.take().contains("Attestation failed")) {
                // Lines about the connection come before.
            }
            // The account is told before the events are written.
            while (!Files.readString(file).contains("\"session-ended\"")) {
                Thread.sleep(10);
            }
            server.stop();
            thread.join();
        }
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events)
                .allMatch(event -> event.get("role").asText().equals("isv-app")
                        && event.get("peer").asText().equals("127.0.0.1"));
        return events;
    }

    private static List<String> kinds(List<JsonNode> events) {
        return events.stream().map(event -> event.get("event").asText()).toList();
    }

    @Test
    void sessionOfAPeerThatLeavesIsWritten() throws Exception {
        List<JsonNode> events = eventsOf(sp -> ((SSLSocket) sp.socket).startHandshake());

        assertThat(kinds(events))
                .containsExactly("session-started", "message-awaited", "session-failed", "session-ended");
        assertThat(events.get(2).get("reason").asText())
                .isEqualTo("the service provider closed the connection before RA_VERIFICATION");
    }

    @Test
    void malformedMessageIsWritten() throws Exception {
        List<JsonNode> events = eventsOf(
                sp -> sp.channel.send("x", new Frame(FrameType.VERIFICATION, ByteString.of((byte) 0xff, (byte) 0xff))));

        assertThat(kinds(events))
                .containsExactly(
                        "session-started", "message-awaited", "message-received", "session-failed", "session-ended");
        assertThat(events.get(3).get("reason").asText()).contains("malformed RA_VERIFICATION");
    }

    @Test
    void internalErrorIsWritten() throws Exception {
        List<JsonNode> events = eventsOf(sp -> {
            sp.channel.send("x", org.sgxra.runtime.wire.protobuf.ProtobufWriter.verification());
            assertThat(sp.isAcknowledged()).isFalse();
        });

        assertThat(kinds(events)).endsWith("verification-decoded", "session-failed", "session-ended");
        assertThat(events.get(events.size() - 2).get("reason").asText()).isEqualTo("internal error: no enclave here");
    }
}
