package org.sgxra.sp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.net.AddressRanges;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;

/** Clients behind a balancer, which says who they are; with one worker and with several. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProxiedServerTest {
    private static final AddressRanges LOOPBACK = AddressRanges.parse(List.of("127.0.0.0/8", "::1"));
    private static final AddressRanges ELSEWHERE = AddressRanges.parse(List.of("192.0.2.1"));
    private static final byte[] BINARY =
            HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000cc0000208c000020104d21e61");

    private static void attest(TestServer server, byte[] header) throws Exception {
        TestClient client = new TestClient();
        try (Socket socket = server.connect();
                HexLineChannel channel = HexLineChannel.over(socket, Duration.ofSeconds(100))) {
            byte[] first = (Hex.encode(client.msg0Msg1().encode()) + "\n").getBytes(StandardCharsets.US_ASCII);
            // The balancer's bytes and the client's in one segment.
            byte[] both = new byte[header.length + first.length];
            System.arraycopy(header, 0, both, 0, header.length);
            System.arraycopy(first, 0, both, header.length, first.length);
            socket.getOutputStream().write(both);
            client.accept(Msg2.parse(channel.receive("msg2")));
            channel.send("msg3", client.msg3().encode());
            assertThat(Msg4.parse(channel.receive("msg4")).status()).isEqualTo(TrustStatus.TRUSTED);
        }
    }

    private static byte[] line(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void refused(TestServer server, byte[] bytes) throws Exception {
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void namesTheClientOfABalancerAndRequiresIt(int workers) throws Exception {
        try (TestServer server = TestServer.behind(LOOPBACK, workers)) {
            attest(server, line("PROXY TCP4 192.0.2.7 192.0.2.1 1234 7777\r\n"));
            server.awaitAccount("Connection from 192.0.2.7");
            attest(server, BINARY);
            server.awaitAccount("Connection from 192.0.2.8");
            attest(server, line("PROXY UNKNOWN\r\n"));
            server.awaitAccount("Connection from 127.0.0.1");

            refused(server, line("0000\n"));
            server.awaitAccount("connection refused: 127.0.0.1: no PROXY protocol header: "
                    + "it is neither of version 1 nor of version 2");
            refused(server, new byte[0]);
            server.awaitAccount("connection refused: 127.0.0.1: no PROXY protocol header: "
                    + "the connection was closed after 0 bytes");
            attest(server, BINARY);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void believesNobodyElse(int workers) throws Exception {
        try (TestServer server = TestServer.behind(ELSEWHERE, workers)) {
            attest(server, new byte[0]);
            refused(server, line("PROXY TCP4 192.0.2.7 192.0.2.1 1234 7777\r\n"));
            server.awaitAccount("Attestation failed: msg0||msg1 is not hexadecimal");
            assertThat(server.account()).doesNotContain("192.0.2.7\n");
        }
    }
}
