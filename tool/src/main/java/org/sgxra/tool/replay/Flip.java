package org.sgxra.tool.replay;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;

/**
 * A bit that is changed on its way.
 *
 * @param message its name, in lower case
 * @param offset of the byte in it, from 0
 * @param bit 0, the lowest, to 7
 */
record Flip(String message, int offset, int bit) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_]+):([0-9]{1,7})\\.([0-7])");

    /** Reads {@code msg3:412.3}. */
    static Flip of(OptionValue option) throws UsageException {
        Matcher matcher = FORM.matcher(option.value());
        if (!matcher.matches()) {
            throw option.fault("is not of the form MESSAGE:BYTE.BIT, such as msg3:412.3; bits are 0 to 7");
        }
        return new Flip(
                matcher.group(1).toLowerCase(Locale.ROOT),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    /**
     * Bytes with one bit changed.
     *
     * @param offset of the byte
     * @param bit 0 to 7
     */
    static ByteString flip(ByteString bytes, int offset, int bit) {
        byte[] changed = bytes.toArray();
        changed[offset] ^= (byte) (1 << bit);
        return ByteString.of(changed);
    }
}
