package org.sgxra.page.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;

/**
 * An event as a line of a file has it (docs/events.md). A member that is missing, or is of another type than it should be, counts as
 * empty: files may be of a later version.
 *
 * @param time when it happened, if the line says so
 * @param session the id of its session
 * @param role who wrote it, for example {@code sp}
 * @param kind for example {@code message-received}
 * @param members all members: strings, numbers, booleans, lists and maps of these
 */
public record RecordedEvent(
        Optional<Instant> time, String session, String role, String kind, Map<String, Object> members) {
    /** The text of a member; empty if there is none. */
    public String text(String name) {
        return find(name).orElse("");
    }

    /** The text or number of a member. */
    public Optional<String> find(String name) {
        Object value = members.get(name);
        return value instanceof String || value instanceof Number ? Optional.of(value.toString()) : Optional.empty();
    }

    /** True if the member is. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    /** The texts in a member's list. */
    public List<String> texts(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** The {@code name} and {@code value} of each object in a member's list. */
    public List<Map.Entry<String, String>> pairs(String name) {
        return objects(name).stream()
                .map(pair -> Map.entry(textOf(pair, "name"), textOf(pair, "value")))
                .toList();
    }

    private static String textOf(Map<?, ?> object, String name) {
        Object value = object.get(name);
        return value == null ? "" : value.toString();
    }

    /** The objects in a member's list. */
    public List<Map<?, ?>> objects(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .<Map<?, ?>>map(element -> (Map<?, ?>) element)
                        .toList()
                : List.of();
    }

    /** The bytes whose hexadecimal digits are a member. */
    public Optional<ByteString> bytes(String name) {
        try {
            return members.get(name) instanceof String digits
                    ? Optional.of(ByteString.fromHex(digits))
                    : Optional.empty();
        } catch (HexFormatException e) {
            return Optional.empty();
        }
    }

    /** A document of the attestation service: its bytes, whether they are UTF-8 or stand in the member that ends in {@code Hex}. */
    public ByteString document(String name) {
        return members.get(name) instanceof String text
                ? ByteString.of(text.getBytes(StandardCharsets.UTF_8))
                : bytes(name + "Hex").orElse(ByteString.EMPTY);
    }
}
