package org.sgxra.client.isv;

import java.util.Optional;
import org.sgxra.client.Enclave;
import org.sgxra.client.EnclaveException;
import org.sgxra.client.EnclaveKeyExchange.SessionKey;
import org.sgxra.client.EnclaveSession;
import org.sgxra.client.QuoteKind;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.runtime.event.FrameConversation;
import org.sgxra.runtime.event.KeyEvent.KeyHashAsked;
import org.sgxra.runtime.event.KeyEvent.KeyHashTold;
import org.sgxra.runtime.event.MessageEvent.Direction;
import org.sgxra.runtime.event.MessageEvent.GroupDecoded;
import org.sgxra.runtime.event.MessageEvent.Msg1Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg2Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg3Decoded;
import org.sgxra.runtime.event.MessageEvent.ResultDecoded;
import org.sgxra.runtime.event.MessageEvent.VerificationDecoded;
import org.sgxra.runtime.event.OutcomeEvent.SecretHashTold;
import org.sgxra.runtime.event.OutcomeEvent.SecretMissing;
import org.sgxra.runtime.event.OutcomeEvent.SecretReceived;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReceived;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.FrameType;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;

/** The Application's side of one attestation, in the order of the messages (docs/spec/wire-tls-protobuf.md sections 5 and 14). */
final class IsvAppSession {
    /** Anybody may send the first frames, which are a few bytes: much longer ones are not kept. */
    private static final int GROUP_LIMIT = 256;

    private final Enclave enclave;
    private final QuoteKind kind;
    private final Optional<P256PublicKey> spKey;
    private final boolean compatible;
    private final SessionListener events;

    /**
     * @param kind of the quote that msg3 carries
     * @param spKey whose signature msg2 must bear; absent for the key built into the enclave
     * @param compatible true to accept a result in the original's form, too
     */
    IsvAppSession(
            Enclave enclave,
            QuoteKind kind,
            Optional<P256PublicKey> spKey,
            boolean compatible,
            SessionListener events) {
        this.enclave = enclave;
        this.kind = kind;
        this.spKey = spKey;
        this.compatible = compatible;
        this.events = events;
    }

    /** Runs it to its end; whatever is wrong comes out as an exception whose message is for people. */
    void run(FrameChannel channel) throws EnclaveException, MalformedMessageException, RefusedException, WireException {
        run(new FrameConversation(channel, events));
    }

    private void run(FrameConversation sp)
            throws EnclaveException, MalformedMessageException, RefusedException, WireException {
        GroupMessage answer = ProtobufReader.msg0(announceGroup(sp));
        events.on(new GroupDecoded(Direction.RECEIVED, answer));
        events.on(new CheckEvent("msg0-status", answer.isOk(), "0", String.valueOf(answer.status())));
        if (!answer.isOk()) {
            throw new RefusedException("RA_MSG0: MSG0 response status was not OK");
        }
        try (EnclaveSession session = new EnclaveSession(enclave, kind, spKey)) {
            Msg0Msg1 first = session.start();
            events.on(new Msg1Decoded(first));
            sp.send(ProtobufWriter.msg1(first.ga(), first.gid()));
            Msg2 msg2 = ProtobufReader.msg2(sp.receive("RA_MSG2"));
            events.on(new Msg2Decoded(msg2));
            Msg3 msg3 = session.answer(msg2, events);
            events.on(new Msg3Decoded(msg3));
            sp.send(ProtobufWriter.msg3(msg3));
            AttestationResult result = ProtobufReader.result(sp.receive("RA_ATT_RESULT"));
            events.on(new ResultDecoded(result));
            if (accept(session, result)) {
                sp.send(ProtobufWriter.appAttOk());
            }
        }
    }

    /** Tells the extended group when asked, and gives the frame that follows; like the original's, a peer may skip the question. */
    private Frame announceGroup(FrameConversation sp)
            throws EnclaveException, MalformedMessageException, WireException {
        Frame frame = sp.receive("RA_VERIFICATION", GROUP_LIMIT);
        if (frame.type() == FrameType.MSG0) {
            return frame;
        }
        ProtobufReader.verification(frame);
        events.on(new VerificationDecoded());
        int group;
        try {
            group = EnclaveSession.extendedGroupId(enclave, kind);
        } catch (EnclaveException e) {
            announce(new GroupMessage(0, GroupMessage.TERMINATE), sp);
            throw e;
        }
        announce(new GroupMessage(group, null), sp);
        return sp.receive("RA_MSG0", GROUP_LIMIT);
    }

    private void announce(GroupMessage group, FrameConversation sp) throws WireException {
        events.on(new GroupDecoded(Direction.SENT, group));
        sp.send(ProtobufWriter.msg0(group));
    }

    /** True if the service provider awaits that its result is acknowledged. */
    private boolean accept(EnclaveSession session, AttestationResult result) throws EnclaveException, RefusedException {
        if (result.strict().isPresent()) {
            return acceptStrict(session, result, result.strict().get());
        }
        boolean refusal = result.payload().isZero() && result.tag().isZero();
        if (!compatible) {
            throw new RefusedException(
                    "RA_ATT_RESULT: the result is in the form of the SGX101 example, which only --compat accepts"
                            + (refusal ? "; it is all zeros, by which that example refuses an enclave" : ""));
        }
        session.verifyMac("platform-info-mac", result.platformInfo(), result.mac(), events);
        if (refusal) {
            session.conclude(TrustStatus.NOT_TRUSTED);
            events.on(new VerdictReceived(TrustStatus.NOT_TRUSTED, false, true));
            return false;
        }
        if (result.payload().isEmpty()) {
            throw new RefusedException("RA_ATT_RESULT: no payload");
        }
        session.verifyExampleSecret(result.payload(), result.tag(), events);
        session.conclude(TrustStatus.TRUSTED);
        events.on(new VerdictReceived(TrustStatus.TRUSTED, false, true));
        return true;
    }

    private boolean acceptStrict(EnclaveSession session, AttestationResult result, AttestationResult.Strict strict)
            throws EnclaveException, RefusedException {
        session.verifyMac("result-mac", result.authenticated(), strict.resultMac(), events);
        if (!result.platformInfo().isEmpty()) {
            session.verifyMac("platform-info-mac", result.platformInfo(), result.mac(), events);
        }
        session.conclude(strict.verdict());
        VerdictReceived verdict =
                new VerdictReceived(strict.verdict(), !result.platformInfo().isEmpty(), false);
        ByteString payload = result.payload();
        if (strict.verdict() != TrustStatus.TRUSTED) {
            if (!payload.isEmpty()) {
                throw new RefusedException("RA_ATT_RESULT: a secret without trust");
            }
            events.on(verdict);
            return false;
        }
        events.on(verdict);
        if (events.shows(Level.VERBOSE)) {
            tellHash(SessionKey.MK, session);
            tellHash(SessionKey.SK, session);
        }
        if (payload.isEmpty()) {
            events.on(new SecretMissing(Optional.empty()));
            return true;
        }
        ByteString hash = session.secretHash(
                new EncryptedSecret(strict.iv(), payload, result.tag()),
                AttestationResult.additionalData(
                        result.platformInfo(), result.mac(), payload.size(), strict.verdict(), strict.iv()));
        events.on(new SecretReceived(payload.size()));
        events.on(new SecretHashTold(hash));
        return true;
    }

    private void tellHash(SessionKey key, EnclaveSession session) throws EnclaveException {
        events.on(new KeyHashAsked(key.name()));
        events.on(new KeyHashTold(key.name(), session.keyHash(key)));
    }
}
