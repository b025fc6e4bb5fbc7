package org.sgxra.runtime.event;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;

/** Keys and what is derived. Secrets are lent: they belong to the session, which destroys them. */
public sealed interface KeyEvent extends SessionEvent {
    /** Whose signature a client awaits: the key x then y, big-endian, or none for the one built into the enclave. */
    record ServiceKeyChosen(Optional<String> key) implements KeyEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("key", key.orElse("default"));
        }
    }

    /**
     * A service provider has agreed on keys with a client.
     *
     * @param sharedX x coordinate of the shared point, 32 bytes, little-endian
     * @param keys derived from it
     */
    record KeysAgreed(SecretBytes sharedX, SessionKeys keys) implements KeyEvent {
        @Override
        public void describe(EventWriter out) {
            out.secret("sharedSecret", sharedX);
            out.hashedSecret("KDK", keys.kdk());
            out.hashedSecret("SMK", keys.smk());
            out.hashedSecret("VK", keys.vk());
        }
    }

    /** A service provider has signed both public keys: {@code g_b || g_a}, 128 bytes. */
    record KeysSigned(Msg0Msg1 msg1, Msg2 msg2) implements KeyEvent {
        @Override
        public void describe(EventWriter out) {
            out.bytes("GbGa", ByteString.concat(msg2.gb(), msg1.ga()));
            out.bytes("sha256GbGa", Sha256.of(msg2.gb(), msg1.ga()));
            out.bytes("r", msg2.signature().slice(0, 32).reversed());
            out.bytes("s", msg2.signature().slice(32, 64).reversed());
        }
    }

    /**
     * The keys for after the attestation exist.
     *
     * @param mk 16 bytes
     * @param sk 16 bytes
     */
    record SessionKeysDerived(SecretBytes mk, SecretBytes sk) implements KeyEvent {
        @Override
        public void describe(EventWriter out) {
            out.hashedSecret("MK", mk);
            out.hashedSecret("SK", sk);
        }
    }

    /** An enclave is about to be asked for the hash of a key, MK or SK. */
    record KeyHashAsked(String key) implements KeyEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("key", key);
        }
    }

    /**
     * An enclave has told the hash of a key.
     *
     * @param key MK or SK
     * @param hash SHA-256, 32 bytes
     */
    record KeyHashTold(String key, ByteString hash) implements KeyEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("key", key);
            out.bytes("sha256", hash);
        }
    }
}
