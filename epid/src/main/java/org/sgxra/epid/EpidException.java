package org.sgxra.epid;

/** Bytes or a protocol step that EPID 2.0 refuses; the message names the object, the field and the offset. */
public class EpidException extends Exception {
    private static final long serialVersionUID = 1L;

    public EpidException(String message) {
        super(message);
    }
}
