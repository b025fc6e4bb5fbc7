package org.sgxra.common.field;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.SgxSigRl;

/**
 * The fields of the messages of a session (docs/spec/wire-hex.md). What a message carries is taken apart as well, unless it is
 * malformed: then it is one field, whose text says what is wrong with it.
 */
public final class MessageFields {
    private MessageFields() {}

    /** msg0||msg1, 72 bytes. */
    public static FieldList msg0Msg1(Msg0Msg1 message) {
        FieldSplitter in = new FieldSplitter(ByteString.of(message.encode()));
        in.number("msg0.extended_epid_group_id", 4);
        point(in, "msg1.g_a");
        return in.number("msg1.gid", 4, FieldText::groupId).end("msg0||msg1");
    }

    /** msg2, 168 bytes, and its SigRL. */
    public static FieldList msg2(Msg2 message) {
        FieldSplitter in = new FieldSplitter(ByteString.of(message.encode()));
        point(in, "msg2.g_b");
        in.bytes("msg2.spid", 16)
                .number("msg2.quote_type", 2, FieldText::signType)
                .number("msg2.kdf_id", 2)
                .littleEndian("msg2.sign_gb_ga.r", 32)
                .littleEndian("msg2.sign_gb_ga.s", 32)
                .bytes("msg2.mac", 16)
                .number("msg2.sig_rl_size", 4);
        if (message.sigRl().isEmpty()) {
            return in.bytes("msg2.sig_rl", 0, "none").end("msg2");
        }
        try {
            in.all(ServiceFields.sigRl(
                    "msg2.sig_rl", SgxSigRl.parse(message.sigRl().toArray())));
        } catch (MalformedMessageException e) {
            in.bytes("msg2.sig_rl", message.sigRl().size(), e.getMessage());
        }
        return in.end("msg2");
    }

    /** msg3, 336 bytes, and its quote. */
    public static FieldList msg3(Msg3 message) {
        FieldSplitter in = new FieldSplitter(ByteString.of(message.encode()));
        in.bytes("msg3.mac", 16);
        point(in, "msg3.g_a");
        in.bytes("msg3.ps_sec_prop", 256, message.psSecProp().isZero() ? "none: zero" : "");
        return in.all(QuoteFields.quoteOrWhole("msg3.quote", message.quote())).end("msg3");
    }

    /** msg4, 105 bytes, and its extension. */
    public static FieldList msg4(Msg4 message) {
        FieldSplitter in = new FieldSplitter(ByteString.of(message.encode()));
        in.number("msg4.status", 4, FieldText::trustStatus);
        if (message.hasPlatformInfo()) {
            ServiceFields.platformInfo(in, "msg4.platform_info_blob");
        } else {
            in.bytes("msg4.platform_info_blob", PlatformInfoBlob.SIZE, "none: zero");
        }
        if (!message.extension().isEmpty()) {
            try {
                Msg4Extension.parse(message.extension());
                extension(in);
            } catch (MalformedMessageException e) {
                in.bytes("msg4.extension", message.extension().size(), e.getMessage());
            }
        }
        return in.end("msg4");
    }

    /** Entries of type, length and value (docs/spec/wire-hex.md, msg4 extension). */
    private static void extension(FieldSplitter in) {
        for (int entry = 0; in.remaining() != 0; entry++) {
            long type = in.peekNumber(2);
            String name = "msg4.extension[" + entry + "]";
            in.number(name + ".type", 2, value -> value + " (" + entryName(value) + ")");
            int size = (int) in.peekNumber(4);
            in.number(name + ".length", 4);
            switch ((int) type) {
                case 1 ->
                    in.bytes(name + ".secret.iv", EncryptedSecret.IV_SIZE)
                            .bytes(
                                    name + ".secret.ciphertext",
                                    size - EncryptedSecret.IV_SIZE - EncryptedSecret.TAG_SIZE,
                                    "encrypted for the enclave")
                            .bytes(name + ".secret.tag", EncryptedSecret.TAG_SIZE);
                case 2 -> in.number(name + ".reattest_after", 4, seconds -> seconds + " seconds");
                case 3 -> in.number(name + ".time", 8, MessageFields::time);
                case 4 -> point(in, name + ".trusted_key");
                case 5 ->
                    in.bytes(
                            name + ".tcb_summary",
                            size,
                            new String(in.peek(size).toArray(), StandardCharsets.UTF_8));
                case 255 -> in.bytes(name + ".mac", size);
                default -> in.bytes(name + ".value", size);
            }
        }
    }

    private static String entryName(long type) {
        return switch ((int) type) {
            case 1 -> "secret";
            case 2 -> "re-attestation timeout";
            case 3 -> "time";
            case 4 -> "key to trust";
            case 5 -> "TCB summary";
            case 255 -> "MAC";
            default -> "unknown, ignored";
        };
    }

    private static String time(long seconds) {
        boolean dated = seconds >= 0 && seconds <= Instant.MAX.getEpochSecond();
        return Long.toUnsignedString(seconds) + (dated ? " (" + Instant.ofEpochSecond(seconds) + ")" : "");
    }

    /** A P-256 point, its coordinates little-endian. */
    private static void point(FieldSplitter in, String name) {
        in.littleEndian(name + ".gx", 32).littleEndian(name + ".gy", 32);
    }
}
