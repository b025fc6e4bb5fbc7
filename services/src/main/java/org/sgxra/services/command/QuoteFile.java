package org.sgxra.services.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.report.EvidencePayload;
import org.sgxra.common.report.InvalidEvidenceException;

/** A file with a quote: binary, hexadecimal, base64, or the JSON that is posted to the attestation service. */
final class QuoteFile {
    private QuoteFile() {}

    static EpidQuote read(String file) throws CommandException {
        byte[] content = Arguments.file(file);
        try {
            return EpidQuote.parse(decode(content));
        } catch (MalformedMessageException | InvalidEvidenceException | IllegalArgumentException | IOException e) {
            throw new CommandException(file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] decode(byte[] content) throws IOException, InvalidEvidenceException {
        // The version number that a binary quote starts with is no character of the other forms.
        if (content.length > 1 && content[0] == 2 && content[1] == 0) {
            return content;
        }
        String text = new String(content, StandardCharsets.US_ASCII).strip();
        if (text.startsWith("{")) {
            text = EvidencePayload.quoteText(content)
                    .orElseThrow(() -> new IOException("the JSON has no " + EvidencePayload.QUOTE));
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
