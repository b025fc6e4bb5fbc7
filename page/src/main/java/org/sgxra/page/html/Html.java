package org.sgxra.page.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML. All text and all values of attributes are escaped here and nowhere else: what peers and services say can neither
 * become markup nor turn the direction of the text around it.
 */
final class Html {
    private static final Set<String> VOID = Set.of("br", "hr", "meta");

    private final StringBuilder out = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins an element.
     *
     * @param tag a name that we chose
     * @param attributes names that we chose, each followed by a value; a value that is null leaves the attribute out
     */
    Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(attributes[i + 1]);
                out.append('"');
            }
        }
        out.append('>');
        if (!VOID.contains(tag)) {
            open.push(tag);
        }
        return this;
    }

    /** Ends the innermost element. */
    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Ends elements, the innermost first. */
    Html close(int count) {
        for (int i = 0; i < count; i++) {
            close();
        }
        return this;
    }

    /** An element that holds text. */
    Html element(String tag, Object text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** Text. */
    Html text(Object text) {
        escape(String.valueOf(text));
        return this;
    }

    /** The end of a line in the source, where it means nothing. */
    Html line() {
        out.append('\n');
        return this;
    }

    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append((char) c);
                default -> out.appendCodePoint(isHarmless(c) ? c : 0xfffd);
            }
        });
    }

    /** Neither a control nor a format character, such as those that reverse the direction of text, nor half of a pair. */
    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }

    /** @throws IllegalStateException if an element is still open: an error in our own code */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }
}
