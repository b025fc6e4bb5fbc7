package org.sgxra.tool.replay;

import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.message.EnclaveChecks;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.Party;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.tool.replay.EndResult.NotCheckable;

/** The client's end of a recorded session: what of its messages meets which of the {@link EnclaveChecks}. */
final class EnclaveReplay implements AutoCloseable {
    private final Recording recording;
    private final boolean isFramed;
    private final Optional<SessionKeys> keys;
    private final EnclaveChecks checks;

    /** @throws SessionFormatException if the client's own msg1 cannot be taken apart */
    EnclaveReplay(Recording recording) throws SessionFormatException {
        this.recording = recording;
        this.isFramed = recording.isFramed();
        int first = recording.index(isFramed ? "MSG1" : "msg0||msg1");
        if (first < 0) {
            throw new SessionFormatException("the session cannot be replayed: it has no msg1");
        }
        try {
            Msg0Msg1 msg1 = Frames.msg1(isFramed, recording.wires().get(first), 0);
            this.keys = recording.sharedX().map(SessionKeys::from);
            this.checks = new EnclaveChecks(msg1, recording.serviceKey().or(() -> builtInKey(msg1)), keys);
        } catch (MalformedMessageException | RefusedException e) {
            throw new SessionFormatException("the session cannot be replayed: " + e.getMessage(), e);
        }
    }

    /** The key that every enclave knows, if it made the signature: where the client's key is not recorded. */
    private Optional<P256PublicKey> builtInKey(Msg0Msg1 msg1) {
        int second = recording.index(isFramed ? "MSG2" : "msg2");
        if (second < 0) {
            return Optional.empty();
        }
        Optional<P256PublicKey> key = Optional.of(SampleServiceKey.publicKey());
        try {
            return new EnclaveChecks(msg1, key, Optional.empty())
                            .msg2(Frames.msg2(isFramed, recording.wires().get(second))).stream()
                                    .anyMatch(check -> check.name().equals("msg2-signature")
                                            && check.outcome() == EnclaveChecks.Outcome.PASSED)
                    ? key
                    : Optional.empty();
        } catch (MalformedMessageException | RefusedException e) {
            return Optional.empty();
        }
    }

    /** Makes the checks again of messages as they came, or as they might have come. */
    EndResult run(List<ByteString> wires) {
        EndResult.Builder result = new EndResult.Builder(Party.CLIENT);
        try {
            if (isFramed) {
                beforeMsg1(wires, result);
            }
            int second = recording.index(isFramed ? "MSG2" : "msg2");
            if (second >= 0 && !result.isRefused()) {
                checks.msg2(Frames.msg2(isFramed, wires.get(second))).forEach(check -> note(result, check));
            }
            int last = recording.index(isFramed ? "ATT_RESULT" : "msg4");
            if (last >= 0 && !result.isRefused()) {
                if (isFramed) {
                    result(ProtobufReader.result(Frames.frame("ATT_RESULT", wires.get(last))), result);
                } else {
                    msg4(Msg4.parse(wires.get(last).toArray()), result);
                }
            }
        } catch (MalformedMessageException | RefusedException e) {
            result.refuse(EndResult.FORMAT, e.getMessage());
        }
        return result.build();
    }

    private void beforeMsg1(List<ByteString> wires, EndResult.Builder result)
            throws MalformedMessageException, RefusedException {
        int question = recording.index("VERIFICATION");
        if (question >= 0) {
            ProtobufReader.verification(Frames.frame("VERIFICATION", wires.get(question)));
        }
        for (ReplayedMessage message : recording.messages()) {
            if (message.name().equals("msg0") && message.to() == Party.CLIENT) {
                GroupMessage answer = ProtobufReader.msg0(Frames.frame("MSG0", wires.get(message.index())));
                result.check("msg0-status", answer.isOk(), "0", String.valueOf(answer.status()));
            }
        }
    }

    /** Notes what the checks said; true unless one failed. */
    private static boolean note(EndResult.Builder result, EnclaveChecks.Result check) {
        if (check.outcome() == EnclaveChecks.Outcome.UNKNOWN) {
            result.notCheckable(new NotCheckable(check.name(), check.actual()));
            return true;
        }
        return result.check(
                check.name(), check.outcome() == EnclaveChecks.Outcome.PASSED, check.expected(), check.actual());
    }

    /** Only a trusted client reads the extension. */
    private void msg4(Msg4 msg4, EndResult.Builder result) {
        if (msg4.extension().isEmpty() || msg4.status() != TrustStatus.TRUSTED) {
            return;
        }
        Msg4Extension extension;
        try {
            extension = Msg4Extension.parse(msg4.extension());
        } catch (MalformedMessageException e) {
            result.check("msg4-extension-format", false, "entries of type, length and value", e.getMessage());
            return;
        }
        note(result, checks.underMk("msg4-extension-mac", Msg4Extension.macInput(msg4), extension.mac()));
    }

    private void result(AttestationResult answer, EndResult.Builder result) {
        boolean isGood = answer.strict().isEmpty()
                || note(
                        result,
                        checks.underMk(
                                "result-mac",
                                answer.authenticated(),
                                answer.strict().get().resultMac()));
        if (isGood && !answer.platformInfo().isEmpty()) {
            isGood = note(result, checks.underMk("platform-info-mac", answer.platformInfo(), answer.mac()));
        }
        if (isGood && answer.strict().isEmpty()) {
            note(result, checks.exampleSecret(answer.payload(), answer.tag()));
        }
    }

    @Override
    public void close() {
        keys.ifPresent(SessionKeys::close);
    }
}
