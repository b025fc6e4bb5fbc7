package org.sgxra.common.field;

/** How the bytes of a field are to be read. */
public enum FieldOrder {
    /** A string of bytes and not a number. */
    BYTES("bytes"),
    /** A number, its least significant byte first. */
    LITTLE_ENDIAN("little-endian"),
    /** A number, its most significant byte first. */
    BIG_ENDIAN("big-endian");

    private final String text;

    FieldOrder(String text) {
        this.text = text;
    }

    /** {@code bytes}, {@code little-endian} or {@code big-endian}. */
    @Override
    public String toString() {
        return text;
    }
}
