package org.sgxra.client.bridge;

/**
 * SOFT mode: the quoting side, which the C half of the SGX API asks. The operations and the layout of what crosses are
 * in enclave/soft/untrusted/soft_platform.h.
 */
@FunctionalInterface
public interface Platform {

    /**
     * Answers one operation. Called from any thread that calls a native method; the result is zeroed once read.
     *
     * @param operation 1 LOAD, 2 INIT_QUOTE, 3 EXTENDED_GROUP_ID, 4 GET_QUOTE, 5 ATTESTATION_STATUS, 6 SELECT_ATT_KEY,
     *     7 INIT_QUOTE_EX, 8 GET_QUOTE_SIZE_EX, 9 GET_QUOTE_EX
     * @param request the operation's arguments, little-endian; may be empty
     * @return the {@code sgx_status_t} as 4 bytes little-endian, then the response where there is one
     */
    byte[] call(int operation, byte[] request);
}
