package org.sgxra.common.bytes;

import java.util.HexFormat;

/** Base 16 (RFC 4648 section 8): written in lower case, read in either case. */
public final class Hex {
    private static final HexFormat FORMAT = HexFormat.of();
    private static final byte NONE = -1;
    /** Of each character, up to the last that is a digit. */
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
        String text = digits.toString();
        byte[] bytes = new byte[text.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (value(text, 2 * i) << 4 | value(text, 2 * i + 1));
        }
        if (text.length() % 2 != 0) {
            value(text, text.length() - 1);
            throw new HexFormatException("odd number of hexadecimal digits (" + text.length() + ")");
        }
        return bytes;
    }

    private static int value(String digits, int at) throws HexFormatException {
        char digit = digits.charAt(at);
        int value = digit < VALUES.length ? VALUES[digit] : NONE;
        if (value == NONE) {
            throw new HexFormatException("character " + (at + 1) + " is not a hexadecimal digit");
        }
        return value;
    }

    private static byte[] values() {
        byte[] values = new byte['f' + 1];
        for (char c = 0; c < values.length; c++) {
            values[c] = HexFormat.isHexDigit(c) ? (byte) HexFormat.fromHexDigit(c) : NONE;
        }
        return values;
    }
}
