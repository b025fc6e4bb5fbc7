package org.sgxra.common.bytes;

import java.util.HexFormat;

/** Base 16 (RFC 4648 section 8): written in lower case, read in either case. */
public final class Hex {
    private static final HexFormat FORMAT = HexFormat.of();

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
        for (int i = 0; i < digits.length(); i++) {
            if (!HexFormat.isHexDigit(digits.charAt(i))) {
                throw new HexFormatException("character " + (i + 1) + " is not a hexadecimal digit");
            }
        }
        if (digits.length() % 2 != 0) {
            throw new HexFormatException("odd number of hexadecimal digits (" + digits.length() + ")");
        }
        return FORMAT.parseHex(digits);
    }
}
