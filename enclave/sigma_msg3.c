/* The enclave's own key exchange from msg2 on: report, msg3, session keys; see sigma.h and Enclave.edl */
#include "sigma.h"

#include <stdlib.h>
#include <string.h>

#include "Enclave_t.h"
#include "secret_bytes.h"
#include "sgx_trts.h"
#include "sgx_utils.h"

/* docs/spec/wire-hex.md, Structs */
typedef struct {
    sgx_cmac_128bit_tag_t mac;
    sgx_ec256_public_t g_a;
    uint8_t ps_sec_prop[256];
    uint8_t quote[];
} msg3_t;

_Static_assert(sizeof(msg3_t) == SIGMA_MSG3_SIZE, "msg3");

/* report_data = SHA-256(g_a | g_b | VK) | 0 */
static sgx_status_t make_report(sigma_context_t *context, sgx_report_t *report)
{
    uint8_t input[2 * sizeof(sgx_ec256_public_t) + sizeof context->keys.vk];
    sgx_report_data_t data = {{0}};
    sgx_sha256_hash_t hash;
    sgx_status_t status;

    memcpy(input, &context->g_a, 64);
    memcpy(input + 64, &context->g_b, 64);
    memcpy(input + 128, context->keys.vk, sizeof context->keys.vk);
    status = sgx_read_rand(context->nonce, sizeof context->nonce);
    if (status == SGX_SUCCESS) {
        status = sgx_sha256_msg(input, sizeof input, &hash);
    }
    if (status == SGX_SUCCESS) {
        memcpy(data.d, hash, sizeof hash);
        status = sgx_create_report(&context->quoting_enclave, &data, report);
    }
    wipe(input, sizeof input);
    return narrowed(status);
}

sgx_status_t sigma_report(uint32_t ctx, sgx_target_info_t *quoting_enclave, sgx_report_t *report, uint8_t *nonce)
{
    sigma_context_t *context = NULL;
    sgx_status_t status;

    if (quoting_enclave == NULL || report == NULL || nonce == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = sigma_context_take(ctx, &context);
    if (status != SGX_SUCCESS) {
        return status;
    }
    if (context->step != SIGMA_MSG2_ACCEPTED && context->step != SIGMA_REPORTED) {
        status = SGX_ERROR_INVALID_STATE;
    } else {
        context->step = SIGMA_MSG2_ACCEPTED;
        context->quoting_enclave = *quoting_enclave;
        status = make_report(context, report);
    }
    if (status == SGX_SUCCESS) {
        memcpy(nonce, context->nonce, sizeof context->nonce);
        context->step = SIGMA_REPORTED;
    }
    sigma_context_give_back(ctx);
    return status;
}

/* The quoting enclave's word for the quote: made there, and about exactly these bytes. */
static sgx_status_t check_quote(const sigma_context_t *context, const sgx_report_t *qe_report, msg3_t *msg3,
    uint32_t quote_size)
{
    const sgx_report_body_t *body = &qe_report->body;
    uint8_t *const before_quote = msg3->quote - sizeof context->nonce;
    sgx_sha256_hash_t hash;
    sgx_status_t status = sgx_verify_report(qe_report);

    if (status != SGX_SUCCESS) {
        return status == SGX_ERROR_MAC_MISMATCH ? status : narrowed(status);
    }
    if (memcmp(&body->attributes, &context->quoting_enclave.attributes, sizeof body->attributes) != 0
        || memcmp(&body->mr_enclave, &context->quoting_enclave.mr_enclave, sizeof body->mr_enclave) != 0) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    /* SHA-256(nonce | quote): the nonce for a moment in the place of zeros. */
    memcpy(before_quote, context->nonce, sizeof context->nonce);
    status = narrowed(sgx_sha256_msg(before_quote, (uint32_t) sizeof context->nonce + quote_size, &hash));
    memset(before_quote, 0, sizeof context->nonce);
    if (status == SGX_SUCCESS && !equal_in_constant_time(hash, body->report_data.d, sizeof hash)) {
        status = SGX_ERROR_MAC_MISMATCH;
    }
    return status;
}

static sgx_status_t make_msg3(sigma_context_t *context, const sgx_report_t *qe_report, const uint8_t *quote,
    uint32_t quote_size, uint8_t *head)
{
    const uint32_t covered = (uint32_t) (sizeof(msg3_t) - offsetof(msg3_t, g_a)) + quote_size;
    sgx_status_t status;
    msg3_t *msg3 = calloc(1, sizeof *msg3 + quote_size);

    if (msg3 == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    msg3->g_a = context->g_a;
    memcpy(msg3->quote, quote, quote_size);
    status = check_quote(context, qe_report, msg3, quote_size);
    if (status == SGX_SUCCESS) {
        status =
            narrowed(sgx_rijndael128_cmac_msg(&context->keys.smk, (const uint8_t *) &msg3->g_a, covered, &msg3->mac));
    }
    if (status == SGX_SUCCESS) {
        memcpy(head, msg3, sizeof *msg3);
    }
    free(msg3);
    return status;
}

sgx_status_t sigma_msg3(uint32_t ctx, sgx_report_t *qe_report, uint8_t *quote, uint32_t quote_size, uint8_t *msg3)
{
    sigma_context_t *context = NULL;
    sgx_status_t status;

    if (qe_report == NULL || quote == NULL || quote_size == 0 || quote_size > SIGMA_MAX_QUOTE || msg3 == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = sigma_context_take(ctx, &context);
    if (status != SGX_SUCCESS) {
        return status;
    }
    status = context->step == SIGMA_REPORTED ? make_msg3(context, qe_report, quote, quote_size, msg3)
                                             : SGX_ERROR_INVALID_STATE;
    if (status == SGX_SUCCESS) {
        context->step = SIGMA_MSG3_MADE;
        wipe(context->keys.smk, sizeof context->keys.smk);
        wipe(context->keys.vk, sizeof context->keys.vk);
    }
    sigma_context_give_back(ctx);
    return status;
}

sgx_status_t sigma_key(uint32_t ctx, uint32_t type, sgx_cmac_128bit_key_t *key)
{
    sigma_context_t *context = NULL;
    sgx_status_t status = sigma_context_take(ctx, &context);

    if (status != SGX_SUCCESS) {
        return status;
    }
    if (context->step != SIGMA_MSG3_MADE) {
        status = SGX_ERROR_INVALID_STATE;
    } else if (type == SIGMA_KEY_SK) {
        memcpy(key, context->keys.sk, sizeof *key);
    } else if (type == SIGMA_KEY_MK) {
        memcpy(key, context->keys.mk, sizeof *key);
    } else {
        status = SGX_ERROR_INVALID_PARAMETER;
    }
    sigma_context_give_back(ctx);
    return status;
}
