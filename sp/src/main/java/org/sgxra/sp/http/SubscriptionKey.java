package org.sgxra.sp.http;

import org.sgxra.common.bytes.Hex;
import org.sgxra.common.bytes.HexFormatException;

/** A subscription key: 32 hexadecimal digits, only ever shown masked. */
public final class SubscriptionKey {
    private static final int DIGITS = 32;
    private static final int SHOWN = 4;

    private final String value;

    private SubscriptionKey(String value) {
        this.value = value;
    }

    /**
     * Takes 32 hexadecimal digits.
     *
     * @throws HexFormatException if they are none
     * @throws IllegalArgumentException if they are not 32; neither message repeats them
     */
    public static SubscriptionKey of(String digits) throws HexFormatException {
        Hex.decode(digits);
        if (digits.length() != DIGITS) {
            throw new IllegalArgumentException("must be " + DIGITS + " hexadecimal digits, not " + digits.length());
        }
        return new SubscriptionKey(digits);
    }

    /** The key itself, for the header of a request. */
    String value() {
        return value;
    }

    /** The first and last four digits. */
    @Override
    public String toString() {
        return value.substring(0, SHOWN) + ".".repeat(DIGITS - 2 * SHOWN) + value.substring(DIGITS - SHOWN);
    }
}
