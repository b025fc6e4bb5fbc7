package org.sgxra.sp.session;

import java.util.Base64;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.MessageFields;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Quote;
import org.sgxra.runtime.event.MessageEvent;
import org.sgxra.runtime.event.MessageEvent.Msg1Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg2Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg3Decoded;
import org.sgxra.runtime.event.MessageEvent.QuoteDecoded;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Msg2Text;
import org.sgxra.runtime.transcript.Transcript;

/** What people read of the messages of a service provider's session: each field with its bytes as they travel. */
final class MessageTranscript {
    private final Transcript transcript;

    MessageTranscript(Transcript transcript) {
        this.transcript = transcript;
    }

    void write(MessageEvent event) {
        if (!transcript.shows(Level.VERBOSE)) {
            return;
        }
        if (event instanceof Msg1Decoded decoded) {
            writeFirst(decoded.message());
        } else if (event instanceof Msg2Decoded decoded) {
            Msg2Text.write(transcript, decoded.message());
        } else if (event instanceof Msg3Decoded decoded) {
            transcript.debug(
                    "quote_sz= " + ByteCount.of(decoded.message().quote().size()));
        } else if (event instanceof QuoteDecoded decoded) {
            writeMsg3(decoded.message(), decoded.quote());
        }
    }

    private void writeFirst(Msg0Msg1 message) {
        transcript.heading(Level.VERBOSE, "Msg0 Details (from Client)");
        transcript.verbose("msg0.extended_epid_group_id = " + Integer.toUnsignedString(message.extendedGroupId()));
        transcript.divider(Level.VERBOSE);
        transcript.heading(Level.VERBOSE, "Msg1 Details (from Client)");
        transcript.fields(11, () -> MessageFields.msg0Msg1(message), "msg1.g_a.gx", "msg1.g_a.gy", "msg1.gid");
        transcript.divider(Level.VERBOSE);
    }

    private void writeMsg3(Msg3 message, Quote quote) {
        transcript.heading(Level.VERBOSE, "Msg3 Details (from Client)");
        transcript.fields(
                24, () -> MessageFields.msg3(message), "msg3.mac", "msg3.g_a.gx", "msg3.g_a.gy", "msg3.ps_sec_prop");
        if (quote instanceof EpidQuote) {
            transcript.fields(
                    24,
                    () -> MessageFields.msg3(message),
                    "msg3.quote.version",
                    "msg3.quote.sign_type",
                    "msg3.quote.epid_group_id",
                    "msg3.quote.qe_svn",
                    "msg3.quote.pce_svn",
                    "msg3.quote.xeid",
                    "msg3.quote.basename",
                    "msg3.quote.report_body",
                    "msg3.quote.signature_len",
                    "msg3.quote.signature");
        } else if (quote instanceof EcdsaQuote ecdsa && ecdsa.version() == 3) {
            transcript.fields(
                    24,
                    () -> MessageFields.msg3(message),
                    "msg3.quote.version",
                    "msg3.quote.att_key_type",
                    "msg3.quote.qe_svn",
                    "msg3.quote.pce_svn",
                    "msg3.quote.vendor_id",
                    "msg3.quote.user_data",
                    "msg3.quote.report_body",
                    "msg3.quote.signature_len",
                    "msg3.quote.signature");
        }
        transcript.divider(Level.VERBOSE);
        transcript.heading(
                Level.VERBOSE, "Enclave Quote (base64)" + (quote instanceof EpidQuote ? " ==> Send to IAS" : ""));
        transcript.verbose(Base64.getEncoder().encodeToString(quote.encode()));
        transcript.divider(Level.VERBOSE);
    }

    /** Both coordinates of a point on P-256. */
    void writePoint(int width, String name, ByteString point) {
        transcript.field(width, name + ".gx", point.slice(0, 32));
        transcript.field(width, name + ".gy", point.slice(32, 64));
    }
}
