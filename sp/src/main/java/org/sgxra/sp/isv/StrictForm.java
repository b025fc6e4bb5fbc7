package org.sgxra.sp.isv;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.runtime.wire.protobuf.AttestationResult.Strict;
import org.sgxra.sp.session.AttestationSession;
import org.sgxra.sp.session.Provision;

/** Our own form (docs/spec/wire-tls-protobuf.md section 14): the verdict is stated, and everything is under one MAC. */
public final class StrictForm implements ResultForm {
    private static final int TAG_SIZE = 16;

    private final SecretBytes secret;

    /** @param secret 1 to 65536 bytes, for trusted enclaves; stays the caller's */
    public StrictForm(SecretBytes secret) {
        this.secret = secret;
    }

    @Override
    public String name() {
        return "strict";
    }

    @Override
    public String whoRefuses() {
        return "note: a result in our own form was not taken; the SGX101 example's Application takes none but its own"
                + " (--compat)";
    }

    @Override
    public AttestationResult result(AttestationSession session, ByteString platformInfo) {
        TrustStatus verdict = session.verdict().orElseThrow().trust();
        ByteString info = platformInfo.isZero() ? ByteString.EMPTY : platformInfo;
        ByteString iv = Provision.newIv();
        try (SecretBytes mk = session.resultKey()) {
            ByteString mac = AesCmac.mac(mk, info);
            Optional<EncryptedSecret> payload = session.sk().map(sk -> {
                try (sk) {
                    return Provision.encrypt(
                            sk, secret, iv, AttestationResult.additionalData(info, mac, secret.size(), verdict, iv));
                }
            });
            AttestationResult unsigned = new AttestationResult(
                    info,
                    mac,
                    payload.map(EncryptedSecret::tag).orElse(ByteString.zeros(TAG_SIZE)),
                    payload.map(EncryptedSecret::ciphertext).orElse(ByteString.EMPTY),
                    Optional.of(new Strict(verdict, iv, ByteString.zeros(TAG_SIZE))));
            return new AttestationResult(
                    info,
                    mac,
                    unsigned.tag(),
                    unsigned.payload(),
                    Optional.of(new Strict(verdict, iv, AesCmac.mac(mk, unsigned.authenticated()))));
        }
    }
}
