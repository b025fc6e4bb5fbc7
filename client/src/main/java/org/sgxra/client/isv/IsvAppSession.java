package org.sgxra.client.isv;

import java.util.Optional;
import org.sgxra.client.Enclave;
import org.sgxra.client.EnclaveException;
import org.sgxra.client.EnclaveSession;
import org.sgxra.client.VerdictText;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.TrustStatus;
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
    private final Optional<P256PublicKey> spKey;
    private final boolean compatible;
    private final ConnectionLog log;

    /**
     * @param spKey whose signature msg2 must bear; absent for the key built into the enclave
     * @param compatible true to accept a result in the original's form, too
     */
    IsvAppSession(Enclave enclave, Optional<P256PublicKey> spKey, boolean compatible, ConnectionLog log) {
        this.enclave = enclave;
        this.spKey = spKey;
        this.compatible = compatible;
        this.log = log;
    }

    /** Runs it to its end; whatever is wrong comes out as an exception whose message is for people. */
    void run(FrameChannel channel) throws EnclaveException, MalformedMessageException, RefusedException, WireException {
        GroupMessage answer = ProtobufReader.msg0(announceGroup(channel));
        log.verbose("MSG0 response received");
        if (!answer.isOk()) {
            throw new RefusedException("RA_MSG0: MSG0 response status was not OK");
        }
        try (EnclaveSession session = new EnclaveSession(enclave, spKey)) {
            Msg0Msg1 first = session.start();
            log.verbose("MSG1 generated, EPID group " + first.gid());
            channel.send(ProtobufWriter.msg1(first.ga(), first.gid()));
            Msg2 msg2 = ProtobufReader.msg2(channel.receive("RA_MSG2"));
            log.verbose("Received MSG2 with a SigRL of " + msg2.sigRl().size() + " bytes");
            Msg3 msg3 = session.answer(msg2);
            log.verbose(
                    "Call sgx_ra_proc_msg2 success, quote of " + msg3.quote().size() + " bytes");
            channel.send(ProtobufWriter.msg3(msg3));
            AttestationResult result = ProtobufReader.result(channel.receive("RA_ATT_RESULT"));
            log.verbose("Received Attestation result");
            if (accept(session, result)) {
                log.verbose("Send attestation okay");
                channel.send(ProtobufWriter.appAttOk());
            }
        }
    }

    /** Tells the extended group when asked, and gives the frame that follows; like the original's, a peer may skip the question. */
    private Frame announceGroup(FrameChannel channel)
            throws EnclaveException, MalformedMessageException, WireException {
        Frame frame = channel.receive("RA_VERIFICATION", GROUP_LIMIT);
        if (frame.type() == FrameType.MSG0) {
            return frame;
        }
        ProtobufReader.verification(frame);
        log.verbose("Verification request received");
        try {
            channel.send(ProtobufWriter.msg0(new GroupMessage(enclave.extendedGroupId(), null)));
        } catch (EnclaveException e) {
            channel.send(ProtobufWriter.msg0(new GroupMessage(0, GroupMessage.TERMINATE)));
            throw e;
        }
        return channel.receive("RA_MSG0", GROUP_LIMIT);
    }

    /** True if the service provider awaits that its result is acknowledged. */
    private boolean accept(EnclaveSession session, AttestationResult result) throws EnclaveException, RefusedException {
        if (result.strict().isPresent()) {
            return acceptStrict(session, result, result.strict().get());
        }
        if (!compatible) {
            throw new RefusedException(
                    "RA_ATT_RESULT: the result is in the form of the SGX101 example, which only --compat accepts");
        }
        session.verifyMac(result.platformInfo(), result.mac());
        if (result.payload().isEmpty()) {
            throw new RefusedException("RA_ATT_RESULT: no payload");
        }
        session.verifyExampleSecret(result.payload(), result.tag());
        session.conclude(TrustStatus.TRUSTED);
        log.line("Enclave TRUSTED (in the form of the SGX101 example)");
        return true;
    }

    private boolean acceptStrict(EnclaveSession session, AttestationResult result, AttestationResult.Strict strict)
            throws EnclaveException, RefusedException {
        session.verifyMac(result.authenticated(), strict.resultMac());
        if (!result.platformInfo().isEmpty()) {
            session.verifyMac(result.platformInfo(), result.mac());
        }
        session.conclude(strict.verdict());
        ByteString payload = result.payload();
        if (strict.verdict() != TrustStatus.TRUSTED) {
            if (!payload.isEmpty()) {
                throw new RefusedException("RA_ATT_RESULT: a secret without trust");
            }
            log.line(VerdictText.of(strict.verdict()));
            return false;
        }
        if (payload.isEmpty()) {
            log.line("Enclave TRUSTED, no secret");
            return true;
        }
        ByteString hash = session.secretHash(
                new EncryptedSecret(strict.iv(), payload, result.tag()),
                AttestationResult.additionalData(
                        result.platformInfo(), result.mac(), payload.size(), strict.verdict(), strict.iv()));
        log.line("Enclave TRUSTED, secret of " + payload.size() + " bytes received");
        log.verbose("SHA256(secret) = " + hash);
        return true;
    }
}
