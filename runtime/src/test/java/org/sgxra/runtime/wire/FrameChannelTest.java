package org.sgxra.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FrameChannelTest {
    private static byte[] header(String text) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), FrameChannel.HEADER_SIZE);
    }

    private static FrameChannel reading(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return FrameChannel.over(new ByteArrayInputStream(all.toByteArray()), new ByteArrayOutputStream());
    }

    @Test
    void readsFramesOneAfterTheOther() throws Exception {
        FrameChannel channel =
                reading(header("2@5"), new byte[] {8, 5}, header("0004@0\0junk"), new byte[] {8, 0, 16, 0});

        assertThat(channel.receive("first")).isEqualTo(new Frame(FrameType.VERIFICATION, ByteString.fromHex("0805")));
        assertThat(channel.receive("second")).isEqualTo(new Frame(FrameType.MSG0, ByteString.fromHex("08001000")));
        assertThatThrownBy(() -> channel.receive("third"))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.kind()).isEqualTo(WireException.Kind.CLOSED))
                .hasMessage("connection closed before third");
    }

    @ParameterizedTest
    @CsvSource({
        "'', NOT_A_FRAME",
        "@, NOT_A_FRAME",
        "4, NOT_A_FRAME",
        "4@, NOT_A_FRAME",
        "@4, NOT_A_FRAME",
        "-4@0, NOT_A_FRAME",
        "+4@0, NOT_A_FRAME",
        "4@-1, NOT_A_FRAME",
        "'4@0 ', NOT_A_FRAME",
        "' 4@0', NOT_A_FRAME",
        "0x4@0, NOT_A_FRAME",
        "4@0@1, NOT_A_FRAME",
        "0@0, NOT_A_FRAME",
        "4@7, NOT_A_FRAME",
        "4@4294967296, NOT_A_FRAME",
        "2097153@0, TOO_LONG",
        "9999999999@0, TOO_LONG",
        "99999999999@0, NOT_A_FRAME",
        "00000000000000000004@0, NOT_A_FRAME",
        "4@0, CUT_SHORT"
    })
    void headersOfAnotherFormAreRefused(String header, WireException.Kind kind) {
        assertThatThrownBy(() -> reading(header(header), new byte[3]).receive("MSG0"))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void neverThrowsAnythingElse() {
        Random random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[40];
            random.nextBytes(bytes);
            for (int at = 0; at < random.nextInt(8); at++) {
                bytes[at] = (byte) "0123456789@\0".charAt(random.nextInt(12));
            }
            try {
                reading(bytes).receive("anything");
            } catch (WireException e) {
                assertThat(e.kind()).isNotNull();
            }
        }
    }

    @Test
    void theTimeLimitIsForTheWholeFrame() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket slow = new Socket(listener.getInetAddress(), listener.getLocalPort());
                FrameChannel channel = FrameChannel.over(listener.accept(), Duration.ofMillis(400))) {
            Thread dripping = new Thread(() -> {
                try {
                    slow.getOutputStream().write(header("1000@0"));
                    while (true) {
                        slow.getOutputStream().write(0);
                        Thread.sleep(20);
                    }
                } catch (java.io.IOException | InterruptedException e) {
                    // Enough.
                }
            });
            dripping.start();
            assertThatThrownBy(() -> channel.receive("MSG0"))
                    .isInstanceOfSatisfying(
                            WireException.class, e -> assertThat(e.kind()).isEqualTo(WireException.Kind.TIMED_OUT));
            dripping.interrupt();
            dripping.join(600_000);
        }
    }

    @Test
    void theTimeLimitIsForSendingToo() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket deaf = new Socket(listener.getInetAddress(), listener.getLocalPort());
                FrameChannel channel = FrameChannel.over(listener.accept(), Duration.ofMillis(400))) {
            Frame frame = new Frame(FrameType.MSG2, ByteString.zeros(FrameChannel.MAX_BODY));
            assertThatThrownBy(() -> {
                        // More than the system takes without a reader.
                        for (int i = 0; i < 1000; i++) {
                            channel.send(frame);
                        }
                    })
                    .isInstanceOfSatisfying(
                            WireException.class, e -> assertThat(e.kind()).isEqualTo(WireException.Kind.TIMED_OUT))
                    .hasMessage("the peer did not take MSG2 within 400 ms (--timeout)");
            assertThat(deaf.isClosed()).isFalse();
        }
    }

    @Test
    void aFrameLongerThanItsMessageEverIsIsNotRead() {
        assertThatThrownBy(() -> reading(header("257@0"), new byte[257]).receive("MSG0", 256))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.kind()).isEqualTo(WireException.Kind.TOO_LONG))
                .hasMessage("MSG0 is longer than 256 bytes");
        assertThatThrownBy(() -> reading(header("2097153@0"), new byte[257]).receive("MSG0", 256))
                .hasMessage("MSG0 is longer than 2097152 bytes");
    }

    @Test
    void aSocketWhoseClosingMayBlockIsNotTaken() throws Exception {
        try (Socket tls = javax.net.ssl.SSLSocketFactory.getDefault().createSocket()) {
            assertThatThrownBy(() -> FrameChannel.over(tls, Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
