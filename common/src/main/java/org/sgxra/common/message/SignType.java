package org.sgxra.common.message;

/** Whether two quotes of one platform for one service provider can be recognised as such ({@code sgx_quote_sign_type_t}). */
public enum SignType {
    /** Value 0: the basename has a random half, no two quotes are related. */
    UNLINKABLE,
    /** Value 1: all quotes for one SPID carry one pseudonym. */
    LINKABLE;

    /** The number on the wire, which is also the ordinal. */
    public int value() {
        return ordinal();
    }

    /** The type with the given number. */
    static SignType of(FieldReader in, String field, int at, int value) throws MalformedMessageException {
        return switch (value) {
            case 0 -> UNLINKABLE;
            case 1 -> LINKABLE;
            default -> throw in.fault(field, at, "is " + value + ", neither 0 (unlinkable) nor 1 (linkable)");
        };
    }

    /** Lower-case name for messages to people. */
    @Override
    public String toString() {
        return this == LINKABLE ? "linkable" : "unlinkable";
    }
}
