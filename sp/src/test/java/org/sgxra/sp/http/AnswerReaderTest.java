package org.sgxra.sp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.runtime.net.LimitedBody;

class AnswerReaderTest {
    private static AnswerReader over(String text) {
        return new AnswerReader(
                new ByteArrayInputStream(text.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String body(HttpAnswer answer) {
        return new String(answer.body(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsOneAnswerAfterTheOther() throws Exception {
        AnswerReader answers = over("HTTP/1.1 200 OK|Content-Length: 2||abHTTP/1.1 204 None|||HTTP/1.1 404 No||rest");
        assertThat(answers.hasBegun()).isFalse();
        assertThat(body(answers.read(10))).isEqualTo("ab");
        // More came than was asked for: such a connection is given up, not read on.
        assertThat(answers.isReusable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"||", "x||", "HTTP/1.1||"})
    void refusesWhatCurlNeverWrites(String text) {
        assertThatThrownBy(() -> CurlOutput.parse(curl(text), new byte[0]))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(TransientException.class)
                .hasMessageStartingWith("the answer ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "|", "HTTP/1.1 100 Continue|||", "HTTP/1.1 200 OK|"})
    void tellsWhatEndsInItsHeadersFromWhatIsNoAnswer(String text) {
        assertThatThrownBy(() -> CurlOutput.parse(curl(text), new byte[0]))
                .isInstanceOf(TransientException.class)
                .hasMessage("the connection was closed before the end of the answer");
    }

    private static byte[] curl(String text) {
        return text.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void tellsWhetherTheConnectionMayServeAgain() throws Exception {
        assertReusable(true, "HTTP/1.1 200 OK|Content-Length: 2||ab");
        assertReusable(true, "HTTP/1.1 200 OK|Content-Length: 2|Content-Length: 2||ab");
        assertReusable(true, "HTTP/1.1 200 OK|Transfer-Encoding: chunked||2|ab|0||");
        assertReusable(true, "HTTP/1.1 204 None||");
        assertReusable(false, "HTTP/1.1 200 OK|Content-Length: 2|Connection: Close||ab");
        assertReusable(false, "HTTP/1.1 200 OK|Content-Length: 2|Connection: x, close||ab");
        assertReusable(false, "HTTP/1.0 200 OK|Content-Length: 2||ab");
        assertReusable(false, "HTTP/1.1 200 OK||ab");
    }

    private static void assertReusable(boolean expected, String text) throws IOException {
        AnswerReader answers = over(text);
        answers.read(10);
        assertThat(answers.isReusable()).as(text).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            HTTP/1.1 200 OK|Content-Length: 2|Content-Length: 3||abc        # its Content-Length is no number, or two
            HTTP/1.1 200 OK|Content-Length: -2||abc                         # its Content-Length is no number, or two
            HTTP/1.1 200 OK|Content-Length: 2, 2||abc                       # its Content-Length is no number, or two
            HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked||0||           # its Transfer-Encoding is not "chunked"
            HTTP/1.1 200 OK|Transfer-Encoding: chunked|Content-Length: 2||  # it says twice where it ends
            HTTP/1.0 200 OK|Transfer-Encoding: chunked||0||                 # it says twice where it ends
            HTTP/1.1 200 OK|Folded: a| b: c||                               # a header line is none
            HTTP/1.1 200 OK|Content-Length : 2||ab                          # a header line is none
            HTTP/1.1 200 OK|no colon||                                      # a header line is none
            HTTP/1.1 200 OK|: no name||                                     # a header line is none
            HTTP/2 200 OK||                                                 # it does not start with a status of HTTP/1.1
            HTTP/1.1 099 No||                                               # it does not start with a status of HTTP/1.1
            HTTP/1.1 101 Switching||                                        # it changes the protocol, which was not asked for
            HTTP/1.1 200 OK|Transfer-Encoding: chunked||1|ab|0||            # a chunk is longer than it says
            HTTP/1.1 200 OK|Transfer-Encoding: chunked||-1|ab|0||           # the length of a chunk is no number
            HTTP/1.1 200 OK|Transfer-Encoding: chunked||123456789|ab        # the length of a chunk is no number
            """)
    void refusesWhatTwoReadersMightReadDifferently(String text, String fault) {
        assertThatThrownBy(() -> over(text).read(100))
                .isInstanceOf(AnswerReader.MalformedAnswerException.class)
                .hasMessage("the answer is not understood: " + fault);
    }

    @Test
    void refusesControlCharactersInHeaders() {
        for (char control : new char[] {0, 7, '\r', 0x1b, 0x7f}) {
            assertThatThrownBy(
                            () -> over("HTTP/1.1 200 OK|X: a" + control + "b||").read(10))
                    .hasMessage("the answer is not understood: a header has a control character in it");
        }
    }

    @Test
    void boundsHeadersAndFramesOfChunks() throws Exception {
        String most = "h".repeat(AnswerReader.MAX_HEAD - "HTTP/1.1 200 OK|X: |Content-Length: 0||".length() - 4);
        assertThat(over("HTTP/1.1 200 OK|X: " + most + "|Content-Length: 0||")
                        .read(10)
                        .header("x"))
                .contains(most);
        assertThatThrownBy(() -> over("HTTP/1.1 200 OK|X: " + most + "h|Content-Length: 0||")
                        .read(10))
                .hasMessage("the answer is not understood: its headers are longer than 65536 bytes");
        assertThatThrownBy(() -> over("HTTP/1.1 200 OK|Transfer-Encoding: chunked||" + "0;x|x: y|".repeat(1)
                                + "t: t|".repeat(20_000))
                        .read(10))
                .hasMessage("the answer is not understood: its headers are longer than 65536 bytes");
        assertThatThrownBy(() -> over("HTTP/1.1 200 OK|Transfer-Encoding: chunked||6|abcdef|5|abcde|0||")
                        .read(10))
                .isInstanceOf(LimitedBody.TooLongException.class)
                .hasMessage("the answer is longer than 10 bytes");
    }

    @Test
    void everyTruncationIsAnErrorUnlessTheEndIsTheEnd() {
        String whole = "HTTP/1.1 200 OK|Content-Length: 2|X: y||ab".replace("|", "\r\n");
        for (int length = 0; length < whole.length(); length++) {
            String part = whole.substring(0, length);
            assertThatThrownBy(() -> over(part).read(10)).isInstanceOf(AnswerReader.CutShortException.class);
        }
    }

    @Test
    void anyBytesGiveAnAnswerOrAnIOException() {
        Random random = new Random(20_251_127);
        byte[] start = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = start.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(new AnswerReader(new ByteArrayInputStream(bytes))
                                .read(100)
                                .status())
                        .isBetween(200, 999);
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
