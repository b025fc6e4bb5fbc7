package org.sgxra.common.crypto;

import java.math.BigInteger;

/**
 * The long-term key pair of Intel's sample service provider (docs/spec/wire-hex.md, Keys). Both halves are published, also by
 * Intel: it proves nothing about who uses it and exists so that the demonstration, and recorded sessions, work.
 */
public final class SampleServiceKey {
    // Published test key, not a secret.
    private static final BigInteger PRIVATE =
            new BigInteger("018c03d1533457adeaaeb6653b6a861fec879c4311de663bcea1522dbb6ce790", 16);
    private static final BigInteger PUBLIC_X =
            new BigInteger("38eb4b1c62e85bb01d73609ceeaa3d3eadae3037623ad085bf6e52177a8a1272", 16);
    private static final BigInteger PUBLIC_Y =
            new BigInteger("065e141110c83ca8289af203c9bdb724e214c6e741b7ee267b57e250d94081d4", 16);

    private SampleServiceKey() {}

    /** The pair; closing it does no harm, each call gives a new copy. */
    public static P256KeyPair keyPair() {
        try {
            return new P256KeyPair(P256PrivateKey.of(PRIVATE), publicKey());
        } catch (InvalidPointException e) {
            throw new IllegalStateException("the published key is valid", e);
        }
    }

    /** The public half, which is also built into the enclave. */
    public static P256PublicKey publicKey() {
        try {
            return P256PublicKey.of(PUBLIC_X, PUBLIC_Y);
        } catch (InvalidPointException e) {
            throw new IllegalStateException("the published key is valid", e);
        }
    }
}
