package org.sgxra.client;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;

/** The fields of the messages for {@code -v}, as the original shows them (docs/spec/sample-session.md, client). */
final class MessageDetails {
    private final Transcript transcript;

    MessageDetails(Transcript transcript) {
        this.transcript = transcript;
    }

    void show(Msg0Msg1 message) {
        heading("Msg0 Details");
        transcript.verbose("Extended Epid Group ID: " + String.format("%08x", message.extendedGroupId()));
        transcript.divider(Level.VERBOSE);
        heading("Msg1 Details");
        point(11, "msg1.g_a", message.ga());
        transcript.field(11, "msg1.gid", message.gid().littleEndian());
        transcript.divider(Level.VERBOSE);
    }

    void show(Msg2 message) {
        heading("Msg2 Details");
        point(16, "msg2.g_b", message.gb());
        transcript.field(16, "msg2.spid", message.spid());
        transcript.field(16, "msg2.quote_type", littleEndian(message.quoteType(), 2));
        transcript.field(16, "msg2.kdf_id", littleEndian(message.kdfId(), 2));
        transcript.field(16, "msg2.sign_gb_ga", message.signature());
        transcript.field(16, "msg2.mac", message.mac());
        transcript.field(16, "msg2.sig_rl_size", littleEndian(message.sigRl().size(), 4));
        transcript.field(16, "msg2.sig_rl", message.sigRl());
        transcript.divider(Level.VERBOSE);
    }

    void show(Msg3 message) {
        heading("Msg3 Details");
        transcript.field(16, "msg3.mac", message.mac());
        point(16, "msg3.g_a", message.ga());
        transcript.field(16, "msg3.quote", message.quote());
        transcript.divider(Level.VERBOSE);
    }

    private void heading(String heading) {
        transcript.heading(Level.VERBOSE, heading);
    }

    private void point(int width, String name, ByteString point) {
        transcript.field(width, name + ".gx", point.slice(0, 32));
        transcript.field(width, name + ".gy", point.slice(32, 64));
    }

    /** A number as it stands in the message. */
    private static ByteString littleEndian(int value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        return ByteString.of(bytes);
    }
}
