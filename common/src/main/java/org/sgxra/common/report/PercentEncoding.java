package org.sgxra.common.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986 section 2.1), strictly: a plus sign is a plus sign. */
public final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * The text that {@code encoded} stands for.
     *
     * @throws IllegalArgumentException naming the position of what is no such text
     */
    public static String decode(String encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c <= ' ' || c > '~') {
                throw new IllegalArgumentException("character " + (i + 1) + " must be percent-encoded");
            }
            if (c != '%') {
                out.write(c);
                continue;
            }
            int high = i + 2 < encoded.length() ? digit(encoded.charAt(i + 1)) : -1;
            int low = i + 2 < encoded.length() ? digit(encoded.charAt(i + 2)) : -1;
            if (high < 0 || low < 0) {
                throw new IllegalArgumentException("no two hexadecimal digits after % at character " + (i + 1));
            }
            out.write(high << 4 | low);
            i += 2;
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
