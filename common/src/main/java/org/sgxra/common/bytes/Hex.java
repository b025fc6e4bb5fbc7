package org.sgxra.common.bytes;

/**
 * Base 16 (RFC 4648 section 8): written in lower case, read in either case.
 *
 * <p>Commons Codec does the work; this class adds what its decoder leaves to the caller, the position of what is wrong.
 */
public final class Hex {
    private Hex() {
    }

    /** Two lower-case digits a byte. */
    public static String encode(byte[] bytes) {
        return org.apache.commons.codec.binary.Hex.encodeHexString(bytes);
    }

    /**
     * The bytes that an even number of digits stands for.
     *
     * @throws HexFormatException naming the first character that is no digit, or the odd number of digits
     */
    public static byte[] decode(CharSequence digits) throws HexFormatException {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c > 'f' || Character.digit(c, 16) < 0) {
                throw new HexFormatException("character " + (i + 1) + " is not a hexadecimal digit");
            }
        }
        if (digits.length() % 2 != 0) {
            throw new HexFormatException("odd number of hexadecimal digits (" + digits.length() + ")");
        }
        try {
            return org.apache.commons.codec.binary.Hex.decodeHex(digits.toString());
        } catch (org.apache.commons.codec.DecoderException e) {
            throw new HexFormatException(e.getMessage());
        }
    }
}
