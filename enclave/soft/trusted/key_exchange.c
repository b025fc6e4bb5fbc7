/*
 * SOFT: the enclave's half of the key exchange: the state machine of docs/spec/sdk-api.md 5, with its statuses and its
 * order of checks. One lock covers the table and the contexts: a step is far shorter than the network around it.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "Enclave_t.h"
#include "soft_trusted.h"

#define MAX_CONTEXTS 9990

enum state { INITED, GOT_GA, MSG2ED };

typedef struct {
    sgx_ec_key_128bit_t smk, sk, mk, vk;
} session_keys_t;

typedef struct {
    enum state state;
    sgx_ra_derive_secret_keys_t derive;
    sgx_ec256_public_t sp_key;
    sgx_ec256_private_t a;
    sgx_ec256_public_t g_a;
    sgx_ec256_public_t g_b;
    session_keys_t keys;
    sgx_quote_nonce_t nonce;
    sgx_target_info_t qe_target;
} context_t;

static context_t *contexts[MAX_CONTEXTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static context_t *find(sgx_ra_context_t id)
{
    return id < MAX_CONTEXTS ? contexts[id] : NULL;
}

/* Failures of the primitives have one status outside this file. */
static sgx_status_t narrowed(sgx_status_t status)
{
    return status == SGX_SUCCESS || status == SGX_ERROR_OUT_OF_MEMORY ? status : SGX_ERROR_UNEXPECTED;
}

static sgx_status_t init(const sgx_ec256_public_t *sp_key, sgx_ra_derive_secret_keys_t derive,
    sgx_ra_context_t *p_context)
{
    context_t *context;
    sgx_ra_context_t id = 0;

    if (sp_key == NULL || p_context == NULL || !sgx_is_within_enclave(sp_key, sizeof *sp_key)
        || !sgx_is_within_enclave(p_context, sizeof *p_context) || soft_p256_check_point(sp_key) != SGX_SUCCESS) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    context = calloc(1, sizeof *context);
    if (context == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    context->state = INITED;
    context->sp_key = *sp_key;
    context->derive = derive;
    pthread_mutex_lock(&lock);
    while (id < MAX_CONTEXTS && contexts[id] != NULL) {
        id++;
    }
    if (id < MAX_CONTEXTS) {
        contexts[id] = context;
    }
    pthread_mutex_unlock(&lock);
    if (id == MAX_CONTEXTS) {
        free(context);
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    *p_context = id;
    return SGX_SUCCESS;
}

sgx_status_t sgx_ra_init(const sgx_ec256_public_t *p_pub_key, int b_pse, sgx_ra_context_t *p_context)
{
    (void) b_pse;
    return init(p_pub_key, NULL, p_context);
}

sgx_status_t sgx_ra_init_ex(const sgx_ec256_public_t *p_pub_key, int b_pse, sgx_ra_derive_secret_keys_t derive_key_cb,
    sgx_ra_context_t *p_context)
{
    (void) b_pse;
    if (derive_key_cb == NULL || !soft_in_image((const void *) (uintptr_t) derive_key_cb)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    return init(p_pub_key, derive_key_cb, p_context);
}

sgx_status_t sgx_ra_get_ga(sgx_ra_context_t id, sgx_ec256_public_t *g_a)
{
    sgx_status_t status = SGX_ERROR_INVALID_PARAMETER;
    context_t *context;

    if (g_a == NULL) {
        return status;
    }
    pthread_mutex_lock(&lock);
    context = find(id);
    if (context == NULL) {
        goto cleanup;
    }
    if (context->state != INITED) {
        status = SGX_ERROR_INVALID_STATE;
        goto cleanup;
    }
    status = narrowed(soft_p256_generate(&context->a, &context->g_a));
    if (status == SGX_SUCCESS) {
        *g_a = context->g_a;
        context->state = GOT_GA;
    }
cleanup:
    pthread_mutex_unlock(&lock);
    return status;
}

/* SP signature over g_b | g_a, then the key derivation, then the MAC: the order sdk-api.md 5 gives. */
static sgx_status_t check_msg2(const context_t *context, const sgx_ra_msg2_t *msg2, sgx_ec256_dh_shared_t *shared,
    session_keys_t *keys)
{
    sgx_ec256_public_t points[2] = {msg2->g_b, context->g_a};
    sgx_mac_t mac;
    sgx_status_t status;

    if (soft_p256_shared(&context->a, &msg2->g_b, shared) != SGX_SUCCESS) {
        return SGX_ERROR_UNEXPECTED;
    }
    status = soft_p256_verify(&context->sp_key, (const uint8_t *) points, sizeof points, &msg2->sign_gb_ga);
    if (status != SGX_SUCCESS) {
        return status;
    }
    if (context->derive != NULL) {
        status = context->derive(shared, msg2->kdf_id, &keys->smk, &keys->sk, &keys->mk, &keys->vk);
    } else if (msg2->kdf_id != 1) {
        status = SGX_ERROR_KDF_MISMATCH;
    } else {
        status = narrowed(soft_derive_keys(shared, &keys->smk, &keys->sk, &keys->mk, &keys->vk));
    }
    if (status != SGX_SUCCESS) {
        return status;
    }
    status = sgx_rijndael128_cmac_msg(&keys->smk, (const uint8_t *) msg2, offsetof(sgx_ra_msg2_t, mac), &mac);
    if (status == SGX_SUCCESS && CRYPTO_memcmp(mac, msg2->mac, sizeof mac) != 0) {
        return SGX_ERROR_MAC_MISMATCH;
    }
    return narrowed(status);
}

/* report_data = SHA-256(g_a | g_b | VK) | 0 */
static sgx_status_t session_report(const context_t *context, sgx_report_t *report)
{
    uint8_t input[2 * sizeof(sgx_ec256_public_t) + sizeof(sgx_ec_key_128bit_t)];
    sgx_report_data_t data = {{0}};
    sgx_sha256_hash_t hash;
    sgx_status_t status;

    memcpy(input, &context->g_a, 64);
    memcpy(input + 64, &context->g_b, 64);
    memcpy(input + 128, context->keys.vk, 16);
    status = sgx_sha256_msg(input, sizeof input, &hash);
    if (status == SGX_SUCCESS) {
        memcpy(data.d, hash, sizeof hash);
        status = sgx_create_report(&context->qe_target, &data, report);
    }
    OPENSSL_cleanse(input, sizeof input);
    return narrowed(status);
}

sgx_status_t sgx_ra_proc_msg2_trusted(sgx_ra_context_t id, const sgx_ra_msg2_t *p_msg2,
    const sgx_target_info_t *p_qe_target, sgx_report_t *p_report, sgx_quote_nonce_t *p_nonce)
{
    sgx_ec256_dh_shared_t shared = {{0}};
    session_keys_t keys = {{0}, {0}, {0}, {0}};
    sgx_quote_nonce_t nonce;
    sgx_status_t status = SGX_ERROR_INVALID_PARAMETER;
    context_t *context;

    if (p_msg2 == NULL || p_qe_target == NULL || p_report == NULL || p_nonce == NULL) {
        return status;
    }
    pthread_mutex_lock(&lock);
    context = find(id);
    if (context == NULL) {
        goto cleanup;
    }
    if (context->state != GOT_GA) {
        status = SGX_ERROR_INVALID_STATE;
        goto cleanup;
    }
    status = check_msg2(context, p_msg2, &shared, &keys);
    if (status != SGX_SUCCESS) {
        goto cleanup;
    }
    status = narrowed(soft_random(nonce.rand, sizeof nonce.rand));
    if (status != SGX_SUCCESS) {
        goto cleanup;
    }
    context->keys = keys;
    context->g_b = p_msg2->g_b;
    context->qe_target = *p_qe_target;
    context->nonce = nonce;
    status = session_report(context, p_report);
    if (status == SGX_SUCCESS) {
        *p_nonce = nonce;
        context->state = MSG2ED;
    }
cleanup:
    pthread_mutex_unlock(&lock);
    OPENSSL_cleanse(&shared, sizeof shared);
    OPENSSL_cleanse(&keys, sizeof keys);
    return status;
}

/* The quoting enclave's word for the quote: made there, about exactly these bytes. */
static sgx_status_t check_quote(const context_t *context, const sgx_report_t *qe_report, const uint8_t *quote,
    uint32_t quote_size)
{
    const sgx_report_body_t *body = &qe_report->body;
    sgx_sha256_hash_t hash;
    sgx_status_t status;
    uint8_t *input;

    if (memcmp(&body->attributes, &context->qe_target.attributes, sizeof body->attributes) != 0
        || memcmp(&body->mr_enclave, &context->qe_target.mr_enclave, sizeof body->mr_enclave) != 0) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    if (quote_size > UINT32_MAX - (uint32_t) sizeof context->nonce) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    input = malloc(sizeof context->nonce + quote_size);
    if (input == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    memcpy(input, &context->nonce, sizeof context->nonce);
    memcpy(input + sizeof context->nonce, quote, quote_size);
    status = narrowed(sgx_sha256_msg(input, (uint32_t) sizeof context->nonce + quote_size, &hash));
    if (status == SGX_SUCCESS && CRYPTO_memcmp(hash, body->report_data.d, sizeof hash) != 0) {
        status = SGX_ERROR_MAC_MISMATCH;
    }
    free(input);
    return status;
}

/* With p_msg3->quote copied in once: the host may change its copy between two looks at it. */
static sgx_status_t make_msg3(const context_t *context, const sgx_report_t *qe_report, sgx_ra_msg3_t *p_msg3,
    uint32_t msg3_size, uint32_t quote_size)
{
    sgx_status_t status;
    sgx_ra_msg3_t *msg3 = calloc(1, msg3_size);
    if (msg3 == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    msg3->g_a = context->g_a;
    memcpy(msg3->quote, p_msg3->quote, quote_size);
    status = check_quote(context, qe_report, msg3->quote, quote_size);
    if (status == SGX_SUCCESS) {
        status = narrowed(sgx_rijndael128_cmac_msg(&context->keys.smk, (const uint8_t *) &msg3->g_a,
            msg3_size - (uint32_t) sizeof msg3->mac, &msg3->mac));
    }
    if (status == SGX_SUCCESS) {
        memcpy(p_msg3, msg3, sizeof *msg3);
    }
    free(msg3);
    return status;
}

sgx_status_t sgx_ra_get_msg3_trusted(sgx_ra_context_t id, uint32_t quote_size, sgx_report_t *qe_report,
    sgx_ra_msg3_t *p_msg3, uint32_t msg3_size)
{
    sgx_status_t status = SGX_ERROR_INVALID_PARAMETER;
    context_t *context;

    if (qe_report == NULL || p_msg3 == NULL || quote_size == 0) {
        return status;
    }
    pthread_mutex_lock(&lock);
    context = find(id);
    if (context == NULL || msg3_size != sizeof *p_msg3 + (uint64_t) quote_size
        || !sgx_is_outside_enclave(p_msg3, msg3_size)) {
        goto cleanup;
    }
    status = sgx_verify_report(qe_report);
    if (status != SGX_SUCCESS) {
        status = status == SGX_ERROR_MAC_MISMATCH ? status : narrowed(status);
    } else if (context->state != MSG2ED) {
        status = SGX_ERROR_INVALID_STATE;
    } else {
        status = make_msg3(context, qe_report, p_msg3, msg3_size, quote_size);
    }
cleanup:
    pthread_mutex_unlock(&lock);
    return status;
}

sgx_status_t sgx_ra_get_keys(sgx_ra_context_t id, sgx_ra_key_type_t type, sgx_ra_key_128_t *p_key)
{
    sgx_status_t status = SGX_ERROR_INVALID_PARAMETER;
    const context_t *context;

    if (p_key == NULL || !sgx_is_within_enclave(p_key, sizeof *p_key)) {
        return status;
    }
    pthread_mutex_lock(&lock);
    context = find(id);
    if (context != NULL && context->state != MSG2ED) {
        status = SGX_ERROR_INVALID_STATE;
    } else if (context != NULL && (type == SGX_RA_KEY_SK || type == SGX_RA_KEY_MK)) {
        memcpy(*p_key, type == SGX_RA_KEY_SK ? context->keys.sk : context->keys.mk, sizeof *p_key);
        status = SGX_SUCCESS;
    }
    pthread_mutex_unlock(&lock);
    return status;
}

sgx_status_t sgx_ra_close(sgx_ra_context_t id)
{
    context_t *context;
    pthread_mutex_lock(&lock);
    context = find(id);
    if (context != NULL) {
        contexts[id] = NULL;
    }
    pthread_mutex_unlock(&lock);
    if (context == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    OPENSSL_cleanse(context, sizeof *context);
    free(context);
    return SGX_SUCCESS;
}

void soft_close_contexts(void)
{
    for (sgx_ra_context_t id = 0; id < MAX_CONTEXTS; id++) {
        (void) sgx_ra_close(id);
    }
}
