package org.sgxra.tool.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.RecordedSession;

/**
 * A recorded session and what else is known of it.
 *
 * @param session what was recorded
 * @param sharedX x coordinate of the shared point, 32 bytes, little-endian; stays the caller's
 */
record Recording(RecordedSession session, Optional<SecretBytes> sharedX) {
    /** The bytes of all messages, in their order. */
    List<ByteString> wires() {
        return session.messages().stream().map(Message::wire).toList();
    }

    /** All messages and parts of messages that have a name. */
    List<ReplayedMessage> messages() {
        List<ReplayedMessage> all = new ArrayList<>();
        List<Message> messages = session.messages();
        for (int i = 0; i < messages.size(); i++) {
            all.addAll(ReplayedMessage.of(i, messages.get(i)));
        }
        return all;
    }

    /** True if the messages are frames of the protobuf protocol. */
    boolean isFramed() {
        return session.messages().stream().noneMatch(message -> message.name().startsWith("msg"));
    }

    /** The index of the first message with a name; -1 if there is none. */
    int index(String name) {
        List<Message> messages = session.messages();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The key whose signature the client awaited; empty if that is not recorded. */
    Optional<P256PublicKey> serviceKey() {
        return session.event("service-key-chosen").flatMap(event -> {
            if (event.text("key").equals("default")) {
                return Optional.of(SampleServiceKey.publicKey());
            }
            try {
                return Optional.of(
                        P256PublicKey.fromBigEndian(event.bytes("key").orElse(ByteString.EMPTY)));
            } catch (InvalidPointException e) {
                return Optional.empty();
            }
        });
    }
}
