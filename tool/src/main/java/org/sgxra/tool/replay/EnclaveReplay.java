package org.sgxra.tool.replay;

import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.AesGcm;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.Party;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.tool.replay.EndResult.NotCheckable;

/**
 * The checks that an enclave makes of msg2 and of the verdict, in their order (docs/spec/wire-hex.md, "What each side must
 * check"; docs/spec/wire-tls-protobuf.md section 14). The enclave itself only says whether it accepts a message.
 */
final class EnclaveReplay implements AutoCloseable {
    private final Recording recording;
    private final boolean isFramed;
    private final Msg0Msg1 msg1;
    private final Optional<P256PublicKey> serviceKey;
    private final Optional<SessionKeys> keys;
    /** The last signature that was verified, with what it signs: most changes are elsewhere. */
    private ByteString verified = ByteString.EMPTY;

    private boolean wasGood;

    /** @throws SessionFormatException if the client's own msg1 cannot be taken apart */
    EnclaveReplay(Recording recording) throws SessionFormatException {
        this.recording = recording;
        this.isFramed = recording.isFramed();
        int first = recording.index(isFramed ? "MSG1" : "msg0||msg1");
        if (first < 0) {
            throw new SessionFormatException("the session cannot be replayed: it has no msg1");
        }
        try {
            this.msg1 = Frames.msg1(isFramed, recording.wires().get(first), 0);
        } catch (MalformedMessageException | RefusedException e) {
            throw new SessionFormatException("the session cannot be replayed: " + e.getMessage(), e);
        }
        this.keys = recording.sharedX().map(SessionKeys::from);
        this.serviceKey = recording.serviceKey().or(this::builtInKey);
    }

    /** The key that every enclave knows, if it made the signature: where the client's key is not recorded. */
    private Optional<P256PublicKey> builtInKey() {
        int second = recording.index(isFramed ? "MSG2" : "msg2");
        if (second < 0) {
            return Optional.empty();
        }
        try {
            Msg2 msg2 = Frames.msg2(isFramed, recording.wires().get(second));
            P256PublicKey key = SampleServiceKey.publicKey();
            return isSigned(msg2, key) ? Optional.of(key) : Optional.empty();
        } catch (MalformedMessageException | RefusedException e) {
            return Optional.empty();
        }
    }

    private boolean isSigned(Msg2 msg2, P256PublicKey key) {
        ByteString signed = ByteString.concat(msg2.gb(), msg1.ga());
        ByteString question = ByteString.concat(signed, msg2.signature());
        if (!question.equals(verified)) {
            wasGood = P256.instance().verify(key, signed, EcdsaP256Signature.fromLittleEndian(msg2.signature()));
            verified = question;
        }
        return wasGood;
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
                msg2(Frames.msg2(isFramed, wires.get(second)), result);
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

    private void msg2(Msg2 msg2, EndResult.Builder result) {
        try {
            P256PublicKey.fromLittleEndian(msg2.gb());
            result.check("g_b-on-curve", true, "a point on P-256", "a point on P-256");
        } catch (InvalidPointException e) {
            result.check("g_b-on-curve", false, "a point on P-256", e.getMessage());
            return;
        }
        if (serviceKey.isEmpty()) {
            result.notCheckable(
                    new NotCheckable("msg2-signature", "the service provider's public key is not recorded"));
        } else if (!result.check(
                "msg2-signature",
                isSigned(msg2, serviceKey.get()),
                "signed by " + serviceKey.get(),
                msg2.signature())) {
            return;
        }
        if (!result.check("msg2-kdf-id", msg2.kdfId() == Msg2.KDF_ID, Msg2.KDF_ID, msg2.kdfId())) {
            return;
        }
        if (mac("msg2-mac", keys.map(SessionKeys::smk), msg2.macInput(), msg2.mac(), result)
                && !msg2.sigRl().isEmpty()) {
            sigRl(msg2.sigRl(), result);
        }
    }

    /** What the quoting enclave can check without the key of who made the list. */
    private void sigRl(ByteString bytes, EndResult.Builder result) {
        try {
            SgxSigRl list = SgxSigRl.parse(bytes.toArray());
            if (!result.check("sigrl-epid-group", list.gid().equals(msg1.gid()), msg1.gid(), list.gid())) {
                return;
            }
        } catch (MalformedMessageException e) {
            result.check("sigrl-format", false, "a SigRL", e.getMessage());
            return;
        }
        result.notCheckable(new NotCheckable(
                "sigrl-signature", "the quoting enclave knows the key of the lists' signer, the session does not"));
    }

    /** True if the MAC is right, or nobody can tell. */
    private static boolean mac(
            String check, Optional<SecretBytes> key, ByteString message, ByteString mac, EndResult.Builder result) {
        if (key.isEmpty()) {
            result.notCheckable(NotCheckable.withoutKeys(check));
            return true;
        }
        ByteString expected = AesCmac.mac(key.get(), message);
        return result.check(check, expected.equals(mac), expected, mac);
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
        withMk(mk -> mac("msg4-extension-mac", mk, Msg4Extension.macInput(msg4), extension.mac(), result));
    }

    private interface MacCheck {
        boolean isGood(Optional<SecretBytes> mk);
    }

    private boolean withMk(MacCheck check) {
        if (keys.isEmpty()) {
            return check.isGood(Optional.empty());
        }
        try (SecretBytes mk = keys.get().mk()) {
            return check.isGood(Optional.of(mk));
        }
    }

    private void result(AttestationResult answer, EndResult.Builder result) {
        boolean isGood = answer.strict().isEmpty()
                || withMk(mk -> mac(
                        "result-mac",
                        mk,
                        answer.authenticated(),
                        answer.strict().get().resultMac(),
                        result));
        if (isGood && !answer.platformInfo().isEmpty()) {
            isGood = withMk(mk -> mac("platform-info-mac", mk, answer.platformInfo(), answer.mac(), result));
        }
        if (isGood && answer.strict().isEmpty()) {
            exampleSecret(answer, result);
        }
    }

    /** The secret of the original's form: two known bytes under SK, an IV of zeros. */
    private void exampleSecret(AttestationResult answer, EndResult.Builder result) {
        if (keys.isEmpty()) {
            result.notCheckable(NotCheckable.withoutKeys("example-secret"));
            return;
        }
        try (SecretBytes sk = keys.get().sk()) {
            Optional<SecretBytes> secret = AesGcm.decrypt(
                    sk,
                    ByteString.zeros(AesGcm.IV_SIZE),
                    ByteString.EMPTY,
                    ByteString.concat(answer.payload(), answer.tag()));
            boolean isExpected =
                    secret.map(value -> value.use(EnclaveReplay::isExample)).orElse(false);
            secret.ifPresent(SecretBytes::close);
            result.check("example-secret", isExpected, "the two known bytes, under the right tag", answer.tag());
        }
    }

    private static boolean isExample(byte[] secret) {
        return secret.length >= 2 && secret[0] == 0 && secret[1] == 1;
    }

    @Override
    public void close() {
        keys.ifPresent(SessionKeys::close);
    }
}
