package org.sgxra.client;

import java.util.Optional;
import org.sgxra.client.EnclaveKeyExchange.SessionKey;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.SessionListener;

/**
 * The enclave's side of one attestation, from msg0 to msg4 (docs/spec/wire-hex.md): turns one message into the next and
 * does no input or output. The calls come in the order in which they stand here; closing the session wipes its keys and
 * leaves the enclave loaded.
 */
public final class EnclaveSession implements AutoCloseable {
    private enum Step {
        NEW,
        MSG1_SENT,
        MSG3_SENT,
        CONCLUDED,
        CLOSED
    }

    private final Enclave enclave;
    private final QuoteKind kind;
    private final EnclaveKeyExchange exchange;
    private Step step = Step.NEW;
    private TrustStatus verdict = TrustStatus.NOT_TRUSTED;

    /**
     * Opens a key exchange in the enclave.
     *
     * @param kind of the quote that msg3 carries
     * @param spKey whose signature msg2 must bear; absent for the key built into the enclave
     */
    public EnclaveSession(Enclave enclave, QuoteKind kind, Optional<P256PublicKey> spKey) throws EnclaveException {
        this.enclave = enclave;
        this.kind = kind;
        this.exchange = enclave.openKeyExchange(kind, spKey);
    }

    /** The first message. */
    public Msg0Msg1 start() throws EnclaveException, MalformedMessageException {
        advance(Step.NEW, Step.MSG1_SENT);
        return Msg0Msg1.of(extendedGroupId(enclave, kind), exchange.msg1());
    }

    /** Extended EPID group id that msg0 states: without EPID it is 0, and the platform is not asked. */
    public static int extendedGroupId(Enclave enclave, QuoteKind kind) throws EnclaveException {
        return kind == QuoteKind.ECDSA ? 0 : enclave.extendedGroupId();
    }

    /**
     * Answers msg2.
     *
     * @param events told whether the enclave accepts it, and what users should know of the quote
     * @throws EnclaveException if the enclave or the quoting side refuses msg2; the session is then of no more use
     */
    public Msg3 answer(Msg2 msg2, SessionListener events) throws EnclaveException, MalformedMessageException {
        advance(Step.MSG1_SENT, Step.MSG3_SENT);
        Msg3 msg3 = Msg3.parse(EnclaveCheck.of("msg2", events, () -> exchange.msg3(msg2.encode())));
        if (kind == QuoteKind.ECDSA) {
            SimulationQuote.notice(msg3.quote()).ifPresent(text -> events.on(new Notice(text)));
        }
        return msg3;
    }

    /** Takes note of the service provider's verdict. */
    public void conclude(TrustStatus newVerdict) {
        advance(Step.MSG3_SENT, Step.CONCLUDED);
        verdict = newVerdict;
    }

    /** True when the verdict allows session keys to be used: Trusted without reservation. */
    public boolean hasSessionKeys() {
        return step == Step.CONCLUDED && verdict == TrustStatus.TRUSTED;
    }

    /**
     * SHA-256 of a session key, 32 bytes.
     *
     * @throws IllegalStateException unless {@link #hasSessionKeys}
     */
    public ByteString keyHash(SessionKey key) throws EnclaveException {
        if (!hasSessionKeys()) {
            throw new IllegalStateException("no session keys without the status Trusted");
        }
        return exchange.keyHash(key);
    }

    /**
     * Checks that a message is from the service provider of this session: AES-CMAC under MK, 16 bytes.
     *
     * @param name of the check
     * @param events told its outcome
     */
    public void verifyMac(String name, ByteString message, ByteString mac, SessionListener events)
            throws EnclaveException {
        EnclaveCheck.of(name, events, () -> {
            exchange.verifyMac(message, mac);
            return mac;
        });
    }

    /** SHA-256 of a secret of the service provider, from inside the enclave. */
    public ByteString secretHash(EncryptedSecret secret, ByteString additionalData) throws EnclaveException {
        return exchange.secretHash(secret, additionalData);
    }

    /**
     * Checks a secret as the SGX101 example sends it, with a tag of 16 bytes.
     *
     * @param events told the outcome
     */
    public void verifyExampleSecret(ByteString ciphertext, ByteString tag, SessionListener events)
            throws EnclaveException {
        EnclaveCheck.of("example-secret", events, () -> {
            exchange.verifyExampleSecret(ciphertext, tag);
            return tag;
        });
    }

    /** A secret of the service provider as it may be kept outside: sealed by the enclave. */
    public byte[] seal(EncryptedSecret secret, ByteString additionalData) throws EnclaveException {
        return exchange.sealSecret(secret, additionalData);
    }

    private void advance(Step from, Step to) {
        if (step != from) {
            throw new IllegalStateException("step " + to + " does not follow " + step);
        }
        step = to;
    }

    /** Wipes the keys of this session inside the enclave. */
    @Override
    public void close() throws EnclaveException {
        if (step != Step.CLOSED) {
            step = Step.CLOSED;
            exchange.close();
        }
    }
}
