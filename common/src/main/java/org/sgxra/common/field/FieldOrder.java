package org.sgxra.common.field;

/** How the bytes of a field are to be read. */
public enum FieldOrder {
    /** A string of bytes and not a number. */
    BYTES("bytes"),
    /** A number, its least significant byte first. */
    LITTLE_ENDIAN("little-endian"),
    /** A number, its most significant byte first. */
    BIG_ENDIAN("big-endian"),
    /** A number in protobuf's form: seven bits in each byte, least significant first, all but the last byte with bit 7 set. */
    VARINT("varint");

    private final String text;

    FieldOrder(String text) {
        this.text = text;
    }

    /** {@code bytes}, {@code little-endian}, {@code big-endian} or {@code varint}. */
    @Override
    public String toString() {
        return text;
    }
}
