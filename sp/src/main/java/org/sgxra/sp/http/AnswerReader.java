package org.sgxra.sp.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.sgxra.runtime.net.LimitedBody;

/**
 * Reads answers from one connection (RFC 9112). Strict: an answer whose end two readers might see at different places is none, nor
 * is one with a folded header, or a header longer than {@link #MAX_HEAD} in all.
 */
final class AnswerReader {
    /** Bytes of status line and headers at most; of a chunked body, those of its frames count, too. */
    static final int MAX_HEAD = 1 << 16;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    /** Where the digits of the status stand in the first line. */
    private static final int STATUS_START = 9;

    private static final int STATUS_END = 12;

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 14];
    private int position;
    private int filled;
    private int headLeft;
    private boolean begun;
    private boolean untilEnd;
    private boolean reusable;
    private boolean last;

    AnswerReader(InputStream in) {
        this.in = in;
    }

    /** True if a byte of the last answer came. */
    boolean hasBegun() {
        return begun;
    }

    /** True if the last answer was whole and another one may follow it. */
    boolean isReusable() {
        return reusable;
    }

    /** True if the last answer was whole, and said that the connection ends with it. */
    boolean isLast() {
        return last;
    }

    /** The next answer that is final. */
    HttpAnswer read(int limit) throws IOException {
        begun = false;
        reusable = false;
        last = false;
        Head head = head();
        while (head.status() < 200) {
            if (head.status() == 101) {
                throw new MalformedAnswerException("it changes the protocol, which was not asked for");
            }
            head = head();
        }
        boolean bodiless = head.status() == NO_CONTENT || head.status() == NOT_MODIFIED;
        byte[] body = bodiless ? new byte[0] : body(head, limit);
        reusable = !untilEnd && head.mayStay() && position == filled;
        last = !head.mayStay();
        return new HttpAnswer(head.status(), head.headers(), body);
    }

    /** Status line and headers of what answers CONNECT; with a status other than 2xx the connection is of no use any more. */
    HttpAnswer readTunnel() throws IOException {
        begun = false;
        reusable = false;
        Head head = head();
        while (head.status() < 200) {
            head = head();
        }
        return new HttpAnswer(head.status(), head.headers(), new byte[0]);
    }

    /** True if bytes came that nobody asked for. */
    boolean hasMore() {
        return position < filled;
    }

    private record Head(int status, boolean old, List<Map.Entry<String, String>> headers) {
        List<String> values(String name) {
            List<String> values = new ArrayList<>(1);
            for (Map.Entry<String, String> header : headers) {
                if (header.getKey().equalsIgnoreCase(name)) {
                    values.add(header.getValue());
                }
            }
            return values;
        }

        boolean mayStay() {
            boolean closes = old;
            for (String value : values("Connection")) {
                closes |= value.toLowerCase(Locale.ROOT).contains("close");
            }
            return !closes;
        }

        /** Bytes of the body, -1 if that is not said. */
        long length() throws MalformedAnswerException {
            long length = -1;
            for (String value : values("Content-Length")) {
                if (!LENGTH.matcher(value).matches() || length >= 0 && length != Long.parseLong(value)) {
                    throw new MalformedAnswerException("its Content-Length is no number, or two");
                }
                length = Long.parseLong(value);
            }
            return length;
        }

        boolean isChunked() throws MalformedAnswerException {
            List<String> codings = values("Transfer-Encoding");
            if (codings.isEmpty()) {
                return false;
            }
            if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
                throw new MalformedAnswerException("its Transfer-Encoding is not \"chunked\"");
            }
            if (old || length() >= 0) {
                throw new MalformedAnswerException("it says twice where it ends");
            }
            return true;
        }
    }

    private Head head() throws IOException {
        headLeft = MAX_HEAD;
        String status = line();
        if (!isStatusLine(status)) {
            throw new MalformedAnswerException("it does not start with a status of HTTP/1.1");
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>(16);
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.add(header(line));
        }
        return new Head(Integer.parseInt(status.substring(STATUS_START, STATUS_END)), status.charAt(7) == '0', headers);
    }

    /** {@code HTTP/1.0} or {@code HTTP/1.1}, three digits of which the first is not 0, and after a blank whatever there is. */
    private static boolean isStatusLine(String line) {
        return (line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 "))
                && line.length() >= STATUS_END
                && line.charAt(STATUS_START) != '0'
                && isDigit(line.charAt(STATUS_START))
                && isDigit(line.charAt(STATUS_START + 1))
                && isDigit(line.charAt(STATUS_START + 2))
                && (line.length() == STATUS_END || line.charAt(STATUS_END) == ' ');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Map.Entry<String, String> header(String line) throws MalformedAnswerException {
        int colon = line.indexOf(':');
        for (int i = 0; i < colon; i++) {
            char c = line.charAt(i);
            if (c <= ' ' || c > '~' || "\"(),/;<=>?@[\\]{}".indexOf(c) >= 0) {
                colon = -1;
            }
        }
        if (colon <= 0) {
            throw new MalformedAnswerException("a header line is none");
        }
        return Map.entry(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    private byte[] body(Head head, int limit) throws IOException {
        untilEnd = false;
        if (head.isChunked()) {
            return chunks(limit);
        }
        long length = head.length();
        untilEnd = length < 0;
        if (length > limit) {
            throw new LimitedBody.TooLongException(limit);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(Math.max(32, (int) Math.min(length, 1 << 14)));
        if (length >= 0) {
            take(body, (int) length);
            return body.toByteArray();
        }
        while (fill()) {
            if (body.size() + (filled - position) > limit) {
                throw new LimitedBody.TooLongException(limit);
            }
            take(body, filled - position);
        }
        return body.toByteArray();
    }

    private byte[] chunks(int limit) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        headLeft = MAX_HEAD;
        while (true) {
            String size = line().split("[;\\s]", 2)[0];
            if (!size.matches("[0-9A-Fa-f]{1,8}")) {
                throw new MalformedAnswerException("the length of a chunk is no number");
            }
            long length = Long.parseLong(size, 16);
            if (length > limit - body.size()) {
                throw new LimitedBody.TooLongException(limit);
            }
            if (length == 0) {
                while (!line().isEmpty()) {
                    // Trailers, which nobody asked for.
                }
                return body.toByteArray();
            }
            take(body, (int) length);
            if (!line().isEmpty()) {
                throw new MalformedAnswerException("a chunk is longer than it says");
            }
        }
    }

    private void take(ByteArrayOutputStream body, int length) throws IOException {
        int left = length;
        while (left > 0) {
            if (!fill()) {
                throw new CutShortException();
            }
            int part = Math.min(left, filled - position);
            body.write(buffer, position, part);
            position += part;
            left -= part;
        }
    }

    /** A line without its end, which is CR LF, or LF alone. */
    private String line() throws IOException {
        StringBuilder begun = new StringBuilder(0);
        while (fill()) {
            int start = position;
            while (position < filled && buffer[position] != '\n') {
                position++;
            }
            boolean ended = position < filled;
            headLeft -= position - start + (ended ? 1 : 0);
            if (headLeft < 0) {
                throw new MalformedAnswerException("its headers are longer than " + MAX_HEAD + " bytes");
            }
            String part = new String(buffer, start, position - start, StandardCharsets.ISO_8859_1);
            if (ended) {
                position++;
                return checked(begun.isEmpty() ? part : begun.append(part).toString());
            }
            begun.append(part);
        }
        throw new CutShortException();
    }

    private static String checked(String whole) throws MalformedAnswerException {
        String line = whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                throw new MalformedAnswerException("a header has a control character in it");
            }
        }
        return line;
    }

    /** True if there is something to read, false at the end of the connection. */
    private boolean fill() throws IOException {
        if (position == filled) {
            int count = in.read(buffer, 0, buffer.length);
            if (count <= 0) {
                return false;
            }
            begun = true;
            position = 0;
            filled = count;
        }
        return true;
    }

    /** An answer that is none. */
    static final class MalformedAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedAnswerException(String fault) {
            super("the answer is not understood: " + fault);
        }
    }

    /** The connection ended first. */
    static final class CutShortException extends EOFException {
        private static final long serialVersionUID = 1L;

        CutShortException() {
            super("the connection was closed before the end of the answer");
        }
    }
}
