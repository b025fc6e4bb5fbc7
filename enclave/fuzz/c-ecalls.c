/* Calls of the enclave's entry point in any order, with any arguments: each byte chooses a call, those after it its arguments */
#include <stdlib.h>
#include <string.h>

#include "Enclave_t.h"
#include "input.h"
#include "launch.h"
#include "peer.h"
#include "sgx_tseal.h"
#include "soft_enclave.h"
#include "soft_trusted.h"
#include "tests.h"

enum { CONTEXTS = 8, CALLS = 24, ATTESTED = ECALL_COUNT };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Contexts that are open, so that calls find some. */
static uint32_t contexts[CONTEXTS];
static size_t opened;

static uint32_t any_context(input_t *in)
{
    const uint8_t choice = input_byte(in);
    return choice < 0xf0 && opened > 0 ? contexts[choice % opened] : input_u32(in);
}

static void remember(sgx_status_t call, sgx_status_t result, const uint32_t *context)
{
    if (call != SGX_SUCCESS || result != SGX_SUCCESS || context == NULL) {
        return;
    }
    if (opened < CONTEXTS) {
        contexts[opened++] = *context;
    } else {
        (void) enclave_ra_close(*context);
    }
}

/* A copy of the marshalled call outside the enclave; the result comes back in it. */
static sgx_status_t enter(uint32_t function, const void *ms, size_t size, sgx_status_t *result)
{
    void *outside = malloc(size);
    sgx_status_t status;

    if (outside == NULL) {
        abort();
    }
    memcpy(outside, ms, size);
    status = enclave_entry(function, outside);
    memcpy(result, outside, sizeof *result);
    free(outside);
    return status;
}

#define ENTER(function, ms) (void) enter(function, &(ms), sizeof(ms), &(ms).retval)

static void call_open(input_t *in, uint32_t function)
{
    sgx_status_t call, result = SGX_SUCCESS;
    uint32_t *ctx = input_buffer(in, sizeof *ctx);

    if (function == ECALL_ENCLAVE_RA_INIT) {
        ms_enclave_ra_init_t ms = {.b_pse = input_byte(in), .ctx = ctx};
        input_bytes(in, &ms.key, sizeof ms.key);
        call = enter(function, &ms, sizeof ms, &result);
    } else if (function == ECALL_ENCLAVE_RA_INIT_DEF) {
        ms_enclave_ra_init_def_t ms = {.b_pse = input_byte(in), .ctx = ctx};
        call = enter(function, &ms, sizeof ms, &result);
    } else {
        ms_sigma_open_t ms = {.sp_key = input_buffer(in, sizeof *ms.sp_key), .ctx = ctx};
        call = enter(function, &ms, sizeof ms, &result);
    }
    remember(call, result, ctx);
}

static void call_secret(input_t *in, uint32_t function)
{
    const uint32_t len = input_length(in), aad_len = input_length(in), ctx = any_context(in);
    uint8_t *iv = input_buffer(in, 12), *tag = input_buffer(in, 16);
    uint8_t *ciphertext = input_buffer(in, len), *aad = input_buffer(in, aad_len);

    if (function == ECALL_PUT_SECRET) {
        ms_put_secret_t ms = {SGX_SUCCESS, ctx, iv, aad, aad_len, ciphertext, len, tag, input_buffer(in, 32)};
        ENTER(function, ms);
    } else {
        const uint32_t cap = input_length(in);
        ms_seal_secret_t ms = {SGX_SUCCESS, ctx, iv, aad, aad_len, ciphertext, len, tag, input_buffer(in, cap), cap};
        ENTER(function, ms);
    }
}

static void call_mac(input_t *in, uint32_t function)
{
    const uint32_t len = input_length(in), ctx = any_context(in);

    if (function == ECALL_VERIFY_ATT_RESULT_MAC) {
        ms_verify_att_result_mac_t ms = {SGX_SUCCESS, ctx, input_buffer(in, len), len, input_buffer(in, 16)};
        ENTER(function, ms);
    } else {
        ms_verify_secret_data_t ms = {SGX_SUCCESS, ctx, input_buffer(in, len), len, input_buffer(in, 16)};
        ENTER(function, ms);
    }
}

/* Bytes as they are, or with the fixed fields of sealed data in their place. */
static void call_unseal(input_t *in)
{
    const uint32_t len = input_length(in);
    ms_unseal_secret_t ms = {SGX_SUCCESS, input_buffer(in, len), len, input_buffer(in, 32)};
    sgx_sealed_data_t *sealed = (sgx_sealed_data_t *) (void *) ms.sealed;

    if (len >= sizeof *sealed && ms.sealed != NULL && input_byte(in) < 0xc0 && !sgx_is_within_enclave(sealed, len)) {
        sealed->key_request.key_name = SGX_KEYSELECT_SEAL;
        sealed->key_request.key_policy = SGX_KEYPOLICY_MRSIGNER;
        memcpy(&sealed->key_request.cpu_svn, platform_cpu_svn, 16);
        sealed->aes_data.payload_size = len - (uint32_t) sizeof *sealed;
    }
    ENTER(ECALL_UNSEAL_SECRET, ms);
}

static void call_sigma(input_t *in, uint32_t function)
{
    const uint32_t ctx = any_context(in);

    if (function == ECALL_SIGMA_MSG2) {
        const uint32_t len = input_length(in);
        ms_sigma_msg2_t ms = {SGX_SUCCESS, ctx, input_buffer(in, len), len};
        ENTER(function, ms);
    } else if (function == ECALL_SIGMA_REPORT) {
        ms_sigma_report_t ms = {SGX_SUCCESS, ctx, input_buffer(in, sizeof *ms.quoting_enclave),
            input_buffer(in, sizeof *ms.report), input_buffer(in, 16)};
        ENTER(function, ms);
    } else {
        const uint32_t len = input_length(in);
        ms_sigma_msg3_t ms = {SGX_SUCCESS, ctx, input_buffer(in, sizeof *ms.qe_report), input_buffer(in, len), len,
            input_buffer(in, 336)};
        ENTER(function, ms);
    }
}

static void call_exchange(input_t *in, uint32_t function)
{
    const uint32_t ctx = any_context(in);

    if (function == ECALL_SGX_RA_GET_GA || function == ECALL_SIGMA_GA) {
        ms_sgx_ra_get_ga_t ms = {SGX_SUCCESS, ctx, input_buffer(in, sizeof *ms.g_a)};
        ENTER(function, ms);
    } else if (function == ECALL_SGX_RA_PROC_MSG2_TRUSTED) {
        ms_sgx_ra_proc_msg2_trusted_t ms = {SGX_SUCCESS, ctx, input_buffer(in, sizeof *ms.p_msg2),
            input_buffer(in, sizeof *ms.p_qe_target), input_buffer(in, sizeof *ms.p_report),
            input_buffer(in, sizeof *ms.p_nonce)};
        ENTER(function, ms);
    } else {
        /* [user_check]: as much as is said is there. */
        const uint32_t quote_size = input_length(in), msg3_size = input_length(in);
        ms_sgx_ra_get_msg3_trusted_t ms = {SGX_SUCCESS, ctx, quote_size, input_buffer(in, sizeof *ms.qe_report),
            input_buffer(in, msg3_size), msg3_size};
        ENTER(function, ms);
    }
}

static void call_other(input_t *in, uint32_t function)
{
    if (function == ECALL_GET_REPORT) {
        ms_get_report_t ms = {SGX_SUCCESS, input_buffer(in, sizeof *ms.report),
            input_buffer(in, sizeof *ms.target_info)};
        ENTER(function, ms);
    } else if (function == ECALL_ENCLAVE_RA_GET_KEY_HASH) {
        ms_enclave_ra_get_key_hash_t ms = {SGX_SUCCESS, any_context(in), input_byte(in), input_buffer(in, 32)};
        ENTER(function, ms);
    } else if (function == ECALL_ENCLAVE_RA_CLOSE) {
        ms_enclave_ra_close_t ms = {SGX_SUCCESS, any_context(in)};
        ENTER(function, ms);
    } else if (opened < CONTEXTS) {
        contexts[opened++] = attested_context();
    }
}

static void call(input_t *in)
{
    const uint32_t function = input_byte(in) % (ECALL_COUNT + 1);

    switch (function) {
    case ECALL_ENCLAVE_RA_INIT:
    case ECALL_ENCLAVE_RA_INIT_DEF:
    case ECALL_SIGMA_OPEN:
        call_open(in, function);
        break;
    case ECALL_PUT_SECRET:
    case ECALL_SEAL_SECRET:
        call_secret(in, function);
        break;
    case ECALL_VERIFY_ATT_RESULT_MAC:
    case ECALL_VERIFY_SECRET_DATA:
        call_mac(in, function);
        break;
    case ECALL_UNSEAL_SECRET:
        call_unseal(in);
        break;
    case ECALL_SIGMA_MSG2:
    case ECALL_SIGMA_REPORT:
    case ECALL_SIGMA_MSG3:
        call_sigma(in, function);
        break;
    case ECALL_SIGMA_GA:
    case ECALL_SGX_RA_GET_GA:
    case ECALL_SGX_RA_PROC_MSG2_TRUSTED:
    case ECALL_SGX_RA_GET_MSG3_TRUSTED:
        call_exchange(in, function);
        break;
    default:
        call_other(in, function);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input_t in = {.at = data, .left = size};

    launch_once();
    launch_random_again();
    opened = 0;
    for (int i = 0; i < CALLS && in.left > 0; i++) {
        call(&in);
    }
    while (opened > 0) {
        (void) enclave_ra_close(contexts[--opened]);
    }
    input_end(&in);
    return 0;
}
