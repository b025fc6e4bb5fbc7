package org.sgxra.bench;

import java.util.function.IntUnaryOperator;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.SigningChain;

/**
 * What {@code sp} computes from msg1 to the verdict, by the classes that it uses: an ephemeral key pair, the shared point, KDK, SMK, VK,
 * the signature of both public keys, the MACs of msg2 and msg3, the report data, the signature of the report, MK and SK. The chain
 * of the report's signer was validated before.
 *
 * <p>It is public, and takes arrays, so that a class loader without Conscrypt can have one of its own.
 */
public final class AttestationCryptography implements IntUnaryOperator {
    private final P256 curve = P256.instance();
    private final P256KeyPair service = curve.generateKeyPair();
    private final P256PublicKey peer;
    private final ByteString msg2;
    private final ByteString msg3;
    private final byte[] report;
    private final ByteString signature;
    private final SigningChain signer;

    /**
     * Takes what stands in the messages.
     *
     * @param peer the enclave's public key: x, y, little-endian
     * @param msg2 what the MAC of msg2 covers
     * @param msg3 what the MAC of msg3 covers
     * @param signature of the report
     * @param chain PEM of who signed it
     */
    public AttestationCryptography(byte[] peer, byte[] msg2, byte[] msg3, byte[] report, byte[] signature, String chain)
            throws InvalidPointException, InvalidReportException {
        this.peer = P256PublicKey.fromLittleEndian(ByteString.of(peer));
        this.msg2 = ByteString.of(msg2);
        this.msg3 = ByteString.of(msg3);
        this.report = report.clone();
        this.signature = ByteString.of(signature);
        this.signer = SigningChain.fromPem(chain);
    }

    /** Which library computes on P-256. */
    @Override
    public String toString() {
        return curve.library();
    }

    /** Computes everything so many times; the result is how often the report was signed. */
    @Override
    public int applyAsInt(int times) {
        int good = 0;
        for (int i = 0; i < times; i++) {
            good += attest() ? 1 : 0;
        }
        return good;
    }

    private boolean attest() {
        P256KeyPair own = curve.generateKeyPair();
        try (SecretBytes shared = curve.agree(own.privateKey(), peer);
                SessionKeys keys = SessionKeys.from(shared)) {
            ByteString gb = own.publicKey().littleEndian();
            ByteString ga = peer.littleEndian();
            curve.sign(service.privateKey(), ByteString.concat(gb, ga));
            AesCmac.mac(keys.smk(), msg2);
            AesCmac.mac(keys.smk(), msg3);
            Sha256.reportData(ga, gb, keys.vk());
            boolean signed = signer.signed(report, signature);
            try (SecretBytes mk = keys.mk();
                    SecretBytes sk = keys.sk()) {
                return signed && mk.size() == sk.size();
            }
        } finally {
            own.privateKey().close();
        }
    }
}
