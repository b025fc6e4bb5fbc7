package org.sgxra.verifier.dcap;

import org.sgxra.common.bytes.ByteString;

/**
 * Those bits of a value that count.
 *
 * @param bits the value, zero where the mask is
 * @param mask of the same length
 */
record Masked(ByteString bits, ByteString mask) {
    static Masked of(ByteString value, ByteString mask) {
        byte[] bits = value.toArray();
        for (int i = 0; i < bits.length; i++) {
            bits[i] &= (byte) mask.at(i);
        }
        return new Masked(ByteString.of(bits), mask);
    }

    @Override
    public String toString() {
        return bits + " under " + mask;
    }
}
