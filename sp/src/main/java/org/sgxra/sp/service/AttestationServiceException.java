package org.sgxra.sp.service;

/** No judgement that can be believed; the message names the cause so that a person can act on it. */
public abstract sealed class AttestationServiceException extends Exception
        permits UnreachableException, DisbelievedException {
    private static final long serialVersionUID = 1L;

    AttestationServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
