package org.sgxra.sp.isv;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.FrameConversation;
import org.sgxra.runtime.event.MessageEvent.Direction;
import org.sgxra.runtime.event.MessageEvent.GroupDecoded;
import org.sgxra.runtime.event.MessageEvent.ResultDecoded;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.OutcomeEvent.ResultAcknowledged;
import org.sgxra.runtime.event.OutcomeEvent.SecretWithheld;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
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
    private final SessionListener events;

    /**
     * @param form in which the result is sent
     * @param events told what happens
     */
    public IsvAttestation(AttestationSession session, ResultForm form, SessionListener events) {
        this.session = session;
        this.form = form;
        this.events = events;
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
        FrameConversation application = new FrameConversation(channel, events);
        application.send(ProtobufWriter.verification());
        int group = agreeOnGroup(application);
        Msg0Msg1 first = ProtobufReader.msg1(application.receive("MSG1"), group);
        application.send(ProtobufWriter.msg2(session.answer(first)));
        Msg4 verdict = session.answer(ProtobufReader.msg3(application.receive("MSG3")));
        return finish(application, verdict.platformInfo());
    }

    private int agreeOnGroup(FrameConversation application)
            throws WireException, MalformedMessageException, RefusedException {
        GroupMessage group = ProtobufReader.msg0(application.receive("MSG0"));
        events.on(new GroupDecoded(Direction.RECEIVED, group));
        if (!group.isOk()) {
            throw new RefusedException(
                    "RA_MSG0: the Application gives up (status " + Integer.toUnsignedString(group.status()) + ")");
        }
        boolean isKnown = group.extendedGroupId() == 0;
        GroupMessage answer =
                new GroupMessage(group.extendedGroupId(), isKnown ? GroupMessage.OK : GroupMessage.TERMINATE);
        events.on(new GroupDecoded(Direction.SENT, answer));
        application.send(ProtobufWriter.msg0(answer));
        if (!isKnown) {
            throw new RefusedException("RA_MSG0: extended EPID group id "
                    + Integer.toUnsignedString(group.extendedGroupId()) + " is not supported, only 0 (Intel's) is");
        }
        return group.extendedGroupId();
    }

    /** An Application that cannot do with the form of the result closes the connection, and does not say why. */
    private Frame receipt(FrameConversation application) throws WireException {
        try {
            return application.receive("APP_ATT_OK");
        } catch (WireException e) {
            if (e.kind() == WireException.Kind.CLOSED) {
                events.on(new Notice(form.whoRefuses()));
            }
            throw e;
        }
    }

    private Outcome finish(FrameConversation application, ByteString platformInfo)
            throws WireException, MalformedMessageException {
        AttestationResult result = form.result(session, platformInfo);
        events.on(new ResultDecoded(result));
        application.send(ProtobufWriter.result(result));
        if (session.verdict().orElseThrow().trust() != TrustStatus.TRUSTED) {
            events.on(new SecretWithheld());
            return Outcome.NOT_TRUSTED;
        }
        session.showKeys();
        ProtobufReader.appAttOk(receipt(application));
        events.on(new ResultAcknowledged());
        return Outcome.PROVISIONED;
    }
}
