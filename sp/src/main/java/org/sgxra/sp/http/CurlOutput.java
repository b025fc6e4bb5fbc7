package org.sgxra.sp.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes apart what {@code curl --dump-header} writes: status line and headers, perhaps several times, then perhaps trailers. */
final class CurlOutput {
    private CurlOutput() {}

    static HttpAnswer parse(byte[] output, byte[] body) throws IOException {
        int start = 0;
        while (true) {
            int end = endOfHeaders(output, start);
            String[] lines = new String(output, start, end - start, StandardCharsets.ISO_8859_1).split("\r?\n");
            int status = status(lines.length == 0 ? "" : lines[0]);
            if (status < 200) {
                start = end;
                continue;
            }
            List<Map.Entry<String, String>> headers = new ArrayList<>();
            for (int i = 1; i < lines.length; i++) {
                if (lines[i].startsWith(" ") || lines[i].startsWith("\t")) {
                    throw new IOException("the answer is not understood: a header is folded");
                }
                int colon = lines[i].indexOf(':');
                if (colon > 0) {
                    headers.add(Map.entry(
                            lines[i].substring(0, colon).strip(),
                            lines[i].substring(colon + 1).strip()));
                }
            }
            return new HttpAnswer(status, headers, body);
        }
    }

    /** Offset of the first byte after the blank line. */
    private static int endOfHeaders(byte[] output, int start) throws IOException {
        for (int i = start; i < output.length; i++) {
            if (output[i] == '\n') {
                if (i + 1 < output.length && output[i + 1] == '\n') {
                    return i + 2;
                }
                if (i + 2 < output.length && output[i + 1] == '\r' && output[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        throw new TransientException("the connection was closed before the end of the answer", null);
    }

    private static int status(String line) throws IOException {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("[1-9][0-9]{2}")) {
            throw new IOException("the answer does not start with an HTTP status");
        }
        return Integer.parseInt(words[1]);
    }
}
