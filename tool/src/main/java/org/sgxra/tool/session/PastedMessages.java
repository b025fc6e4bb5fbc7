package org.sgxra.tool.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.Field;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.RecordedSession.Pasted;
import org.sgxra.tool.decode.Decoded;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.decode.Structure;
import org.sgxra.tool.io.InputFile;

/** The messages of a session in logs, or as they were pasted. */
final class PastedMessages {
    private static final Set<String> HEX_PROTOCOL = Set.of("msg0||msg1", "msg2", "msg3", "msg4");
    /** What a session begins with. */
    private static final Set<String> FIRST = Set.of("msg0||msg1", "VERIFICATION");

    private static final String FRAME = "ra_";

    private PastedMessages() {}

    /**
     * The messages of the last session in each file; what several files have stands once.
     *
     * @throws SessionFormatException if a file has no message
     */
    static List<Pasted> of(List<InputFile> files) throws SessionFormatException {
        List<Pasted> all = new ArrayList<>();
        for (InputFile file : files) {
            for (Pasted message : lastSession(file)) {
                if (!all.contains(message)) {
                    all.add(message);
                }
            }
        }
        return all;
    }

    private static List<Pasted> lastSession(InputFile file) throws SessionFormatException {
        List<Pasted> messages = new ArrayList<>();
        try {
            for (Structure structure :
                    Decoded.of(file.content(), Optional.empty()).structures()) {
                Optional<Pasted> message = message(structure);
                if (message.isPresent() && FIRST.contains(message.get().name())) {
                    messages.clear();
                }
                message.ifPresent(messages::add);
            }
        } catch (NotDecodableException e) {
            throw new SessionFormatException(file.name() + ": " + e.getMessage(), e);
        }
        if (messages.isEmpty()) {
            throw new SessionFormatException(file.name() + ": there is no message of a session in it");
        }
        return messages;
    }

    /** The message of a session that a structure is; empty for other structures. */
    static Optional<Pasted> message(Structure structure) {
        String kind = structure.kind();
        ByteString wire = ByteString.concat(
                structure.fields().fields().stream().map(Field::bytes).toArray(ByteString[]::new));
        if (HEX_PROTOCOL.contains(kind)) {
            return Optional.of(new Pasted(kind, wire));
        }
        return kind.startsWith(FRAME)
                ? Optional.of(new Pasted(kind.substring(FRAME.length()).toUpperCase(Locale.ROOT), wire))
                : Optional.empty();
    }
}
