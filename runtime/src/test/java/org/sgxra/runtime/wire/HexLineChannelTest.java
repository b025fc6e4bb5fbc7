package org.sgxra.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;

/** Lines as such, over streams; {@link HexLineSocketTest} has what sockets add. */
class HexLineChannelTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private HexLineChannel reading(String text) {
        return HexLineChannel.over(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), sent);
    }

    private static String hex(byte[] message) {
        return ByteString.of(message).hex();
    }

    static void assertFails(WireException.Kind kind, String message, Reception reception) {
        assertThatThrownBy(reception::run)
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessage(message);
    }

    /** A call that is meant to fail. */
    @FunctionalInterface
    interface Reception {
        void run() throws IOException;
    }

    @Test
    void writesLowerCaseDigitsAndALineFeed() throws WireException {
        reading("").send("msg4", new byte[] {0, (byte) 0xAB, (byte) 0xff});

        assertThat(sent.toString(StandardCharsets.US_ASCII)).isEqualTo("00abff\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00abff\n", "00ABFF\n", "00aBFf\n", "00abff\r\n", "00ABFF\r\n"})
    void readsEitherCaseAndEitherLineEnd(String line) throws WireException {
        assertThat(hex(reading(line).receive("msg2"))).isEqualTo("00abff");
    }

    @Test
    void readsSeveralMessagesThatCameTogether() throws WireException {
        HexLineChannel channel = reading("01\n0203\r\n04\n");

        assertThat(hex(channel.receive("msg1"))).isEqualTo("01");
        assertThat(hex(channel.receive("msg2"))).isEqualTo("0203");
        assertThat(hex(channel.receive("msg3"))).isEqualTo("04");
        assertFails(WireException.Kind.CLOSED, "connection closed before msg4", () -> channel.receive("msg4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\n0102\n"})
    void refusesAnEmptyLine(String text) {
        assertFails(WireException.Kind.NOT_HEX, "an empty line came instead of msg3", () -> reading(text)
                .receive("msg3"));
    }

    @ParameterizedTest
    @CsvSource({
        "012, odd number of hexadecimal digits (3)",
        "0, odd number of hexadecimal digits (1)",
        "01x3, character 3 is not a hexadecimal digit",
        "01 3, character 3 is not a hexadecimal digit",
        "'0102 ', character 5 is not a hexadecimal digit",
        "G, character 1 is not a hexadecimal digit",
        "GET / HTTP/1.1, character 1 is not a hexadecimal digit",
        "01\u00e9, character 3 is not a hexadecimal digit"
    })
    void saysWhatIsNotHexadecimal(String line, String reason) {
        assertFails(WireException.Kind.NOT_HEX, "msg3 is not hexadecimal: " + reason, () -> reading(line + "\n")
                .receive("msg3"));
        assertThatThrownBy(() -> reading(line + "\n").receive("msg3")).hasCauseInstanceOf(HexFormatException.class);
    }

    @Test
    void refusesACarriageReturnInTheMiddle() {
        assertFails(
                WireException.Kind.NOT_HEX,
                "msg3 is not hexadecimal: character 3 is not a hexadecimal digit",
                () -> reading("01\r02\r\n").receive("msg3"));
        assertFails(
                WireException.Kind.NOT_HEX,
                "msg3 is not hexadecimal: character 3 is not a hexadecimal digit",
                () -> reading("01\r\r\n").receive("msg3"));
    }

    @Test
    void goesOnAfterALineThatIsNotHexadecimal() throws WireException {
        HexLineChannel channel = reading("zz\n0102\n");

        assertThatThrownBy(() -> channel.receive("msg1")).isInstanceOf(WireException.class);
        assertThat(hex(channel.receive("msg1"))).isEqualTo("0102");
    }

    @Test
    void distinguishesAnEndBeforeAndInAMessage() {
        assertFails(WireException.Kind.CLOSED, "connection closed before msg1", () -> reading("")
                .receive("msg1"));
        assertFails(
                WireException.Kind.CUT_SHORT,
                "connection closed in the middle of msg1, after 4 characters",
                () -> reading("0102").receive("msg1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void readsALineOfTheGreatestLength(String end) throws WireException {
        HexLineChannel channel = reading("a5".repeat(HexLineChannel.MAX_LINE / 2) + end + "0102\n");

        assertThat(channel.receive("msg2")).hasSize(HexLineChannel.MAX_LINE / 2).containsOnly(0xa5);
        assertThat(hex(channel.receive("msg3"))).isEqualTo("0102");
    }

    // dcap.md section 13, row 9
    @ParameterizedTest
    @ValueSource(strings = {"a\n", "a\r\n", "aa\n", "aa\r\n", "aa"})
    void refusesALongerLine(String more) {
        assertFails(WireException.Kind.TOO_LONG, "msg2 is longer than 2097152 digits", () -> reading(
                        "a5".repeat(HexLineChannel.MAX_LINE / 2) + more)
                .receive("msg2"));
    }

    // dcap.md section 13, row 9
    @Test
    void stopsReadingWhatNeverEnds() {
        Endless endless = new Endless();
        HexLineChannel channel = HexLineChannel.over(endless, sent);

        assertFails(WireException.Kind.TOO_LONG, "msg1 is longer than 2097152 digits", () -> channel.receive("msg1"));
        assertThat(endless.count).isLessThan(HexLineChannel.MAX_LINE + 20_000);
    }

    /** Digits without end. */
    private static final class Endless extends InputStream {
        private long count;

        @Override
        public int read() {
            count++;
            return '0';
        }
    }

    @Test
    void leavesStandardStreamsOpen() throws IOException {
        boolean[] closed = new boolean[2];
        InputStream in = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        OutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[1] = true;
            }
        };

        HexLineChannel.over(in, out).close();

        assertThat(closed).containsOnly(false);
    }

    @Test
    void talksThroughPipes() throws IOException {
        PipedInputStream toClient = new PipedInputStream(1 << 16);
        PipedInputStream toServer = new PipedInputStream(1 << 16);
        HexLineChannel server = HexLineChannel.over(toServer, new PipedOutputStream(toClient));
        HexLineChannel client = HexLineChannel.over(toClient, new PipedOutputStream(toServer));

        client.send("msg1", new byte[] {1});
        server.send("msg2", new byte[] {2, 3});
        client.send("msg3", new byte[5000]);

        assertThat(server.receive("msg1")).containsExactly(1);
        assertThat(client.receive("msg2")).containsExactly(2, 3);
        assertThat(server.receive("msg3")).hasSize(5000);
    }

    @Test
    void namesAFailureThatHasNoMessage() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException();
            }
        };
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        HexLineChannel channel = HexLineChannel.over(broken, full);

        assertFails(
                WireException.Kind.FAILED,
                "connection lost while waiting for msg1: the system does not say why",
                () -> channel.receive("msg1"));
        assertFails(
                WireException.Kind.FAILED,
                "connection lost while sending msg2: No space left on device",
                () -> channel.send("msg2", new byte[] {1}));
    }

    @Test
    void givesMessagesOrWireExceptionsWhateverComes() {
        Random random = new Random(20261121);
        String alphabet = "0123456789abcdefABCDEF\n\n\n\r\r g\u00ff";
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(60), 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
            HexLineChannel channel = reading(text.toString());
            WireException.Kind last = null;
            while (last != WireException.Kind.CLOSED && last != WireException.Kind.CUT_SHORT) {
                try {
                    assertThat(channel.receive("message")).isNotEmpty();
                } catch (WireException e) {
                    last = e.kind();
                    assertThat(last)
                            .isIn(WireException.Kind.NOT_HEX, WireException.Kind.CLOSED, WireException.Kind.CUT_SHORT);
                }
            }
        }
    }

    @Test
    void aLineLongerThanItsMessageEverIsIsSkipped() throws WireException {
        HexLineChannel channel = reading("0102\n0102\r\n010203\n" + "00".repeat(10_000) + "\n0405\n");

        assertThat(hex(channel.receive("msg1", 2))).isEqualTo("0102");
        assertThat(hex(channel.receive("msg1", 2))).isEqualTo("0102");
        assertFails(WireException.Kind.TOO_LONG, "msg1 is longer than 4 digits", () -> channel.receive("msg1", 2));
        assertFails(WireException.Kind.TOO_LONG, "msg1 is longer than 4 digits", () -> channel.receive("msg1", 2));
        assertThat(hex(channel.receive("msg1", 2))).isEqualTo("0405");
    }
}
