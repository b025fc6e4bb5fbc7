package org.sgxra.common;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;

/** The recorded data in src/test/resources/vectors. */
public final class RecordedData {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordedData() {
    }

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

    /** The sessions of the hex protocol: vectors/hex. */
    public static List<RecordedSession> sessions() {
        return files("hex", ".json").map(file -> session(file)).toList();
    }

    /** One of {@link #sessions}. */
    public static RecordedSession session(String name) {
        return session(folder("hex").resolve(name + ".json"));
    }

    private static RecordedSession session(Path file) {
        String name = file.getFileName().toString().replace(".json", "");
        JsonNode root = json(file);
        return root.has("messages") ? RecordedSession.ofMessages(name, root) : RecordedSession.ofRealHardware(name, root);
    }

    /** Attestation reports signed by Intel: vectors/ias/reports. */
    public static List<Report> reports() {
        return files("ias/reports", "").map(dir -> new Report(dir.getFileName().toString(), json(dir.resolve("body.json"))))
                .toList();
    }

    /** Quotes of real hardware by file name: vectors/quotes. */
    public static Stream<Map.Entry<String, ByteString>> hardwareQuotes() {
        return files("quotes", ".hex").map(file -> Map.entry(file.getFileName().toString(), hex(read(file).strip())));
    }

    /** Quotes made with Intel's EPID library and test keys: the cases of vectors/epid/sgx_quotes.json. */
    public static Stream<JsonNode> epidQuotes() {
        return StreamSupport.stream(json(folder("epid").resolve("sgx_quotes.json")).path("cases").spliterator(), false);
    }

    /** Test keys and the like that belong to {@link #epidQuotes}. */
    public static JsonNode epidQuoteKeys() {
        return json(folder("epid").resolve("sgx_quotes.json"));
    }

    /** Recorded hexadecimal digits. */
    public static ByteString hex(String digits) {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new IllegalArgumentException("recorded data is not hexadecimal", e);
        }
    }

    private static Path folder(String name) {
        try {
            return Path.of(RecordedData.class.getResource("/vectors/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Path> files(String folder, String suffix) {
        try (Stream<Path> files = Files.list(folder(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
