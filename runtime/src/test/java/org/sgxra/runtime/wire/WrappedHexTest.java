package org.sgxra.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.runtime.wire.HexLineChannelTest.assertFails;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages over standard input and output in lines of 72 digits, and what a terminal does to longer ones. */
class WrappedHexTest {
    private static final String FULL = "ab".repeat(36);

    private static HexLineChannel reading(String text, boolean terminal) {
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
        return HexLineChannel.over(in, terminal, new ByteArrayOutputStream(), false);
    }

    private static HexLineChannel reading(String text) {
        return reading(text, false);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String wrapped(byte[]... messages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HexLineChannel channel = HexLineChannel.over(InputStream.nullInputStream(), false, out, true);
        for (byte[] message : messages) {
            channel.send("msg3", message);
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void writesLinesOf72DigitsAndALineWithADot() throws IOException {
        assertThat(wrapped(new byte[37])).isEqualTo("00".repeat(36) + "\n00\n.\n");
        assertThat(wrapped(new byte[36])).isEqualTo("00".repeat(36) + "\n.\n");
        assertThat(wrapped(new byte[2])).isEqualTo("0000\n.\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 35, 36, 37, 71, 72, 73, 168, 5000})
    void readsWhatItWrites(int size) throws IOException {
        String text = wrapped(random(size), random(size));
        for (String lines : new String[] {text, text.replace("\n", "\r\n"), text.toUpperCase(Locale.ROOT)}) {
            HexLineChannel channel = reading(lines);
            assertThat(channel.receive("msg3")).isEqualTo(random(size));
            assertThat(channel.receive("msg3", size)).isEqualTo(random(size));
            assertFails(WireException.Kind.CLOSED, "connection closed before msg3", () -> channel.receive("msg3"));
        }
    }

    @Test
    void readsBothFormsFromOnePeer() throws IOException {
        HexLineChannel channel = reading(FULL + "cd\n" + FULL + "\ncd\n.\n" + FULL + "cd\n01\n.\n02\n");

        for (int i = 0; i < 3; i++) {
            assertThat(channel.receive("msg2")).hasSize(37).endsWith(0xcd);
        }
        assertThat(channel.receive("msg2")).containsExactly(1);
        assertThat(channel.receive("msg2")).containsExactly(2);
    }

    @Test
    void readsOnlyWholeLinesFromAPeerThatIsNoTerminal() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket peer = new Socket(server.getInetAddress(), server.getLocalPort());
                HexLineChannel channel = HexLineChannel.over(server.accept(), Duration.ofSeconds(60))) {
            peer.getOutputStream().write((FULL + "\ncd\n.\n").getBytes(StandardCharsets.US_ASCII));

            assertThat(channel.receive("msg2")).hasSize(36);
            assertThat(channel.receive("msg2")).hasSize(1);
            assertFails(
                    WireException.Kind.NOT_HEX,
                    "msg2 is not hexadecimal: character 1 is not a hexadecimal digit",
                    () -> channel.receive("msg2"));
        }
    }

    @Test
    void findsFaultsInAnyLineAndGoesOnAfterTheDot() throws IOException {
        HexLineChannel channel = reading(FULL + "\n0x\n.\n" + FULL + "\n\n01\n.\n" + FULL + "\n0\n.\n07\n" + FULL);

        assertFails(
                WireException.Kind.NOT_HEX,
                "msg3 is not hexadecimal: character 74 is not a hexadecimal digit",
                () -> channel.receive("msg3"));
        assertFails(
                WireException.Kind.NOT_HEX, "an empty line came in the middle of msg3", () -> channel.receive("msg3"));
        assertFails(
                WireException.Kind.NOT_HEX,
                "msg3 is not hexadecimal: odd number of hexadecimal digits (73)",
                () -> channel.receive("msg3"));
        assertThat(channel.receive("msg3")).containsExactly(7);
        assertFails(
                WireException.Kind.CUT_SHORT,
                "connection closed in the middle of msg3, after 72 characters",
                () -> channel.receive("msg3"));
    }

    @ParameterizedTest
    @CsvSource({"71, 142", "36, 72"})
    void keepsTheLimitOfAMessage(int limit, int digits) throws IOException {
        HexLineChannel channel = reading((FULL + "\n" + FULL + "\n.\n").repeat(2));

        assertFails(
                WireException.Kind.TOO_LONG,
                "msg1 is longer than " + digits + " digits",
                () -> channel.receive("msg1", limit));
        assertThat(channel.receive("msg1", 72)).hasSize(72);
    }

    @Test
    void refusesAMessageWithoutEnd() {
        String endless = (FULL + "\n").repeat(HexLineChannel.MAX_LINE / 72 + 1);
        assertFails(WireException.Kind.TOO_LONG, "msg3 is longer than 2097152 digits", () -> reading(endless)
                .receive("msg3"));
    }

    @Test
    void saysThatATerminalHasCutALine() throws IOException {
        HexLineChannel channel = reading("a".repeat(4095) + "\n07\n", true);

        assertFails(
                WireException.Kind.NOT_HEX,
                "the terminal has cut msg3: it hands over no more than 4095 characters of a line. Start the other end"
                        + " with -z --wrap, which writes short lines, or let the message come from a file or a pipe",
                () -> channel.receive("msg3", 100));
        assertThat(channel.receive("msg3")).containsExactly(7);
    }

    @ParameterizedTest
    @CsvSource({"4094, true", "4096, true", "4094, false"})
    void takesOtherLinesAsTheyAre(int length, boolean terminal) throws IOException {
        assertThat(reading("a".repeat(length) + "\n", terminal).receive("msg3")).hasSize(length / 2);
    }

    @Test
    void blamesNoTerminalForALineFromAFile() {
        assertFails(
                WireException.Kind.NOT_HEX,
                "msg3 is not hexadecimal: odd number of hexadecimal digits (4095)",
                () -> reading("a".repeat(4095) + "\n").receive("msg3"));
    }
}
