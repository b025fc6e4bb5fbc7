package org.sgxra.page.session;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.FieldList;

/**
 * A message between the two ends.
 *
 * @param id {@code m1} and so on, unique in the page
 * @param name for example {@code msg2} or {@code ATT_RESULT}
 * @param from who sent it
 * @param wire its bytes; of the protobuf protocol the whole frame
 * @param fields each byte of {@code wire} belongs to exactly one
 * @param content of a frame: what it carries in the form of the hex protocol, if it can be told
 * @param note what is odd about it; empty if nothing is
 */
public record Message(
        String id,
        String name,
        Party from,
        ByteString wire,
        FieldList fields,
        Optional<FieldList> content,
        String note) {
    /** The structure in which the fields of the hex protocol stand. */
    public FieldList structure() {
        return content.orElse(fields);
    }

    /** The id of the structure's map in the page. */
    public String structureId() {
        return content.isPresent() ? id + "c" : id;
    }

    Message withNote(String text) {
        return new Message(id, name, from, wire, fields, content, text);
    }
}
