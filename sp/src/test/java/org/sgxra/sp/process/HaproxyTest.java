package org.sgxra.sp.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.testdata.FreePort;

/** Servers as processes: three behind HAProxy with docs/haproxy.cfg, one of which is killed, and the end of one in order. */
@Timeout(value = 170, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class HaproxyTest {
    private static final int ENOUGH = 30;

    @TempDir
    private Path folder;

    private final List<SpProcess> servers = new ArrayList<>();
    private MockIas ias;

    @BeforeEach
    void startService() {
        ias = new MockIas(TestServer.CA, TestServer.TLS, TestServer.SIGNER);
    }

    @AfterEach
    void stop() throws Exception {
        for (SpProcess server : servers) {
            server.close();
        }
        ias.close();
    }

    private SpProcess server(String... options) throws Exception {
        Path own = Files.createDirectory(folder.resolve("sp" + servers.size()));
        SpProcess server = SpProcess.start(ias, own, options);
        servers.add(server);
        return server;
    }

    /** From another address of the loopback than HAProxy's, so that logs can tell. */
    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress("127.0.0.2", 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return socket;
    }

    private static void attest(Socket connected) throws Exception {
        TestClient client = new TestClient();
        try (HexLineChannel channel = HexLineChannel.over(connected, Duration.ofSeconds(100))) {
            channel.send("msg0||msg1", client.msg0Msg1().encode());
            client.accept(Msg2.parse(channel.receive("msg2")));
            channel.send("msg3", client.msg3().encode());
            assertThat(Msg4.parse(channel.receive("msg4")).status()).isEqualTo(TrustStatus.TRUSTED);
        }
    }

    private static Optional<Path> haproxy() {
        return Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":"))
                .map(folder -> Path.of(folder, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The configuration of the documentation with other addresses. */
    private Path configuration(int port) throws IOException {
        String text = Files.readString(Path.of(System.getProperty("sgxra.testdata"), "..", "docs", "haproxy.cfg"));
        assertThat(text).contains("bind :7777\n").containsPattern("(?m)^    server sp3 192\\.0\\.2\\.13:7777$");
        // What may run the tests has no right to so many open files.
        text = text.replace("maxconn 20000\n", "maxconn 200\n");
        text = text.replace("bind :7777\n", "bind 127.0.0.1:" + port + "\n");
        for (int i = 0; i < 3; i++) {
            SpProcess server = servers.get(i);
            text = text.replace(
                    "192.0.2.1" + (i + 1) + ":7777", "127.0.0.1:" + server.port() + " port " + server.metrics());
        }
        return Files.writeString(folder.resolve("haproxy.cfg"), text);
    }

    /** Attests again and again, and notes what fails of what began after an instant. */
    private static final class Load {
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger before = new AtomicInteger();
        private final AtomicInteger after = new AtomicInteger();
        private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean killed;

        Load(int port, int clients) {
            for (int i = 0; i < clients; i++) {
                Thread thread = new Thread(() -> run(port), "client");
                threads.add(thread);
                thread.start();
            }
        }

        private void run(int port) {
            while (!over.get()) {
                boolean counts = killed;
                try {
                    attest(connect(port));
                    (counts ? after : before).incrementAndGet();
                } catch (Exception | AssertionError e) {
                    if (counts) {
                        failures.add(e);
                    }
                }
            }
        }

        void await(AtomicInteger figure) throws InterruptedException {
            while (figure.get() < ENOUGH && failures.isEmpty()) {
                Thread.sleep(10);
            }
        }

        void end() throws InterruptedException {
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    @Test
    @Tag("long")
    void noAttestationFailsThatBeganAfterOneOfThreeWasKilled() throws Exception {
        if (haproxy().isEmpty()) {
            System.out.println("no haproxy here: docs/haproxy.cfg is not tested");
        }
        assumeTrue(haproxy().isPresent(), "no haproxy here");
        for (int i = 0; i < 3; i++) {
            server("--workers=4", "--proxy-protocol=127.0.0.1");
        }
        int port = FreePort.any();
        Process balancer = new ProcessBuilder(
                        haproxy().get().toString(),
                        "-db",
                        "-f",
                        configuration(port).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile())
                .start();
        try {
            while (!isServed(port)) {
                assertThat(balancer.isAlive())
                        .as(Files.readString(folder.resolve("haproxy.log")))
                        .isTrue();
                Thread.sleep(50);
            }
            Load load = new Load(port, 6);
            load.await(load.before);
            servers.get(0).close();
            load.killed = true;
            load.await(load.after);
            load.end();

            assertThat(load.failures).isEmpty();
            assertThat(load.after.get()).isGreaterThanOrEqualTo(ENOUGH);
            for (SpProcess server : servers) {
                assertThat(server.text()).contains("127.0.0.2] Enclave TRUSTED");
            }
        } finally {
            balancer.destroyForcibly().waitFor(600, TimeUnit.SECONDS);
        }
    }

    private static boolean isServed(int port) {
        try {
            attest(connect(port));
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    @Test
    void afterASignalClientsAreServedOnWhileItSaysThatItIsNotReady() throws Exception {
        SpProcess server = server("--drain=1000");
        assertThat(server.page("/readyz")).contains(" 200 OK");
        server.signal("TERM");
        while (!server.page("/readyz").contains(" 503 ")) {
            Thread.sleep(10);
        }
        attest(connect(server.port()));
        assertThat(server.page("/healthz")).contains(" 200 OK");
        assertThat(server.page("/metrics")).contains("sgxra_sp_verdicts_total{status=\"OK\",verdict=\"TRUSTED\"} 1.0");
        server.signal("TERM");
        assertThat(server.exitCode()).isEqualTo(143);
    }

    @Test
    void withoutAWordOfDrainingItStopsAtOnce() throws Exception {
        SpProcess server = server("--workers=2");
        attest(connect(server.port()));
        server.signal("TERM");
        assertThat(server.exitCode()).isZero();
    }
}
