package org.sgxra.tool.decode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;

/**
 * Bytes as people pass them on, and what they stand for.
 *
 * @param bytes what the form stands for
 * @param form for example {@code hexadecimal digits}
 */
public record Encoded(ByteString bytes, String form) {
    /** What {@link #form} says, or ends with, of JSON. */
    static final String JSON_FORM = "JSON";

    private static final Pattern JSON = Pattern.compile("\\{\\s*[\"}]");
    private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z0-9 ]+-----");
    private static final Pattern HEX = Pattern.compile("(0x)?[0-9a-fA-F]+");
    /** What stands between the bytes of a list as C has it, and the colons of openssl. */
    private static final Pattern SEPARATORS = Pattern.compile("[\\s,:;{}\\[\\]\"]+|(?=\\\\x)");

    /** What stands before the list where C declares an array. */
    private static final Pattern DECLARATION = Pattern.compile("^[A-Za-z_][\\w\\s\\[\\]]*=\\s*(?=\\{)");

    /** What a message in short lines ends with (docs/spec/wire-hex.md). */
    private static final Pattern WRAPPED_END = Pattern.compile("\\R\\.$");

    private static final Pattern LISTED = Pattern.compile("(0x|\\\\x)[0-9a-fA-F]{1,2}|[0-9a-fA-F]{2}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]+={0,2}");
    private static final Pattern FITTING = Pattern.compile("[A-Za-z0-9+/_\\s-]");
    private static final int MAX_NESTING = 3;

    /**
     * Finds out the form: binary, hexadecimal digits (also as a list with {@code 0x} and commas, or with colons), base64,
     * JSON or PEM; white space between does not count.
     *
     * @throws NotDecodableException if text is none of them, naming the first character that fits none
     */
    public static Encoded of(ByteString content) throws NotDecodableException {
        return of(content, MAX_NESTING);
    }

    /**
     * Every form that the content may have, most likely first: what looks like hexadecimal digits may be base64, as that of zeros is.
     *
     * @throws NotDecodableException if it has none
     */
    static List<Encoded> allOf(ByteString content) throws NotDecodableException {
        Encoded likely = of(content);
        String digits = isText(content) ? text(content).replaceAll("\\s", "") : "";
        return HEX.matcher(digits).matches() && !digits.startsWith("0x") && digits.length() % 4 == 0
                ? List.of(likely, new Encoded(base64(digits), "base64"))
                : List.of(likely);
    }

    private static Encoded of(ByteString content, int nesting) throws NotDecodableException {
        if (content.isEmpty()) {
            throw new NotDecodableException("there is nothing in it");
        }
        if (!isText(content)) {
            return new Encoded(content, "binary");
        }
        String text = text(content).strip();
        if (text.isEmpty()) {
            throw new NotDecodableException("there is nothing in it but white space");
        }
        if (JSON.matcher(text).lookingAt()) {
            return new Encoded(ByteString.of(text.getBytes(StandardCharsets.ISO_8859_1)), JSON_FORM);
        }
        if (PEM.matcher(text).lookingAt()) {
            return new Encoded(ByteString.of(text.getBytes(StandardCharsets.ISO_8859_1)), "PEM");
        }
        return inner(ofDigits(text), nesting - 1);
    }

    /** Forms inside forms, such as base64 of hexadecimal digits. */
    private static Encoded inner(Encoded outer, int nesting) {
        boolean nested = nesting > 0 && isText(outer.bytes) && outer.bytes.size() > 8;
        try {
            return nested ? named(outer, of(outer.bytes, nesting)) : outer;
        } catch (NotDecodableException e) {
            return outer;
        }
    }

    private static Encoded named(Encoded outer, Encoded inner) {
        return new Encoded(inner.bytes, outer.form + " of " + inner.form);
    }

    private static Encoded ofDigits(String given) throws NotDecodableException {
        String text =
                WRAPPED_END.matcher(DECLARATION.matcher(given).replaceFirst("")).replaceFirst("");
        String compact = text.replaceAll("\\s", "");
        if (HEX.matcher(compact).matches()) {
            return new Encoded(hex(compact.startsWith("0x") ? compact.substring(2) : compact), "hexadecimal digits");
        }
        List<String> list =
                SEPARATORS.splitAsStream(text).filter(part -> !part.isEmpty()).toList();
        if (!list.isEmpty()
                && list.stream().allMatch(part -> LISTED.matcher(part).matches())) {
            return new Encoded(listed(list), "a list of bytes in hexadecimal digits");
        }
        if (BASE64.matcher(compact).matches()) {
            return new Encoded(base64(compact), "base64");
        }
        throw new NotDecodableException("neither binary, hexadecimal digits, base64 nor JSON: " + firstStranger(text));
    }

    private static ByteString listed(List<String> list) {
        byte[] bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(list.get(i).replaceFirst("0x|\\\\x", ""), 16);
        }
        return ByteString.of(bytes);
    }

    private static ByteString hex(String digits) throws NotDecodableException {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new NotDecodableException(e.getMessage() + ": one is missing", e);
        }
    }

    private static ByteString base64(String digits) throws NotDecodableException {
        try {
            boolean url = digits.indexOf('-') >= 0 || digits.indexOf('_') >= 0;
            return ByteString.of((url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(digits));
        } catch (IllegalArgumentException e) {
            throw new NotDecodableException("looks like base64, but is not: " + e.getMessage(), e);
        }
    }

    private static String firstStranger(String text) {
        int at = 0;
        while (FITTING.matcher(text.substring(at, at + 1)).matches()) {
            at++;
        }
        String before = text.substring(0, at);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return "line " + line + ", character " + (at - before.lastIndexOf('\n')) + " is '" + text.charAt(at) + "'";
    }

    /** Whether all bytes are printable ASCII or white space. */
    public static boolean isText(ByteString content) {
        for (int i = 0; i < content.size(); i++) {
            int c = content.at(i);
            if (c > 0x7e || c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
                return false;
            }
        }
        return true;
    }

    /** The characters of text. */
    public static String text(ByteString content) {
        return new String(content.toArray(), StandardCharsets.ISO_8859_1);
    }
}
