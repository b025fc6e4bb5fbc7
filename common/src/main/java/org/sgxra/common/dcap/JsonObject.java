package org.sgxra.common.dcap;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;

/**
 * An object of a collateral document with typed access to its members. Members that are not asked for are ignored; a member of
 * another type than asked for, or null, is a fault that names it by its path.
 *
 * @param document name of the document, for faults
 * @param path where the object stands in it; empty at the top
 * @param members {@code String}, {@code Long}, {@code Boolean}, {@link JsonReader#NULL}, {@code List} or {@code Map} by name
 */
record JsonObject(String document, String path, Map<String, Object> members) {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    boolean has(String name) {
        return members.containsKey(name);
    }

    String text(String name) throws DcapFormatException {
        return member(name, String.class, "a string");
    }

    /** An integer from 0 to {@code max}. */
    long number(String name, long max) throws DcapFormatException {
        long value = member(name, Long.class, "an integer");
        if (value > max) {
            throw fault(name, "is " + value + "; at most " + max + " is possible");
        }
        return value;
    }

    JsonObject object(String name) throws DcapFormatException {
        return object(name, member(name, Map.class, "an object"));
    }

    /** The objects of an array that has at least one element. */
    List<JsonObject> objects(String name) throws DcapFormatException {
        List<?> elements = member(name, List.class, "an array");
        if (elements.isEmpty()) {
            throw fault(name, "is empty");
        }
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : elements) {
            String at = name + "[" + objects.size() + "]";
            if (!(element instanceof Map<?, ?> map)) {
                throw fault(at, "is not an object");
            }
            objects.add(object(at, map));
        }
        return List.copyOf(objects);
    }

    @SuppressWarnings("unchecked")
    private JsonObject object(String name, Map<?, ?> map) {
        return new JsonObject(document, path(name), (Map<String, Object>) map);
    }

    /** An array of strings; none when the member is absent. */
    List<String> optionalTexts(String name) throws DcapFormatException {
        if (!has(name)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Object element : member(name, List.class, "an array")) {
            if (!(element instanceof String text)) {
                throw fault(name + "[" + texts.size() + "]", "is not a string");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    /** {@code size} bytes in hexadecimal digits of either case. */
    ByteString hex(String name, int size) throws DcapFormatException {
        String digits = text(name);
        try {
            ByteString bytes = ByteString.fromHex(digits);
            if (bytes.size() == size) {
                return bytes;
            }
        } catch (HexFormatException e) {
            throw fault(name, e.getMessage());
        }
        throw fault(name, "has " + digits.length() + " digits instead of " + 2 * size);
    }

    /** A time in the one form that the documents have: {@code YYYY-MM-DDThh:mm:ssZ}. */
    Instant instant(String name) throws DcapFormatException {
        String text = text(name);
        if (DATE.matcher(text).matches()) {
            try {
                return LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                throw fault(name, "\"" + text + "\" does not exist");
            }
        }
        throw fault(name, "is not of the form YYYY-MM-DDThh:mm:ssZ");
    }

    private <T> T member(String name, Class<T> type, String description) throws DcapFormatException {
        Object value = Optional.ofNullable(members.get(name)).orElseThrow(() -> fault(name, "is missing"));
        if (!type.isInstance(value)) {
            throw fault(name, "is not " + description);
        }
        return type.cast(value);
    }

    DcapFormatException fault(String name, String reason) {
        return new DcapFormatException(document, path(name), reason);
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
