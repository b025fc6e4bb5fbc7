package org.sgxra.tool.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.page.record.JsonObject;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.RecordedSession.Pasted;
import org.sgxra.tool.decode.Decoded;
import org.sgxra.tool.decode.NotDecodableException;

/**
 * A JSON document of a session (docs/walkthrough.md): its messages and, where they are known, its keys and what the attestation
 * service was asked and answered.
 *
 * @param members of the object, nested ones too
 */
record SessionDocument(Map<String, Object> members) {
    private static final List<String> SEPARATE = List.of("msg0_msg1", "msg2", "msg3", "msg4");

    /** The document in these bytes; empty if they are none. */
    static Optional<SessionDocument> find(ByteString content) {
        String text = new String(content.toArray(), StandardCharsets.UTF_8);
        if (!text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            SessionDocument document = new SessionDocument(JsonObject.parse(text));
            boolean hasMessages = !document.objects("messages").isEmpty()
                    || !document.objects("frames").isEmpty()
                    || document.members.containsKey(SEPARATE.get(0));
            return hasMessages ? Optional.of(document) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The messages in their order.
     *
     * @throws SessionFormatException if the bytes of one are no hexadecimal digits, or a frame is none
     */
    List<Pasted> messages() throws SessionFormatException {
        List<Pasted> messages = new ArrayList<>();
        for (Map<?, ?> message : objects("messages")) {
            messages.add(new Pasted(text(message, "name"), bytes("messages", text(message, "hex"))));
        }
        for (String name : SEPARATE) {
            if (members.containsKey(name)) {
                messages.add(new Pasted(name.replace("_", "||"), bytes(name, text(members, name))));
            }
        }
        List<ByteString> frames = new ArrayList<>();
        for (Map<?, ?> frame : objects("frames")) {
            frames.add(bytes("frames", text(frame, "header_hex") + text(frame, "body_hex")));
        }
        if (!frames.isEmpty()) {
            messages.addAll(framed(ByteString.concat(frames.toArray(ByteString[]::new))));
        }
        return messages;
    }

    private static List<Pasted> framed(ByteString stream) throws SessionFormatException {
        try {
            return Decoded.of(stream, Optional.empty()).structures().stream()
                    .flatMap(structure -> PastedMessages.message(structure).stream())
                    .toList();
        } catch (NotDecodableException e) {
            throw new SessionFormatException("frames: " + e.getMessage(), e);
        }
    }

    /** The x coordinate of the shared point, 32 bytes, little-endian. */
    Optional<ByteString> sharedX() throws SessionFormatException {
        Optional<ByteString> little = key("shared_x_le");
        for (String name : List.of("sharedSecret", "shared_secret_be", "shared_x_be")) {
            little = little.isPresent() ? little : key(name).map(ByteString::reversed);
        }
        return little;
    }

    /** A value of the session that the document, or what its service provider noted, has; empty if neither has it. */
    Optional<ByteString> key(String name) throws SessionFormatException {
        for (Map<?, ?> object : List.of(object("sp"), members)) {
            for (String spelling : List.of(name, name.toLowerCase(Locale.ROOT))) {
                if (object.get(spelling) instanceof String digits) {
                    return Optional.of(bytes(spelling, digits));
                }
            }
        }
        return Optional.empty();
    }

    private static ByteString bytes(String name, String digits) throws SessionFormatException {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new SessionFormatException(name + ": " + e.getMessage(), e);
        }
    }

    Map<?, ?> object(String name) {
        return members.get(name) instanceof Map<?, ?> object ? object : Map.of();
    }

    List<Map<?, ?>> objects(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .<Map<?, ?>>map(element -> (Map<?, ?>) element)
                        .toList()
                : List.of();
    }

    /** A member of an object; empty if it has none. */
    static String text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }
}
