package org.sgxra.runtime.transcript;

import org.sgxra.common.field.MessageFields;
import org.sgxra.common.message.Msg2;

/** msg2 as people read it at both ends with {@code -v}. */
public final class Msg2Text {
    private Msg2Text() {}

    /** Every field under a heading. */
    public static void write(Transcript transcript, Msg2 message) {
        transcript.heading(Level.VERBOSE, "Msg2 Details");
        transcript.fields(
                16,
                () -> MessageFields.msg2(message),
                "msg2.g_b.gx",
                "msg2.g_b.gy",
                "msg2.spid",
                "msg2.quote_type",
                "msg2.kdf_id",
                "msg2.sign_gb_ga",
                "msg2.mac",
                "msg2.sig_rl_size",
                "msg2.sig_rl");
        transcript.divider(Level.VERBOSE);
    }
}
