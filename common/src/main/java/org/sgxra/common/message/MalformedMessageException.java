package org.sgxra.common.message;

/** Bytes that are not the message they should be: names the message, the field and the offset of what is wrong. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String structure;
    private final String field;
    private final int offset;

    /**
     * @param structure the message or record that was read, for example {@code msg3}
     * @param field its field, for example {@code quote.signature_len}
     * @param offset where the field starts, in bytes from the start of the structure
     * @param reason what is wrong with it
     */
    public MalformedMessageException(String structure, String field, int offset, String reason) {
        super("malformed " + structure + ": " + field + " at offset " + offset + ": " + reason);
        this.structure = structure;
        this.field = field;
        this.offset = offset;
    }

    /** Name of the message or record. */
    public String structure() {
        return structure;
    }

    /** Name of the field. */
    public String field() {
        return field;
    }

    /** Offset of the field in bytes. */
    public int offset() {
        return offset;
    }
}
