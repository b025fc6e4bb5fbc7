package org.sgxra.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.testdata.TestData;

/** Every recorded structure with what it is. */
final class RecordedData {
    private RecordedData() {}

    /**
     * A recorded structure.
     *
     * @param name where it is from
     * @param kind what {@code decode} should take it for
     * @param bytes as recorded
     */
    record Item(String name, String kind, ByteString bytes) {
        @Override
        public String toString() {
            return kind + " of " + name;
        }
    }

    static List<Item> all() {
        List<Item> items = new ArrayList<>(sessionMessages());
        for (Path file : TestData.list("quotes", ".hex")) {
            addQuote(
                    items,
                    file.getFileName().toString(),
                    hex(new String(TestData.bytes(file), StandardCharsets.US_ASCII).strip()));
        }
        JsonNode quotes = TestData.json("epid/sgx_quotes.json");
        items.add(new Item(
                "sgx_quotes.json",
                "EPID group public key",
                hex(quotes.path("groupPublicKey").asText())));
        for (JsonNode quote : quotes.path("cases")) {
            String name = quote.path("id").asText();
            addQuote(items, name, hex(quote.path("quote").asText()));
            items.add(new Item(
                    name, "EPID signature", hex(quote.path("plainSignature").asText())));
            if (quote.path("sigRl").isTextual()) {
                items.add(new Item(name, "SigRL", hex(quote.path("sigRl").asText())));
            }
        }
        for (Path report : reports()) {
            addReport(items, report);
        }
        return items;
    }

    static List<Item> sessionMessages() {
        List<Item> items = new ArrayList<>();
        for (Path file : TestData.list("hex", ".json")) {
            String name = file.getFileName().toString();
            JsonNode session = TestData.json(file);
            for (JsonNode message : session.path("messages")) {
                items.add(new Item(
                        name,
                        message.path("name").asText(),
                        hex(message.path("hex").asText())));
            }
            for (String message : new String[] {"msg0_msg1", "msg2", "msg3", "msg4"}) {
                if (session.path(message).isTextual()) {
                    items.add(new Item(
                            name,
                            message.replace("_", "||"),
                            hex(session.path(message).asText())));
                }
            }
        }
        return items;
    }

    private static void addQuote(List<Item> items, String name, ByteString quote) {
        items.add(new Item(name, "quote", quote));
        items.add(new Item(name, "quote signature", quote.slice(436, quote.size())));
        items.add(new Item(name, "report body", quote.slice(48, 432)));
    }

    private static void addReport(List<Item> items, Path report) {
        JsonNode body = TestData.json(report.resolve("body.json"));
        String name = report.getFileName().toString();
        ByteString quoteBody = ByteString.of(
                Base64.getDecoder().decode(body.path("isvEnclaveQuoteBody").asText()));
        items.add(new Item(name, "quote body", quoteBody));
        if (body.path("platformInfoBlob").isTextual()) {
            ByteString blob = hex(body.path("platformInfoBlob").asText());
            items.add(new Item(name, "platform info blob with header", blob));
            items.add(new Item(name, "platform info blob", blob.slice(4, blob.size())));
        }
    }

    /** Folders of the reports that Intel signed. */
    static List<Path> reports() {
        return TestData.list("ias/reports", "");
    }

    /** Recorded frames of the second system, header and body. */
    static List<ByteString> frames() {
        List<ByteString> frames = new ArrayList<>();
        for (JsonNode frame : TestData.json("tls-protobuf/fixed_vectors.json").get("frames")) {
            frames.add(
                    hex(frame.get("header_hex").asText() + frame.get("body_hex").asText()));
        }
        return frames;
    }

    static ByteString hex(String digits) {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new IllegalArgumentException("recorded data is not hexadecimal", e);
        }
    }
}
