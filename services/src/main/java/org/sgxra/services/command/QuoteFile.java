package org.sgxra.services.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.MalformedMessageException;

/** A file with a quote: binary, hexadecimal, base64, or the JSON that is posted to the attestation service. */
final class QuoteFile {
    private QuoteFile() {}

    static EpidQuote read(String file) throws CommandException {
        byte[] content = Arguments.file(file);
        try {
            return EpidQuote.parse(decode(content));
        } catch (MalformedMessageException | IllegalArgumentException | IOException e) {
            throw new CommandException(file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] decode(byte[] content) throws IOException {
        // The version number that a binary quote starts with is no character of the other forms.
        if (content.length > 1 && content[0] == 2 && content[1] == 0) {
            return content;
        }
        String text = new String(content, StandardCharsets.US_ASCII).strip();
        if (text.startsWith("{")) {
            JsonNode quote = new ObjectMapper().readTree(text).path("isvEnclaveQuote");
            if (!quote.isTextual()) {
                throw new IOException("the JSON has no isvEnclaveQuote");
            }
            text = quote.asText();
        }
        String compact = text.replaceAll("\\s", "");
        try {
            return ByteString.fromHex(compact).toArray();
        } catch (HexFormatException e) {
            try {
                return Base64.getDecoder().decode(compact);
            } catch (IllegalArgumentException notBase64) {
                throw new IOException("no quote: neither binary (starts with 02 00), hexadecimal, base64 nor JSON", e);
            }
        }
    }
}
