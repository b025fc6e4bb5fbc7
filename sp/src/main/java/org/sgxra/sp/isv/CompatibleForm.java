package org.sgxra.sp.isv;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.sp.session.AttestationSession;
import org.sgxra.sp.session.Provision;

/**
 * The original's form with its weaknesses (docs/spec/wire-tls-protobuf.md sections 6.4 to 6.6): a platform info of its own
 * invention, a secret of two known bytes under an IV of zeros, and a refusal that nothing but the missing secret tells of.
 */
public final class CompatibleForm implements ResultForm {
    /** Signs the invented platform info: 33 bytes in, the 64 bytes on the wire out. */
    public interface InfoSigner {
        /** The signature over {@code signed} as the original keeps it: r and s, each big-endian. */
        ByteString sign(ByteString signed);
    }

    private static final int SIGNED_SIZE = 33;
    private static final int PAYLOAD_SIZE = 2;
    private static final int TAG_SIZE = 16;
    private static final ByteString ZERO_IV = ByteString.zeros(EncryptedSecret.IV_SIZE);

    private final InfoSigner signer;

    /** @param signer any will do: the Application does not check */
    public CompatibleForm(InfoSigner signer) {
        this.signer = signer;
    }

    /** With a signature by a key that nobody knows afterwards. */
    public CompatibleForm() {
        this(CompatibleForm::signOnce);
    }

    private static ByteString signOnce(ByteString signed) {
        try (P256KeyPair key = P256.instance().generateKeyPair()) {
            EcdsaP256Signature signature = P256.instance().sign(key.privateKey(), signed);
            return signature.bigEndian();
        }
    }

    @Override
    public String name() {
        return "compatible with the original";
    }

    @Override
    public String whoRefuses() {
        return "note: a result in the form of the SGX101 example was not taken; isv-app takes it with --compat only, or"
                + " give it a secret without --compat here";
    }

    @Override
    public AttestationResult result(AttestationSession session, ByteString platformInfo) {
        ByteString invented = ByteString.zeros(SIGNED_SIZE);
        ByteString info = ByteString.concat(invented, signer.sign(invented));
        try (SecretBytes mk = session.resultKey();
                SecretBytes secret = SecretBytes.wrap(new byte[] {0, 1})) {
            Optional<EncryptedSecret> payload = session.sk().map(sk -> {
                try (sk) {
                    return Provision.encrypt(sk, secret, ZERO_IV, ByteString.EMPTY);
                }
            });
            return new AttestationResult(
                    info,
                    AesCmac.mac(mk, info),
                    payload.map(EncryptedSecret::tag).orElse(ByteString.zeros(TAG_SIZE)),
                    payload.map(EncryptedSecret::ciphertext).orElse(ByteString.zeros(PAYLOAD_SIZE)),
                    Optional.empty());
        }
    }
}
