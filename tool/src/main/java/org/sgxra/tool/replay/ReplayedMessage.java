package org.sgxra.tool.replay;

import java.util.List;
import java.util.Locale;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.Field;
import org.sgxra.common.field.FieldList;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.Party;

/**
 * A message of a recorded session, or the part of one that has a name of its own: msg0 and msg1 travel together.
 *
 * @param name as it is asked for, in lower case
 * @param index of the message that it is part of
 * @param start where it begins in that, in bytes
 * @param size bytes
 * @param to whose checks it meets
 * @param fields of the whole message
 */
record ReplayedMessage(String name, int index, int start, int size, Party to, FieldList fields) {
    private static final int MSG0_SIZE = 4;

    static List<ReplayedMessage> of(int index, Message message) {
        Party to = message.from().peer();
        int size = message.wire().size();
        String name = message.name().toLowerCase(Locale.ROOT);
        if (!name.equals("msg0||msg1")) {
            return List.of(new ReplayedMessage(name, index, 0, size, to, message.fields()));
        }
        int msg0 = Math.min(MSG0_SIZE, size);
        return List.of(
                new ReplayedMessage("msg0", index, 0, msg0, to, message.fields()),
                new ReplayedMessage("msg1", index, msg0, size - msg0, to, message.fields()));
    }

    /** The name of the field that a byte of it belongs to. */
    String field(int offset) {
        return fields.fields().stream()
                .filter(field -> field.offset() <= start + offset && start + offset < field.end())
                .map(Field::name)
                .findFirst()
                .orElse(name);
    }

    /** The whole message with one bit changed. */
    ByteString flip(ByteString wire, int offset, int bit) {
        return Flip.flip(wire, start + offset, bit);
    }
}
