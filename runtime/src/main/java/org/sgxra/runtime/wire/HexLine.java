package org.sgxra.runtime.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.bytes.HexFormatException;

/**
 * One message on its way in, as a line of hexadecimal digits. A line beyond the limit of its message is read to its end, where
 * the next one begins, but not kept; it has at most {@link HexLineChannel#MAX_LINE} characters.
 */
final class HexLine implements Incoming {
    private final String name;
    private final int limit;
    private final CountedBytes counted;
    private final ByteArrayOutputStream digits = new ByteArrayOutputStream();
    private int length;

    /**
     * @param name of the message, for people
     * @param limit bytes that it has at most
     * @param counted counts the digits that are kept
     */
    HexLine(String name, int limit, CountedBytes counted) {
        this.name = name;
        this.limit = 2 * limit;
        this.counted = counted;
    }

    @Override
    public boolean take(ByteBuffer in) throws WireException {
        int start = in.position();
        int end = lineEnd(in);
        length += end - start;
        if (length > HexLineChannel.MAX_LINE + 1) {
            throw tooLong(HexLineChannel.MAX_LINE);
        }
        if (length <= limit + 1) {
            counted.count(name, end - start);
            byte[] part = new byte[end - start];
            in.get(part);
            digits.writeBytes(part);
        }
        in.position(end);
        if (!in.hasRemaining()) {
            return false;
        }
        in.position(end + 1);
        return true;
    }

    /** Where the line feed stands, or the end of what there is. */
    private static int lineEnd(ByteBuffer in) {
        int at = in.position();
        int end = in.limit();
        if (in.hasArray()) {
            byte[] bytes = in.array();
            int first = in.arrayOffset();
            while (at < end && bytes[first + at] != '\n') {
                at++;
            }
        } else {
            while (at < end && in.get(at) != '\n') {
                at++;
            }
        }
        return at;
    }

    /** Characters of the line, kept or not, a carriage return included. */
    int length() {
        return length;
    }

    /** The line without its end; if it is too long, its beginning. */
    String text() {
        String text = digits.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** The bytes of the message. */
    byte[] message() throws WireException {
        String line = text();
        if (length > limit + 1 || line.length() > limit) {
            throw tooLong(limit);
        }
        if (line.isEmpty()) {
            throw new WireException(WireException.Kind.NOT_HEX, "an empty line came instead of " + name);
        }
        return decode(name, line);
    }

    /** The bytes of the message {@code name} that these are the digits of. */
    static byte[] decode(String name, String digits) throws WireException {
        try {
            return Hex.decode(digits);
        } catch (HexFormatException e) {
            throw new WireException(WireException.Kind.NOT_HEX, name + " is not hexadecimal: " + e.getMessage(), e);
        }
    }

    private WireException tooLong(int most) {
        return tooLong(name, most);
    }

    /** @param most digits that the message {@code name} may have */
    static WireException tooLong(String name, int most) {
        return new WireException(WireException.Kind.TOO_LONG, name + " is longer than " + most + " digits");
    }

    @Override
    public WireException closed() {
        return length == 0
                ? new WireException(WireException.Kind.CLOSED, "connection closed before " + name)
                : new WireException(
                        WireException.Kind.CUT_SHORT,
                        "connection closed in the middle of " + name + ", after " + length + " characters");
    }
}
