package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * The signature of a quote as it stands there: encrypted for the attestation service (docs/spec/sgx-quote.md section 4).
 *
 * @param wrappedKey AES key under RSA-2048 OAEP, big-endian, at 0, 256 bytes
 * @param keyHash SHA-256 of the AES key at 256, 32 bytes
 * @param iv AES-GCM IV at 288, 12 bytes
 * @param ciphertext encrypted EPID signature at 304, as long as payload_size (u32 little-endian at 300) says: 360 and 160 for
 *     each revocation list entry
 * @param tag AES-GCM tag, the last 16 bytes
 */
public record EpidQuoteSignature(
        ByteString wrappedKey, ByteString keyHash, ByteString iv, ByteString ciphertext, ByteString tag) {
    /** Bytes of an EPID signature without proofs: basic signature 352, list version 4, number of proofs 4. */
    public static final int BASIC_PAYLOAD_SIZE = 360;
    /** Bytes of one non-revoked proof. */
    public static final int PROOF_SIZE = 160;
    /** Bytes around the payload: 288, 12, 4 before it and the tag of 16 after it. */
    public static final int OVERHEAD = 320;

    public EpidQuoteSignature {
        Sizes.require("wrapped_key", wrappedKey, 256);
        Sizes.require("key_hash", keyHash, 32);
        Sizes.require("iv", iv, 12);
        Sizes.require("tag", tag, 16);
    }

    /** Reads 680 bytes, or more by a multiple of 160. */
    public static EpidQuoteSignature parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("quote signature", bytes);
        ByteString wrappedKey = in.bytes("wrapped_key", 256);
        ByteString keyHash = in.bytes("key_hash", 32);
        ByteString iv = in.bytes("iv", 12);
        int payloadSize = in.u32("payload_size");
        if (payloadSize != in.remaining() - 16
                || payloadSize < BASIC_PAYLOAD_SIZE
                || (payloadSize - BASIC_PAYLOAD_SIZE) % PROOF_SIZE != 0) {
            throw in.fault(
                    "payload_size",
                    300,
                    "is " + Integer.toUnsignedString(payloadSize) + ", " + in.remaining()
                            + " bytes follow; it must be 16 less, and 360 + 160 n");
        }
        return new EpidQuoteSignature(wrappedKey, keyHash, iv, in.bytes("payload", payloadSize), in.bytes("tag", 16));
    }

    /** Length of the signature field of a quote for a revocation list of {@code entries} entries: 680 + 160 n. */
    public static int sizeFor(int entries) {
        return OVERHEAD + BASIC_PAYLOAD_SIZE + PROOF_SIZE * entries;
    }

    /** 320 bytes and the ciphertext. */
    public byte[] encode() {
        return new FieldWriter()
                .bytes(wrappedKey)
                .bytes(keyHash)
                .bytes(iv)
                .u32(ciphertext.size())
                .bytes(ciphertext)
                .bytes(tag)
                .toArray();
    }
}
