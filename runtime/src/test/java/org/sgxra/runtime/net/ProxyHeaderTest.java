package org.sgxra.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of both versions of the PROXY protocol, in one piece and in many. */
class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String FOUR = "c0000207" + "c0000201" + "04d2" + "1e61";
    private static final String SIX =
            "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "04d21e61";

    private static byte[] text(String line) {
        return line.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static String binary(String command, String body) {
        return SIGNATURE + command + String.format("%04x", body.length() / 2) + body;
    }

    /** The address in a header, which is followed by a byte that is left where it is, however it comes. */
    private static String client(byte[] bytes) throws Exception {
        ByteBuffer whole =
                ByteBuffer.allocate(bytes.length + 1).put(bytes).put((byte) 'x').flip();
        ProxyHeader atOnce = new ProxyHeader();
        assertThat(atOnce.take(whole)).isTrue();
        assertThat(whole.remaining()).isEqualTo(1);
        ProxyHeader inPieces = new ProxyHeader();
        for (int i = 0; i < bytes.length; i++) {
            assertThat(inPieces.wanted()).isPositive().isLessThanOrEqualTo(bytes.length - i);
            assertThat(inPieces.take(ByteBuffer.wrap(bytes, i, 1))).isEqualTo(i == bytes.length - 1);
        }
        assertThat(inPieces.client()).isEqualTo(atOnce.client());
        return atOnce.client().map(InetAddress::getHostAddress).orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.7 192.0.2.1 1234 7777|, 192.0.2.7",
        "PROXY TCP4 255.255.255.255 0.0.0.0 65535 0|, 255.255.255.255",
        "PROXY TCP6 2001:db8::7 2001:DB8::1 1234 7777|, 2001:db8:0:0:0:0:0:7",
        "PROXY UNKNOWN|, none",
        "PROXY UNKNOWN anything at all|, none"
    })
    void readsLines(String line, String client) throws Exception {
        assertThat(client(text(line))).isEqualTo(client);
    }

    @Test
    void readsBinaryHeaders() throws Exception {
        assertThat(client(hex(binary("2111", FOUR)))).isEqualTo("192.0.2.7");
        assertThat(client(hex(binary("2121", SIX)))).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(client(hex(binary("2111", FOUR + "040002" + "abcd" + "200000"))))
                .isEqualTo("192.0.2.7");
        // LOCAL, with and without addresses; unspecified; Unix sockets; datagrams.
        assertThat(client(hex(binary("2000", "")))).isEqualTo("none");
        assertThat(client(hex(binary("2011", FOUR)))).isEqualTo("none");
        assertThat(client(hex(binary("2100", "010203")))).isEqualTo("none");
        assertThat(client(hex(binary("2131", "00".repeat(216))))).isEqualTo("none");
        assertThat(client(hex(binary("2112", FOUR)))).isEqualTo("none");
    }

    @Test
    void comparesTheChecksumWhereThereIsOne() throws Exception {
        byte[] header = hex(binary("2111", FOUR + "030004" + "00000000"));
        CRC32C checksum = new CRC32C();
        checksum.update(header);
        ByteBuffer.wrap(header).putInt(header.length - 4, (int) checksum.getValue());
        assertThat(client(header)).isEqualTo("192.0.2.7");

        header[20] ^= 1;
        refused(header, "the checksum is wrong");
        refused(hex(binary("2111", FOUR + "030003" + "000000")), "the checksum is wrong");
    }

    private static void refused(byte[] bytes, String reason) {
        assertThatThrownBy(() -> new ProxyHeader().take(ByteBuffer.wrap(bytes)))
                .isInstanceOf(ProxyHeader.FormatException.class)
                .hasMessage("no PROXY protocol header: " + reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.7 192.0.2.1 1234|",
                "PROXY TCP4  192.0.2.7 192.0.2.1 1234 7777|",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1234 7777 |",
                "PROXY TCP4 192.0.2.7 192.0.2.1 01 7777|",
                "PROXY TCP5 192.0.2.7 192.0.2.1 1 7777|",
                "PROXY UNKNOWNx|",
                "PROXY tcp4 192.0.2.7 192.0.2.1 1 7777|"
            })
    void refusesMalformedLines(String line) {
        refused(text(line), "the line is malformed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PROXY TCP4 192.0.2.7 192.0.2.1 65536 7777|; a port is above 65535",
                "PROXY TCP4 192.0.2.7 192.0.2.1 1 99999|; a port is above 65535",
                "PROXY TCP4 2001:db8::7 192.0.2.1 1 7777|; an address is not of the family that is named",
                "PROXY TCP6 2001:db8::7 192.0.2.1 1 7777|; an address is not of the family that is named",
                "PROXY TCP4 192.0.2.256 192.0.2.1 1 7777|; an address is malformed",
                "PROXY TCP4 192.0.2.07 192.0.2.1 1 7777|; an address is malformed",
                "PROXY TCP6 1::2::3 ::1 1 7777|; an address is malformed",
                "PROXZ; it is neither of version 1 nor of version 2",
                "0f0b; it is neither of version 1 nor of version 2"
            })
    void refusesLinesThatAreWrong(String line, String reason) {
        refused(text(line), reason);
    }

    @Test
    void refusesLinesWithoutTheirEnd() {
        refused(text("PROXY UNKNOWN\n"), "the line does not end with CR and LF");
        refused(text("PROXY UNKNOWN\rx"), "the line does not end with CR and LF");
        refused(text("PROXY UNKNOWN " + "x".repeat(93)), "the line is longer than 107 bytes");
    }

    @Test
    void refusesBinaryHeadersThatAreWrong() {
        refused(hex("0d0a0d0a000d0a515549540b"), "it is neither of version 1 nor of version 2");
        refused(hex(binary("1111", FOUR)), "the version is unknown");
        refused(hex(binary("2211", FOUR)), "the command is unknown");
        refused(hex(binary("2141", FOUR)), "the family or protocol is unknown");
        refused(hex(binary("2113", FOUR)), "the family or protocol is unknown");
        refused(hex(binary("2111", FOUR.substring(2))), "it is too short for its addresses");
        refused(hex(binary("2121", FOUR)), "it is too short for its addresses");
        refused(hex(binary("2111", FOUR + "0400")), "an extension is cut off");
        refused(hex(binary("2111", FOUR + "040002ab")), "an extension is longer than the header");
        refused(hex(SIGNATURE + "21111001"), "it is longer than 4112 bytes");
    }

    @Test
    void readsNothingButTheHeaderFromAConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                Connection connection = Connection.over(server.accept())) {
            peer.getOutputStream().write(text("PROXY TCP4 192.0.2.7 192.0.2.1 1234 7777|x"));

            assertThat(ProxyHeader.read(connection).client()).contains(InetAddress.getByName("192.0.2.7"));
            assertThat(connection.in().read()).isEqualTo('x');

            peer.getOutputStream().write(hex(SIGNATURE));
            peer.shutdownOutput();
            assertThatThrownBy(() -> ProxyHeader.read(connection))
                    .hasMessage("no PROXY protocol header: the connection was closed after 12 bytes");
        }
    }
}
