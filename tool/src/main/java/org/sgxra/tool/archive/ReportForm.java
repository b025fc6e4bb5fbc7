package org.sgxra.tool.archive;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.tool.decode.Encoded;
import org.sgxra.tool.decode.NotDecodableException;

/**
 * A report in any form: its body as it came, base64 or hexadecimal digits of it, or a whole answer: with its headers as {@code curl -i} prints
 * it, as a JSON document with members for body, signature and certificates ({@link ReportEnvelope}), or inside an X.509 certificate
 * ({@link ReportCertificate}).
 */
public final class ReportForm {
    /** A member that every report has. */
    static final String MARK = "isvEnclaveQuoteStatus";

    private static final int MAX_NESTING = 3;
    private static final Pattern HEADERS_END = Pattern.compile("\\r?\\n[ <\\t]*\\r?\\n");
    private static final Pattern LENGTH =
            Pattern.compile("^[ <]*content-length:\\s*(\\d{1,8})\\s*$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    /** As shells and other languages write strings. */
    private static final Pattern QUOTED = Pattern.compile("'(\\{.*\\})'[,;]?", Pattern.DOTALL);

    private static final Pattern STATUS_LINE = Pattern.compile("\\A[ <]*HTTP/[0-9.]+ \\d{3}");

    private ReportForm() {}

    /**
     * Finds the parts.
     *
     * @throws NotDecodableException if there is no report, saying what it looks like instead
     */
    public static StoredReport decode(ByteString content) throws NotDecodableException {
        return find(content, MAX_NESTING)
                .orElseThrow(() -> new NotDecodableException("no report: "
                        + (Encoded.text(content).contains(MARK)
                                ? "there is one among other text; its body alone can be read, or JSON with all parts"
                                : "it looks like " + Lookalike.of(content))));
    }

    static Optional<StoredReport> find(ByteString content, int nesting) throws NotDecodableException {
        if (nesting == 0 || content.isEmpty()) {
            return Optional.empty();
        }
        if (ReportCertificate.is(content)) {
            return Optional.of(ReportCertificate.read(content));
        }
        String text = StorageChange.text(content).strip();
        if (text.startsWith("{") || text.startsWith("[")) {
            return isBody(text) ? Optional.of(StoredReport.of(content)) : ReportEnvelope.read(content, nesting - 1);
        }
        if (STATUS_LINE.matcher(text).find()
                || HeaderValue.find(HeaderValue.SIGNATURE, text).isPresent()) {
            return answer(text);
        }
        if (text.startsWith("\"") || text.startsWith("\\\"") || text.startsWith("{\\\"")) {
            Optional<ByteString> inner = ReportEnvelope.string(text);
            return inner.isPresent() ? find(inner.get(), nesting - 1) : Optional.empty();
        }
        Matcher quoted = QUOTED.matcher(text);
        if (quoted.matches()) {
            return find(bytes(quoted.group(1)), nesting - 1);
        }
        return encoded(content, nesting);
    }

    /** An object that has the member itself, and not in an object inside it. */
    private static boolean isBody(String text) {
        return text.startsWith("{") && text.contains("\"" + MARK + "\"") && ReportEnvelope.hasMember(text, MARK);
    }

    private static Optional<StoredReport> answer(String text) {
        Matcher end = HEADERS_END.matcher(text);
        if (!end.find()) {
            return Optional.empty();
        }
        String headers = text.substring(0, end.start());
        String rest = text.substring(end.end());
        Matcher length = LENGTH.matcher(headers);
        if (length.find()) {
            // What a terminal or an editor put after it.
            rest = rest.substring(0, Math.min(rest.length(), Integer.parseInt(length.group(1))));
        }
        return Optional.of(new StoredReport(
                bytes(rest),
                HeaderValue.find(HeaderValue.SIGNATURE, headers).flatMap(value -> SignatureForm.find(bytes(value))),
                HeaderValue.find(HeaderValue.CHAIN, headers).flatMap(value -> ChainForm.find(bytes(value))),
                Optional.empty()));
    }

    private static Optional<StoredReport> encoded(ByteString content, int nesting) throws NotDecodableException {
        try {
            ByteString inner = Encoded.of(content).bytes();
            return inner.equals(content) ? Optional.empty() : find(inner, nesting - 1);
        } catch (NotDecodableException e) {
            return Optional.empty();
        }
    }

    static ByteString bytes(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
