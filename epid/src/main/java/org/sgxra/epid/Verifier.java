package org.sgxra.epid;

public final class Verifier {
    public Verifier(GroupPublicKey group, HashAlgorithm algorithm) {
        throw new UnsupportedOperationException("not yet written");
    }

    public Verdict verify(byte[] signature, byte[] message, byte[] basenameOrNull, RevocationLists lists) {
        throw new UnsupportedOperationException("not yet written");
    }

    public static boolean linked(byte[] signature1, byte[] signature2) {
        throw new UnsupportedOperationException("not yet written");
    }

    public static byte[] pseudonym(byte[] signature) throws EpidException {
        throw new UnsupportedOperationException("not yet written");
    }
}
