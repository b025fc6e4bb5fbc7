package org.sgxra.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(120)
class AddressesTest {
    private static final Duration LONG = Duration.ofSeconds(100);

    private static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void connectsToTheFirstAddressThatAnswers() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, loopback(2))) {
            InetAddress[] addresses = {loopback(1), loopback(2), loopback(3)};
            try (Connection connection = Addresses.connect(addresses, server.getLocalPort(), LONG)) {
                assertThat(connection.peer()).isEqualTo(loopback(2));
                assertThat(connection.raw().getTcpNoDelay()).isTrue();
            }
        }
    }

    @Test
    void tellsWhyTheLastAddressDidNotAnswer() throws Exception {
        int unused;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = server.getLocalPort();
        }
        assertThatThrownBy(() -> Addresses.connect(new HostPort("127.0.0.1", unused), LONG))
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> Addresses.connect(new HostPort("no-such-host.invalid", 1), LONG))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void doesNotWaitForNamesLongerThanForConnections() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        HostPort server = new HostPort("slow.example", 7777);

        assertThatThrownBy(() -> Addresses.connect(host -> forEver(never), server, Duration.ofMillis(300)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("its name was not resolved within 300 ms");
        never.countDown();
        assertThatThrownBy(() -> Addresses.connect(
                        host -> {
                            throw new SecurityException("no names");
                        },
                        server,
                        LONG))
                .hasMessage("its name cannot be resolved: java.lang.SecurityException: no names");
    }

    private static InetAddress[] forEver(CountDownLatch never) throws UnknownHostException {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException("too late");
    }

    /** Linux does not answer a connection for which there is no room in the queue. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void hasOneLimitForAllAddresses() throws Exception {
        List<Socket> queued = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, loopback(1))) {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                queued.add(socket);
                try {
                    socket.connect(new InetSocketAddress(loopback(1), full.getLocalPort()), 200);
                } catch (SocketTimeoutException e) {
                    break;
                }
            }
            InetAddress[] silent = new InetAddress[200];
            java.util.Arrays.fill(silent, loopback(1));
            long start = System.nanoTime();

            assertThatThrownBy(() -> Addresses.connect(silent, full.getLocalPort(), Duration.ofSeconds(1)))
                    .isInstanceOf(SocketTimeoutException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(90));
        } finally {
            for (Socket socket : queued) {
                socket.close();
            }
        }
    }
}
