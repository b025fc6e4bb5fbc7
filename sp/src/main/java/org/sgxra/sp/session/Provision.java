package org.sgxra.sp.session;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.AesGcm;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.TcbSummary;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Msg4Extension;

/**
 * What an enclave is given once it is trusted (docs/spec/wire-hex.md, msg4 extension).
 *
 * @param secret 1 to 65536 bytes
 * @param reattestAfter seconds after which the enclave should attest again
 * @param trustedKeys further service providers for the enclave to trust
 */
public record Provision(Optional<SecretBytes> secret, OptionalLong reattestAfter, List<P256PublicKey> trustedKeys) {
    /** Nothing: msg4 is the original's. */
    public static final Provision NONE = new Provision(Optional.empty(), OptionalLong.empty(), List.of());

    public Provision {
        trustedKeys = List.copyOf(trustedKeys);
    }

    /** True if there is nothing to give. */
    public boolean isNone() {
        return secret.isEmpty() && reattestAfter.isEmpty() && trustedKeys.isEmpty();
    }

    /** A secret under a new IV. */
    public static EncryptedSecret encrypt(
            SecretBytes sk, SecretBytes secret, ByteString iv, ByteString additionalData) {
        ByteString encrypted = AesGcm.encrypt(sk, iv, additionalData, secret);
        int size = secret.size();
        return new EncryptedSecret(iv, encrypted.slice(0, size), encrypted.slice(size, encrypted.size()));
    }

    /** A random IV, 12 bytes. */
    public static ByteString newIv() {
        byte[] iv = new byte[EncryptedSecret.IV_SIZE];
        new SecureRandom().nextBytes(iv);
        return ByteString.of(iv);
    }

    /** The message with all of this after its 105 bytes. */
    Msg4 attachTo(Msg4 message, SecretBytes mk, SecretBytes sk, Instant now, Optional<TcbSummary> tcb) {
        ByteString additionalData = Msg4Extension.additionalData(message);
        Msg4Extension given = new Msg4Extension(
                secret.map(value -> encrypt(sk, value, newIv(), additionalData)),
                reattestAfter,
                OptionalLong.of(now.getEpochSecond()),
                trustedKeys.stream().map(P256PublicKey::littleEndian).toList());
        Msg4Extension extension =
                tcb.map(summary -> given.withTcbSummary(summary.json())).orElse(given);
        Msg4 unsigned = new Msg4(message.status(), message.platformInfo(), extension.encode());
        return new Msg4(
                message.status(),
                message.platformInfo(),
                extension
                        .withMac(AesCmac.mac(mk, Msg4Extension.macInput(unsigned)))
                        .encode());
    }
}
