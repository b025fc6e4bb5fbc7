package org.sgxra.sp.session;

import java.util.Optional;
import org.sgxra.common.crypto.P256PublicKey;

/** What of a session comes from chance or from the long-term key. Sessions share one. */
public interface KeySource {
    /** A new ephemeral key, agreed with the client's key and signed. */
    KeyExchange exchange(P256PublicKey ga);

    /** A new nonce for the attestation service, at most 32 characters; none when a recorded session is replayed. */
    Optional<String> nonce();
}
