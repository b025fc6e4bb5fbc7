package org.sgxra.common.field;

import java.util.List;
import org.sgxra.common.bytes.ByteString;

/**
 * The fields of a structure in their order: each starts where the one before it ends, the first at 0.
 *
 * @param structure what was taken apart, for example {@code msg3}
 */
public record FieldList(String structure, List<Field> fields) {
    /** @throws IllegalArgumentException if the fields leave a gap or overlap: an error in our own code */
    public FieldList {
        fields = List.copyOf(fields);
        int offset = 0;
        for (Field field : fields) {
            if (field.offset() != offset) {
                throw new IllegalArgumentException(
                        field.name() + " starts at " + field.offset() + " instead of " + offset);
            }
            offset = field.end();
        }
    }

    /** Number of bytes of the structure. */
    public int size() {
        return fields.isEmpty() ? 0 : fields.get(fields.size() - 1).end();
    }

    /**
     * The field of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Field field(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(structure + " has no field " + name));
    }

    /** Whether there is a field of the name, or fields whose names start with it and a dot or a bracket. */
    public boolean has(String name) {
        return fields.stream().anyMatch(field -> isPart(field, name));
    }

    /**
     * The bytes of the field of a name, or of all fields whose names start with it and a dot or a bracket:
     * {@code msg1.g_a} has the 64 bytes of {@code msg1.g_a.gx} and {@code msg1.g_a.gy}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ByteString bytes(String name) {
        if (!has(name)) {
            throw new IllegalArgumentException(structure + " has no field " + name);
        }
        return ByteString.concat(fields.stream()
                .filter(field -> isPart(field, name))
                .map(Field::bytes)
                .toArray(ByteString[]::new));
    }

    private static boolean isPart(Field field, String name) {
        return field.name().equals(name)
                || field.name().startsWith(name + ".")
                || field.name().startsWith(name + "[");
    }
}
