package org.sgxra.tool.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteString;

/**
 * What storing a report as text, or as JSON, does to it. The signature is over the exact bytes of the answer, which is compact JSON with
 * its members in a certain order, so such changes can be undone, and the signature tells whether nothing else was changed.
 *
 * @param body after undoing
 * @param changes that were undone, in words
 */
public record StorageChange(ByteString body, List<String> changes) {
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))", Pattern.DOTALL);

    /** Members in the order of the service's answers, as all recorded reports of versions 2 to 5 have it. */
    private static final List<String> ORDER = List.of(
            "nonce",
            "id",
            "timestamp",
            "version",
            "epidPseudonym",
            "advisoryURL",
            "advisoryIDs",
            "revocationReason",
            "isvEnclaveQuoteStatus",
            "pseManifestStatus",
            "pseManifestHash",
            "platformInfoBlob",
            "isvEnclaveQuoteBody",
            "tcbEvaluationDataNumber");

    /** One thing that can be undone; text that has not suffered it stays as it is. */
    private record Kind(String words, UnaryOperator<String> undo) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "a byte order mark was put before it",
                    text -> text.startsWith(BYTE_ORDER_MARK) ? text.substring(3) : text),
            new Kind("white space, such as a line end, was put around it", String::strip),
            new Kind("its line ends were changed to CR LF", text -> text.replace("\r\n", "\n")),
            new Kind("it was written anew with white space between its members", StorageChange::compact),
            new Kind("characters of it were escaped", StorageChange::unescaped),
            new Kind("its members were put into another order", StorageChange::ordered));

    /**
     * Undoes changes one after the other until the signature is good.
     *
     * @param isGenuine whether a body is
     * @return empty if it does not get good
     */
    public static Optional<StorageChange> undo(ByteString stored, Predicate<ByteString> isGenuine) {
        List<StorageChange> steps = steps(stored);
        return steps.stream().filter(step -> isGenuine.test(step.body())).findFirst();
    }

    /** All changes that can be seen; empty if there is none. */
    public static List<String> seen(ByteString stored) {
        List<StorageChange> steps = steps(stored);
        return steps.isEmpty() ? List.of() : steps.get(steps.size() - 1).changes();
    }

    private static List<StorageChange> steps(ByteString stored) {
        List<StorageChange> steps = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        String text = text(stored);
        Optional<Charset> wide = wide(stored);
        if (wide.isPresent()) {
            changes.add("it was stored as " + wide.get());
            steps.add(step(text, changes));
        } else {
            text = new String(stored.toArray(), StandardCharsets.ISO_8859_1);
        }
        for (Kind kind : KINDS) {
            String undone = kind.undo().apply(text);
            if (!undone.equals(text)) {
                text = undone;
                changes.add(kind.words());
                steps.add(step(text, changes));
            }
        }
        return steps;
    }

    private static StorageChange step(String text, List<String> changes) {
        return new StorageChange(ByteString.of(text.getBytes(StandardCharsets.ISO_8859_1)), List.copyOf(changes));
    }

    /** The characters, one for each byte; without a byte order mark, and of UTF-16 the characters that it stands for. */
    static String text(ByteString stored) {
        Optional<Charset> wide = wide(stored);
        if (wide.isPresent()) {
            return new String(stored.slice(2, stored.size()).toArray(), wide.get());
        }
        String text = new String(stored.toArray(), StandardCharsets.ISO_8859_1);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    /** The text that a byte order mark stands before, one byte for each character; empty where there is none. */
    static Optional<ByteString> unmarked(ByteString stored) {
        ByteString text = ReportForm.bytes(text(stored));
        return text.equals(stored) ? Optional.empty() : Optional.of(text);
    }

    private static Optional<Charset> wide(ByteString stored) {
        int mark = stored.size() < 2 ? 0 : stored.at(0) << 8 | stored.at(1);
        return switch (mark) {
            case 0xfffe -> Optional.of(StandardCharsets.UTF_16LE);
            case 0xfeff -> Optional.of(StandardCharsets.UTF_16BE);
            default -> Optional.empty();
        };
    }

    /** Without white space outside of strings. */
    private static String compact(String text) {
        StringBuilder compact = new StringBuilder(text.length());
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString || c > ' ') {
                compact.append(c);
            }
            if (inString && c == '\\' && i + 1 < text.length()) {
                compact.append(text.charAt(++i));
            } else if (c == '"') {
                inString = !inString;
            }
        }
        return compact.toString();
    }

    /** With those escapes only that JSON asks for. */
    private static String unescaped(String text) {
        Matcher escape = ESCAPE.matcher(text);
        return escape.replaceAll(found -> {
            boolean isNumber = found.group(1) != null;
            char c = isNumber
                    ? (char) Integer.parseInt(found.group(1), 16)
                    : found.group(2).charAt(0);
            boolean isNeeded = isNumber ? c < ' ' || c > '~' || c == '"' || c == '\\' : c != '/' && c != '\'';
            return Matcher.quoteReplacement(isNeeded ? found.group() : String.valueOf(c));
        });
    }

    /** With the members that are known in the service's order; text that has others stays as it is. */
    private static String ordered(String text) {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser in = JSON.createParser(text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return text;
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                int start = (int) in.currentTokenLocation().getCharOffset();
                in.nextToken();
                in.skipChildren();
                in.finishToken();
                members.put(
                        name, text.substring(start, (int) in.currentLocation().getCharOffset()));
            }
        } catch (IOException e) {
            return text;
        }
        if (!ORDER.containsAll(members.keySet())) {
            return text;
        }
        return members.keySet().stream()
                .sorted(Comparator.comparing(ORDER::indexOf))
                .map(members::get)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
