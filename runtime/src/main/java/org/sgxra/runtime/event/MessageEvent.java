package org.sgxra.runtime.event;

import java.util.Locale;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.MessageFields;
import org.sgxra.common.field.QuoteFields;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Quote;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.runtime.wire.protobuf.GroupMessage;

/** A message on its way, or what it says. */
public sealed interface MessageEvent extends SessionEvent {
    /** The session waits for a message. */
    record MessageAwaited(String message) implements MessageEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("message", message);
        }
    }

    /**
     * A message came.
     *
     * @param message its name
     * @param wire its bytes: of the hex protocol as its digits say them, of the protobuf protocol the whole frame
     */
    record MessageReceived(String message, ByteString wire) implements MessageEvent {
        @Override
        public void describe(EventWriter out) {
            describeWire(out, message, wire);
        }
    }

    /** A message is about to be sent; parameters as in {@link MessageReceived}. */
    record MessageSending(String message, ByteString wire) implements MessageEvent {
        @Override
        public void describe(EventWriter out) {
            describeWire(out, message, wire);
        }
    }

    /** A message was sent; parameters as in {@link MessageReceived}. */
    record MessageSent(String message, ByteString wire) implements MessageEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("message", message);
            out.number("size", wire.size());
        }
    }

    private static void describeWire(EventWriter out, String message, ByteString wire) {
        out.text("message", message);
        out.number("size", wire.size());
        out.bytes("wire", wire);
    }

    /** What msg0 and msg1 say. */
    record Msg1Decoded(Msg0Msg1 message) implements MessageEvent {
        @Override
        public void describe(EventWriter out) {
            out.fields(MessageFields.msg0Msg1(message));
        }
    }

    /** What msg2 says. */
    record Msg2Decoded(Msg2 message) implements MessageEvent {
        @Override
        public void describe(EventWriter out) {
            out.fields(MessageFields.msg2(message));
        }
    }

    /** What msg3 says. */
    record Msg3Decoded(Msg3 message) implements MessageEvent {
        @Override
        public void describe(EventWriter out) {
            out.fields(MessageFields.msg3(message));
        }
    }

    /**
     * The quote in msg3 can be read, and msg3 is authentic.
     *
     * @param message whose MAC was found right
     * @param quote in it
     */
    record QuoteDecoded(Msg3 message, Quote quote) implements MessageEvent {
        @Override
        public void describe(EventWriter out) {
            out.fields(QuoteFields.of(quote));
        }
    }

    /** What msg4 says. */
    record Msg4Decoded(Msg4 message) implements MessageEvent {
        @Override
        public void describe(EventWriter out) {
            out.fields(MessageFields.msg4(message));
        }
    }

    /** The protobuf protocol's request to begin. */
    record VerificationDecoded() implements MessageEvent {
        @Override
        public void describe(EventWriter out) {}
    }

    /** Who made a message of a kind that both sides make. */
    enum Direction {
        RECEIVED,
        SENT
    }

    /** What a MSG0 of the protobuf protocol says. */
    record GroupDecoded(Direction direction, GroupMessage message) implements MessageEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("direction", direction.name().toLowerCase(Locale.ROOT));
            out.number("extendedGroupId", Integer.toUnsignedLong(message.extendedGroupId()));
            if (message.status() != null) {
                out.number("status", Integer.toUnsignedLong(message.status()));
            }
        }
    }

    /** What a result of the protobuf protocol says. */
    record ResultDecoded(AttestationResult message) implements MessageEvent {
        /** The form's name. */
        public String form() {
            return message.strict().isPresent() ? "strict" : "compatible with the original";
        }

        @Override
        public void describe(EventWriter out) {
            out.text("form", form());
            out.bytes("platformInfo", message.platformInfo());
            out.bytes("mac", message.mac());
            out.bytes("tag", message.tag());
            out.bytes("payload", message.payload());
            message.strict().ifPresent(strict -> {
                out.text("verdict", strict.verdict().name());
                out.bytes("iv", strict.iv());
                out.bytes("resultMac", strict.resultMac());
            });
        }
    }
}
