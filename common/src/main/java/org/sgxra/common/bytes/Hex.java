package org.sgxra.common.bytes;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Base 16 (RFC 4648 section 8): written in lower case, read in either case. */
public final class Hex {
    private static final HexFormat FORMAT = HexFormat.of();
    private static final byte NONE = -1;
    /** Of each character of Latin-1. */
    private static final byte[] VALUES = values();

    private Hex() {}

    /** Two lower-case digits a byte. */
    public static String encode(byte[] bytes) {
        return FORMAT.formatHex(bytes);
    }

    /**
     * The bytes that an even number of digits stands for.
     *
     * @throws HexFormatException naming the first character that is no digit, or the odd number of digits
     */
    public static byte[] decode(CharSequence digits) throws HexFormatException {
        // What Latin-1 does not have becomes a question mark, which is no digit either.
        byte[] text = digits.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[text.length / 2];
        for (int i = 0; i < bytes.length; i++) {
            int value = VALUES[text[2 * i] & 0xff] << 4 | VALUES[text[2 * i + 1] & 0xff];
            if (value < 0) {
                throw noDigit(text);
            }
            bytes[i] = (byte) value;
        }
        if (text.length % 2 != 0) {
            throw VALUES[text[text.length - 1] & 0xff] == NONE
                    ? noDigit(text)
                    : new HexFormatException("odd number of hexadecimal digits (" + text.length + ")");
        }
        return bytes;
    }

    private static HexFormatException noDigit(byte[] text) {
        int at = 0;
        while (VALUES[text[at] & 0xff] != NONE) {
            at++;
        }
        return new HexFormatException("character " + (at + 1) + " is not a hexadecimal digit");
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        for (int c = 0; c < values.length; c++) {
            values[c] = HexFormat.isHexDigit(c) ? (byte) HexFormat.fromHexDigit(c) : NONE;
        }
        return values;
    }
}
