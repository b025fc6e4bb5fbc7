package org.sgxra.tool.decode;

import java.util.List;
import java.util.Map;
import org.sgxra.common.field.FieldList;

/**
 * A structure that was found.
 *
 * @param kind what it was taken for
 * @param source where it stood, for example {@code line 12, received}; empty if it is the whole input
 * @param members of a JSON document: strings, numbers, booleans, lists of these; empty for bytes
 * @param fields of bytes; empty for a JSON document
 */
public record Structure(String kind, String source, Map<String, Object> members, FieldList fields) {
    private static final FieldList NO_FIELDS = new FieldList("", List.of());

    /** Bytes. */
    static Structure of(FieldList fields) {
        return new Structure(fields.structure(), "", Map.of(), fields);
    }

    /** A JSON document. */
    static Structure of(String kind, Map<String, Object> members) {
        return new Structure(kind, "", members, NO_FIELDS);
    }

    /** The same, found in another place. */
    Structure from(String place) {
        return new Structure(kind, source.isEmpty() ? place : place + ", " + source, members, fields);
    }

    /** Number of bytes; 0 for a JSON document. */
    public int size() {
        return fields.size();
    }
}
