package org.sgxra.tool.archive;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.tool.decode.Encoded;
import org.sgxra.tool.decode.NotDecodableException;

/** What the content of a file looks like, for those who mixed up files. */
final class Lookalike {
    private static final int RSA_2048 = 256;
    private static final int QUOTE_BODY = 432;
    private static final int DER_SEQUENCE = 0x30;

    private Lookalike() {}

    /** In a few words, to follow "it looks like". */
    static String of(ByteString content) {
        String text = Encoded.text(content);
        if (content.isEmpty()) {
            return "an empty file";
        }
        if (text.isBlank()) {
            return "nothing but white space";
        }
        if (text.contains("PRIVATE KEY-----")) {
            return "a private key";
        }
        if (text.contains("BEGIN CERTIFICATE")
                || text.contains("BEGIN%20CERTIFICATE")
                || text.contains("BEGIN+CERTIFICATE")) {
            return "certificates";
        }
        if (text.contains("isvEnclaveQuoteStatus")) {
            return "an attestation report";
        }
        return ofForm(content, text.strip());
    }

    private static String ofForm(ByteString content, String text) {
        if (text.startsWith("{") || text.startsWith("[")) {
            return "a JSON document without a report";
        }
        if (text.startsWith("<")) {
            return "HTML or XML, as a web server answers";
        }
        if (!Encoded.isText(content)) {
            return ofBytes(content).orElse("binary data");
        }
        try {
            ByteString inner = Encoded.of(content).bytes();
            return Encoded.isText(inner) ? "encoded text" : ofBytes(inner).orElse("encoded binary data");
        } catch (NotDecodableException e) {
            return "text";
        }
    }

    private static Optional<String> ofBytes(ByteString bytes) {
        if (bytes.size() == RSA_2048) {
            return Optional.of("a signature");
        }
        if (bytes.size() > 1 && bytes.at(0) == DER_SEQUENCE && bytes.at(1) >= 0x80) {
            return Optional.of("certificates in DER");
        }
        return bytes.size() >= QUOTE_BODY && bytes.at(1) == 0 && bytes.at(0) <= 5
                ? Optional.of("a quote")
                : Optional.empty();
    }
}
