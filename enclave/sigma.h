/*
 * The enclave's own key exchange (docs/spec/wire-hex.md, dcap.md 6): what Intel's sgx_tkey_exchange does, for SDKs that no
 * longer have it and for ECDSA quotes. Nothing of it is kept outside the context, so that any number of key exchanges go
 * on side by side, whatever the SDK's own library does meanwhile. In each the ECALLs sigma_open, sigma_ga, sigma_msg2,
 * sigma_report and sigma_msg3 (Enclave.edl) follow one another; sigma_msg2 can be repeated until a msg2 is accepted,
 * sigma_report until msg3 is made. A step out of order is SGX_ERROR_INVALID_STATE, a context in the middle of a call of
 * another thread SGX_ERROR_BUSY, one that is not open SGX_ERROR_INVALID_PARAMETER.
 */
#ifndef SIGMA_H
#define SIGMA_H

#include <stddef.h>
#include <stdint.h>

#include "sgx_error.h"
#include "sgx_report.h"
#include "sgx_tcrypto.h"

enum { SIGMA_MSG2_SIZE = 168, SIGMA_MSG3_SIZE = 336, SIGMA_NONCE_SIZE = 16, SIGMA_MAX_QUOTE = 65536 };

/* Numbers of session keys, as in sgx_ra_key_type_t. */
enum { SIGMA_KEY_SK = 1, SIGMA_KEY_MK = 2 };

typedef enum {
    SIGMA_OPENED,
    SIGMA_GA_MADE,
    SIGMA_MSG2_ACCEPTED,
    SIGMA_REPORTED, /* to a quoting enclave; the last report counts */
    SIGMA_MSG3_MADE
} sigma_step_t;

typedef struct {
    sgx_cmac_128bit_key_t smk, sk, mk, vk;
} sigma_keys_t;

typedef struct {
    sigma_step_t step;
    sgx_ec256_public_t sp_key;
    sgx_ec256_private_t a; /* until msg2 is accepted */
    sgx_ec256_public_t g_a, g_b;
    sigma_keys_t keys; /* SMK and VK until msg3 is made */
    sgx_target_info_t quoting_enclave;
    uint8_t nonce[SIGMA_NONCE_SIZE]; /* for the quote */
} sigma_context_t;

/* Failures of the SDK's primitives have one status outside of these files. */
static inline sgx_status_t narrowed(sgx_status_t status)
{
    return status == SGX_SUCCESS || status == SGX_ERROR_OUT_OF_MEMORY ? status : SGX_ERROR_UNEXPECTED;
}

/* Whether a number is of one of these contexts: those of sgx_tkey_exchange are below. */
int sigma_is_context(uint32_t ctx);

/* Opens a context for a service provider; INVALID_PARAMETER when its key is no point on P-256. */
sgx_status_t sigma_begin(const sgx_ec256_public_t *sp_key, uint32_t *ctx);

/* SK or MK, once msg3 is made. */
sgx_status_t sigma_key(uint32_t ctx, uint32_t type, sgx_cmac_128bit_key_t *key);

/* sigma_contexts.c: the open contexts. Adds one, which then belongs to the table. */
sgx_status_t sigma_context_add(sigma_context_t *context, uint32_t *ctx);
/* No other call gets it until it is given back. */
sgx_status_t sigma_context_take(uint32_t ctx, sigma_context_t **context);
void sigma_context_give_back(uint32_t ctx);
/* Wipes and frees it. */
sgx_status_t sigma_close(uint32_t ctx);
void sigma_close_all(void);

#endif
