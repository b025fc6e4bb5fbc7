package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;

/** Checks that a record is given fields of the sizes that its layout has. */
final class Sizes {
    private Sizes() {}

    /** @throws IllegalArgumentException if {@code value} does not have {@code size} bytes: an error in our own code */
    static ByteString require(String field, ByteString value, int size) {
        if (value.size() != size) {
            throw new IllegalArgumentException(field + " has " + ByteCount.of(value.size()) + " instead of " + size);
        }
        return value;
    }
}
