package org.sgxra.common;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.testdata.TestData;

/** The recorded data as values of this module. */
public final class RecordedData {
    private RecordedData() {}

    /** An attestation report as Intel signed it. */
    public record Report(String name, JsonNode body) {
        /** The 432 bytes of isvEnclaveQuoteBody. */
        public byte[] quoteBody() {
            return Base64.getDecoder().decode(body.path("isvEnclaveQuoteBody").textValue());
        }

        /** True when the report has a platform info blob. */
        public boolean hasPlatformInfo() {
            return body.path("platformInfoBlob").isTextual();
        }

        /** The 105 bytes of platformInfoBlob. */
        public ByteString platformInfo() {
            return hex(body.path("platformInfoBlob").textValue());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The sessions of the hex protocol: testdata/hex. */
    public static List<RecordedSession> sessions() {
        return TestData.list("hex", ".json").stream().map(file -> session(file)).toList();
    }

    /** One of {@link #sessions}. */
    public static RecordedSession session(String name) {
        return session(TestData.path("hex/" + name + ".json"));
    }

    private static RecordedSession session(Path file) {
        String name = file.getFileName().toString().replace(".json", "");
        JsonNode root = TestData.json(file);
        return root.has("messages")
                ? RecordedSession.ofMessages(name, root)
                : RecordedSession.ofRealHardware(name, root);
    }

    /** Attestation reports signed by Intel: testdata/ias/reports. */
    public static List<Report> reports() {
        return TestData.list("ias/reports", "").stream()
                .map(dir -> new Report(dir.getFileName().toString(), TestData.json(dir.resolve("body.json"))))
                .toList();
    }

    /** Quotes of real hardware by file name: testdata/quotes. */
    public static Stream<Map.Entry<String, ByteString>> hardwareQuotes() {
        return TestData.list("quotes", ".hex").stream()
                .map(file -> Map.entry(
                        file.getFileName().toString(),
                        hex(new String(TestData.bytes(file), StandardCharsets.US_ASCII).strip())));
    }

    /** Quotes made with Intel's EPID library and test keys: the cases of testdata/epid/sgx_quotes.json. */
    public static Stream<JsonNode> epidQuotes() {
        return StreamSupport.stream(
                TestData.json("epid/sgx_quotes.json").path("cases").spliterator(), false);
    }

    /** Test keys and the like that belong to {@link #epidQuotes}. */
    public static JsonNode epidQuoteKeys() {
        return TestData.json("epid/sgx_quotes.json");
    }

    /** Recorded hexadecimal digits. */
    public static ByteString hex(String digits) {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new IllegalArgumentException("recorded data is not hexadecimal", e);
        }
    }
}
