package org.sgxra.tool.archive;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of HTTP headers in pasted text, such as the output of {@code curl -i} or {@code curl -v}. */
final class HeaderValue {
    /** The signature over the body. */
    static final String SIGNATURE = "X-IASReport-Signature";
    /** The certificates of who made it. */
    static final String CHAIN = "X-IASReport-Signing-Certificate";

    private HeaderValue() {}

    /** The value in the first line that begins with the name, lines that continue it (RFC 7230 section 3.2.4) included. */
    static Optional<String> find(String name, String text) {
        Matcher line = Pattern.compile(
                        "^[ \\t<\"']*" + Pattern.quote(name) + "[\"']?[ \\t]*[:=][ \\t]*(.*(?:\\R[ \\t]+\\S.*)*)$",
                        Pattern.CASE_INSENSITIVE | Pattern.MULTILINE)
                .matcher(text);
        return line.find() ? Optional.of(unquoted(line.group(1))) : Optional.empty();
    }

    /** The value of the header if the text has it, or else the text; without quotation marks and white space around it. */
    static String orText(String name, String text) {
        return find(name, text).orElseGet(() -> unquoted(text));
    }

    private static String unquoted(String value) {
        String stripped = value.strip();
        if (stripped.endsWith(",")) {
            stripped = stripped.substring(0, stripped.length() - 1).strip();
        }
        boolean quoted = stripped.length() > 1
                && (stripped.charAt(0) == '"' || stripped.charAt(0) == '\'')
                && stripped.charAt(0) == stripped.charAt(stripped.length() - 1);
        return quoted ? stripped.substring(1, stripped.length() - 1).strip() : stripped;
    }
}
