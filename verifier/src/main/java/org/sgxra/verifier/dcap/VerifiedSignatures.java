package org.sgxra.verifier.dcap;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256PublicKey;

/** Signatures that were found to be right. Filled while collateral is prepared, only read afterwards. */
final class VerifiedSignatures {
    private final EcdsaVerification ecdsa;
    private final Set<Entry> entries = new HashSet<>();

    private record Entry(P256PublicKey key, ByteString message, EcdsaP256Signature signature) {}

    VerifiedSignatures(EcdsaVerification ecdsa) {
        this.ecdsa = ecdsa;
    }

    /** Adds the signature if it is right. */
    void add(P256PublicKey key, ByteString message, Optional<EcdsaP256Signature> signature) {
        if (signature.isPresent() && !contains(key, message, signature.get())) {
            if (ecdsa.verify(key, message, signature.get())) {
                entries.add(new Entry(key, message, signature.get()));
            }
        }
    }

    boolean contains(P256PublicKey key, ByteString message, EcdsaP256Signature signature) {
        return entries.contains(new Entry(key, message, signature));
    }
}
