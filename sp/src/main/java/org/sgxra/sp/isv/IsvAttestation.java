package org.sgxra.sp.isv;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.session.AttestationSession;

/**
 * One attestation in the protobuf system, from the request to begin to the Application's receipt
 * (docs/spec/wire-tls-protobuf.md section 5), on the same session as the hex protocol's.
 */
public final class IsvAttestation {
    /** How it ended. */
    public enum Outcome {
        /** The enclave is trusted, and has confirmed that it took the secret. */
        PROVISIONED,
        /** The enclave is not trusted, or not without reserve: it was given nothing. */
        NOT_TRUSTED
    }

    private final AttestationSession session;
    private final ResultForm form;
    private final Transcript transcript;

    /** @param form in which the result is sent */
    public IsvAttestation(AttestationSession session, ResultForm form, Transcript transcript) {
        this.session = session;
        this.form = form;
        this.transcript = transcript;
    }

    /**
     * Attests the enclave of the Application at the other end.
     *
     * @throws WireException if the channel fails
     * @throws MalformedMessageException if what comes is not the message it should be
     * @throws RefusedException if a message fails a check
     * @throws AttestationServiceException if there is no judgement that can be believed
     */
    public Outcome attest(FrameChannel channel)
            throws WireException, MalformedMessageException, RefusedException, AttestationServiceException {
        transcript.line("Prepare Verification request");
        send(channel, ProtobufWriter.verification());
        GroupMessage group = ProtobufReader.msg0(receive(channel, "MSG0"));
        if (!group.isOk()) {
            throw new RefusedException(
                    "RA_MSG0: the Application gives up (status " + Integer.toUnsignedString(group.status()) + ")");
        }
        transcript.line("Received extended EPID group ID: " + Integer.toUnsignedString(group.extendedGroupId()));
        if (group.extendedGroupId() != 0) {
            send(channel, ProtobufWriter.msg0(new GroupMessage(group.extendedGroupId(), GroupMessage.TERMINATE)));
            throw new RefusedException("RA_MSG0: extended EPID group id "
                    + Integer.toUnsignedString(group.extendedGroupId()) + " is not supported, only 0 (Intel's) is");
        }
        send(channel, ProtobufWriter.msg0(new GroupMessage(group.extendedGroupId(), GroupMessage.OK)));
        Msg0Msg1 first = ProtobufReader.msg1(receive(channel, "MSG1"), group.extendedGroupId());
        send(channel, ProtobufWriter.msg2(session.answer(first)));
        Msg4 verdict = session.answer(ProtobufReader.msg3(receive(channel, "MSG3")));
        return finish(channel, verdict.platformInfo());
    }

    private Outcome finish(FrameChannel channel, ByteString platformInfo)
            throws WireException, MalformedMessageException {
        transcript.line("Attestation result in the form: " + form.name());
        send(channel, ProtobufWriter.result(form.result(session, platformInfo)));
        if (session.verdict().orElseThrow().status() != TrustStatus.TRUSTED) {
            transcript.line("No secret is sent");
            return Outcome.NOT_TRUSTED;
        }
        session.showKeys();
        ProtobufReader.appAttOk(receive(channel, "APP_ATT_OK"));
        transcript.line("APP attestation result received");
        return Outcome.PROVISIONED;
    }

    private Frame receive(FrameChannel channel, String name) throws WireException {
        Frame frame = channel.receive(name);
        transcript.line(name + " received");
        transcript.message("received", name, Hex.encode(FrameChannel.encode(frame)));
        return frame;
    }

    private void send(FrameChannel channel, Frame frame) throws WireException {
        channel.send(frame);
        transcript.verbose("Sent " + frame.type() + ", " + frame.body().size() + " bytes");
        transcript.message("sent", frame.type().toString(), Hex.encode(FrameChannel.encode(frame)));
        transcript.debug(frame.body().hex());
    }
}
