package org.sgxra.sp.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.sgxra.sp.http.HttpAnswer;

/**
 * Something that is wrong, or only unusual, in an answer that came whole.
 *
 * @param kind what it is called
 * @param says what the message has of it, a regular expression; empty if the answer is good all the same
 * @param answer makes it
 */
record AnswerFault<T>(String kind, String says, Making<T> answer) {
    /** Makes the answer to a request. */
    interface Making<T> {
        /** @param given what the answer is about */
        HttpAnswer of(T given) throws IOException;
    }

    boolean isDisbelieved() {
        return !says.isEmpty();
    }

    @Override
    public String toString() {
        return kind;
    }

    /** With another value of a header; without it, if the change gives null. */
    static HttpAnswer withHeader(HttpAnswer good, String name, UnaryOperator<String> change) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (Map.Entry<String, String> header : good.headers()) {
            String value = header.getKey().equals(name) ? change.apply(header.getValue()) : header.getValue();
            if (value != null) {
                headers.add(Map.entry(header.getKey(), value));
            }
        }
        return new HttpAnswer(good.status(), headers, good.body());
    }

    /** With one header more, before the others or behind them. */
    static HttpAnswer withAnother(HttpAnswer good, String name, String value, boolean first) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(good.headers());
        headers.add(first ? 0 : headers.size(), Map.entry(name, value));
        return new HttpAnswer(good.status(), headers, good.body());
    }

    /** With the names of headers in small letters. */
    static HttpAnswer inSmallLetters(HttpAnswer good) {
        return new HttpAnswer(
                good.status(),
                good.headers().stream()
                        .map(header -> Map.entry(header.getKey().toLowerCase(Locale.ROOT), header.getValue()))
                        .toList(),
                good.body());
    }

    /** With another body, to which the signature does not belong. */
    static HttpAnswer withBody(HttpAnswer good, UnaryOperator<byte[]> change) {
        return new HttpAnswer(
                good.status(), good.headers(), change.apply(good.body().clone()));
    }

    /** A value on two lines (RFC 9112 section 5.2), which nobody may send. */
    static String folded(String value) {
        return value.substring(0, value.length() / 2) + "\r\n " + value.substring(value.length() / 2);
    }

    /** With one bit changed. */
    static String changed(String base64) {
        return (base64.charAt(0) == 'A' ? 'B' : 'A') + base64.substring(1);
    }
}
