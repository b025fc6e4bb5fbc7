package org.sgxra.fuzzing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.testdata.TestData;

/** Recorded data as bytes to begin with. */
final class Recorded {
    /** A case of DCAP whose quote verifies. */
    static final String DCAP = "dcap/swhardening-v3-00606a000000-202508-c81a90/";

    private static final int FEW = 6;

    private Recorded() {}

    /** The bytes that hexadecimal digits stand for. */
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.strip());
    }

    /** The bytes of a text. */
    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A file. */
    static byte[] file(String name) {
        return TestData.bytes(name);
    }

    /** Some files of a folder, by the ends of their names. */
    static Stream<byte[]> files(String folder, String suffix) {
        return TestData.list(folder, suffix).stream().limit(FEW).map(TestData::bytes);
    }

    /** A file of that name in some of the folders inside a folder. */
    static Stream<byte[]> ofEach(String folder, String file) {
        return TestData.list(folder, "").stream()
                .map(each -> each.resolve(file))
                .filter(Files::exists)
                .limit(FEW)
                .map(TestData::bytes);
    }

    /** All sessions of the hex protocol. */
    static Stream<JsonNode> sessions() {
        return TestData.list("hex", ".json").stream().map(TestData::json).filter(json -> json.has("messages"));
    }

    /** A message of every session of the hex protocol that has it. */
    static Stream<byte[]> messages(String name) {
        return sessions().flatMap(session -> messages(session, name)).limit(FEW);
    }

    /** A message of one session, if it has it. */
    static Stream<byte[]> messages(JsonNode session, String name) {
        List<byte[]> found = new ArrayList<>();
        for (JsonNode message : session.get("messages")) {
            if (message.get("name").asText().equals(name)) {
                found.add(hex(message.get("hex").asText()));
            }
        }
        return found.stream();
    }

    /** EPID quotes made by hardware. */
    static Stream<byte[]> epidQuotes() {
        return TestData.list("quotes", ".hex").stream()
                .limit(FEW)
                .map(file -> hex(new String(TestData.bytes(file), StandardCharsets.US_ASCII)));
    }

    /** DCAP quotes of all shapes. */
    static Stream<byte[]> dcapQuotes() {
        Stream<Path> odd = TestData.list("dcap/_parse-only", ".bin").stream();
        Stream<byte[]> versions =
                Stream.of(file(DCAP + "quote.bin"), file("dcap/tdx-uptodate-v4-b0c06f000000-202506/quote.bin"));
        return Stream.concat(versions, odd.map(TestData::bytes));
    }

    /** What the attestation service answered to the n-th request of a session. */
    static HttpAnswer answer(JsonNode session, int n) {
        JsonNode exchange = session.get("ias").get(n);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (JsonNode header : exchange.get("responseHeaders")) {
            headers.add(Map.entry(header.get(0).asText(), header.get(1).asText()));
        }
        return new HttpAnswer(
                exchange.get("status").asInt(),
                headers,
                utf8(exchange.get("responseBody").asText()));
    }

    /** The same as it travels. */
    static byte[] onTheWire(HttpAnswer answer) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.statusLine() + "\r\n");
        for (Map.Entry<String, String> header : answer.headers()) {
            if (!header.getKey().equalsIgnoreCase("Content-Length")
                    && !header.getKey().equalsIgnoreCase("Transfer-Encoding")) {
                head.append(header.getKey())
                        .append(": ")
                        .append(header.getValue())
                        .append("\r\n");
            }
        }
        head.append("Content-Length: ").append(answer.body().length).append("\r\n\r\n");
        return concat(utf8(head.toString()), answer.body());
    }

    /** One after the other. */
    static byte[] concat(byte[]... parts) {
        ByteString[] strings = Stream.of(parts).map(ByteString::of).toArray(ByteString[]::new);
        return ByteString.concat(strings).toArray();
    }
}
