package org.sgxra.common.crypto;

/** A P-256 key pair; closing it wipes the private half. */
public record P256KeyPair(P256PrivateKey privateKey, P256PublicKey publicKey) implements AutoCloseable {
    @Override
    public void close() {
        privateKey.close();
    }
}
