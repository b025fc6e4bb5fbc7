/*
 * SOFT: what sgx_edger8r generates from Enclave.edl for the trusted side, written by hand (docs/spec/sdk-api.md 6):
 * [in] and [out] arguments are copied, NULL, or a length of 0, arrives as NULL, [out] copies are zeroed first and written
 * back whatever the function returned, a range partly inside the enclave is refused. The marshalled call itself is copied
 * in whole before any of it is read: the host may change a length between two looks at it.
 */
#include "Enclave_t.h"

#include <stdlib.h>
#include <string.h>

#include "soft_config.h"
#include "sigma.h"
#include "soft_trusted.h"

/* One pointer argument: where it is outside, and its copy inside. */
typedef struct {
    void *outside;
    void *inside;
    size_t size;
} copy_t;

static sgx_status_t copy_argument(copy_t *copy, const void *outside, size_t size)
{
    copy->outside = NULL;
    copy->inside = NULL;
    copy->size = size;
    if (outside == NULL || size == 0) {
        return SGX_SUCCESS;
    }
    if (!sgx_is_outside_enclave(outside, size)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    copy->inside = calloc(1, size);
    return copy->inside == NULL ? SGX_ERROR_OUT_OF_MEMORY : SGX_SUCCESS;
}

static sgx_status_t copy_in(copy_t *copy, const void *outside, size_t size)
{
    sgx_status_t status = copy_argument(copy, outside, size);
    if (status == SGX_SUCCESS && copy->inside != NULL) {
        memcpy(copy->inside, outside, size);
    }
    return status;
}

static sgx_status_t copy_for_output(copy_t *copy, void *outside, size_t size)
{
    sgx_status_t status = copy_argument(copy, outside, size);
    copy->outside = copy->inside == NULL ? NULL : outside;
    return status;
}

/* Writes an output back when the function was called, and frees the copy. */
static void finish(copy_t *copy, sgx_status_t status)
{
    if (status == SGX_SUCCESS && copy->outside != NULL) {
        memcpy(copy->outside, copy->inside, copy->size);
    }
    free(copy->inside);
}

static sgx_status_t bridge_get_report(void *pms)
{
    ms_get_report_t *ms = pms;
    copy_t report = {0}, target_info = {0};
    sgx_status_t status = copy_for_output(&report, ms->report, sizeof *ms->report);
    if (status == SGX_SUCCESS) {
        status = copy_in(&target_info, ms->target_info, sizeof *ms->target_info);
    }
    if (status == SGX_SUCCESS) {
        ms->retval = get_report(report.inside, target_info.inside);
    }
    finish(&report, status);
    finish(&target_info, status);
    return status;
}

static sgx_status_t bridge_enclave_ra_init(void *pms)
{
    ms_enclave_ra_init_t *ms = pms;
    copy_t ctx = {0};
    sgx_status_t status = copy_for_output(&ctx, ms->ctx, sizeof *ms->ctx);
    if (status == SGX_SUCCESS) {
        ms->retval = enclave_ra_init(ms->key, ms->b_pse, ctx.inside);
    }
    finish(&ctx, status);
    return status;
}

static sgx_status_t bridge_enclave_ra_init_def(void *pms)
{
    ms_enclave_ra_init_def_t *ms = pms;
    copy_t ctx = {0};
    sgx_status_t status = copy_for_output(&ctx, ms->ctx, sizeof *ms->ctx);
    if (status == SGX_SUCCESS) {
        ms->retval = enclave_ra_init_def(ms->b_pse, ctx.inside);
    }
    finish(&ctx, status);
    return status;
}

static sgx_status_t bridge_enclave_ra_get_key_hash(void *pms)
{
    ms_enclave_ra_get_key_hash_t *ms = pms;
    copy_t hash = {0};
    sgx_status_t status = copy_for_output(&hash, ms->hash, sizeof *ms->hash);
    if (status == SGX_SUCCESS) {
        ms->retval = enclave_ra_get_key_hash(ms->ctx, ms->type, hash.inside);
    }
    finish(&hash, status);
    return status;
}

static sgx_status_t bridge_enclave_ra_close(void *pms)
{
    ms_enclave_ra_close_t *ms = pms;
    ms->retval = enclave_ra_close(ms->ctx);
    return SGX_SUCCESS;
}

static sgx_status_t bridge_verify_att_result_mac(void *pms)
{
    ms_verify_att_result_mac_t *ms = pms;
    copy_t message = {0}, mac = {0};
    sgx_status_t status = copy_in(&message, ms->message, ms->len);
    if (status == SGX_SUCCESS) {
        status = copy_in(&mac, ms->mac, 16);
    }
    if (status == SGX_SUCCESS) {
        ms->retval = verify_att_result_mac(ms->ctx, message.inside, ms->len, mac.inside);
    }
    finish(&message, status);
    finish(&mac, status);
    return status;
}

static sgx_status_t bridge_verify_secret_data(void *pms)
{
    ms_verify_secret_data_t *ms = pms;
    copy_t ciphertext = {0}, tag = {0};
    sgx_status_t status = copy_in(&ciphertext, ms->ciphertext, ms->len);
    if (status == SGX_SUCCESS) {
        status = copy_in(&tag, ms->tag, 16);
    }
    if (status == SGX_SUCCESS) {
        ms->retval = verify_secret_data(ms->ctx, ciphertext.inside, ms->len, tag.inside);
    }
    finish(&ciphertext, status);
    finish(&tag, status);
    return status;
}

/* The inputs that put_secret and seal_secret have in common. */
typedef struct {
    copy_t iv, aad, ciphertext, tag;
} secret_copies_t;

static sgx_status_t copy_secret(secret_copies_t *copies, const uint8_t *iv, const uint8_t *aad, uint32_t aad_len,
    const uint8_t *ciphertext, uint32_t len, const uint8_t *tag)
{
    sgx_status_t status = copy_in(&copies->iv, iv, 12);
    if (status == SGX_SUCCESS) {
        status = copy_in(&copies->aad, aad, aad_len);
    }
    if (status == SGX_SUCCESS) {
        status = copy_in(&copies->ciphertext, ciphertext, len);
    }
    return status == SGX_SUCCESS ? copy_in(&copies->tag, tag, 16) : status;
}

static void finish_secret(secret_copies_t *copies, sgx_status_t status)
{
    finish(&copies->iv, status);
    finish(&copies->aad, status);
    finish(&copies->ciphertext, status);
    finish(&copies->tag, status);
}

static sgx_status_t bridge_put_secret(void *pms)
{
    ms_put_secret_t *ms = pms;
    secret_copies_t in = {0};
    copy_t hash = {0};
    sgx_status_t status = copy_secret(&in, ms->iv, ms->aad, ms->aad_len, ms->ciphertext, ms->len, ms->tag);
    if (status == SGX_SUCCESS) {
        status = copy_for_output(&hash, ms->hash, sizeof *ms->hash);
    }
    if (status == SGX_SUCCESS) {
        ms->retval = put_secret(ms->ctx, in.iv.inside, in.aad.inside, ms->aad_len, in.ciphertext.inside, ms->len,
            in.tag.inside, hash.inside);
    }
    finish_secret(&in, status);
    finish(&hash, status);
    return status;
}

static sgx_status_t bridge_seal_secret(void *pms)
{
    ms_seal_secret_t *ms = pms;
    secret_copies_t in = {0};
    copy_t sealed = {0};
    sgx_status_t status = copy_secret(&in, ms->iv, ms->aad, ms->aad_len, ms->ciphertext, ms->len, ms->tag);
    if (status == SGX_SUCCESS) {
        status = copy_for_output(&sealed, ms->sealed, ms->cap);
    }
    if (status == SGX_SUCCESS) {
        ms->retval = seal_secret(ms->ctx, in.iv.inside, in.aad.inside, ms->aad_len, in.ciphertext.inside, ms->len,
            in.tag.inside, sealed.inside, ms->cap);
    }
    finish_secret(&in, status);
    finish(&sealed, status);
    return status;
}

static sgx_status_t bridge_unseal_secret(void *pms)
{
    ms_unseal_secret_t *ms = pms;
    copy_t sealed = {0}, hash = {0};
    sgx_status_t status = copy_in(&sealed, ms->sealed, ms->len);
    if (status == SGX_SUCCESS) {
        status = copy_for_output(&hash, ms->hash, sizeof *ms->hash);
    }
    if (status == SGX_SUCCESS) {
        ms->retval = unseal_secret(sealed.inside, ms->len, hash.inside);
    }
    finish(&sealed, status);
    finish(&hash, status);
    return status;
}

static sgx_status_t bridge_sigma_open(void *pms)
{
    ms_sigma_open_t *ms = pms;
    copy_t sp_key = {0}, ctx = {0};
    sgx_status_t status = copy_in(&sp_key, ms->sp_key, sizeof *ms->sp_key);
    if (status == SGX_SUCCESS) {
        status = copy_for_output(&ctx, ms->ctx, sizeof *ms->ctx);
    }
    if (status == SGX_SUCCESS) {
        ms->retval = sigma_open(sp_key.inside, ctx.inside);
    }
    finish(&sp_key, status);
    finish(&ctx, status);
    return status;
}

static sgx_status_t bridge_sigma_ga(void *pms)
{
    ms_sigma_ga_t *ms = pms;
    copy_t g_a = {0};
    sgx_status_t status = copy_for_output(&g_a, ms->g_a, sizeof *ms->g_a);
    if (status == SGX_SUCCESS) {
        ms->retval = sigma_ga(ms->ctx, g_a.inside);
    }
    finish(&g_a, status);
    return status;
}

static sgx_status_t bridge_sigma_msg2(void *pms)
{
    ms_sigma_msg2_t *ms = pms;
    copy_t msg2 = {0};
    sgx_status_t status = copy_in(&msg2, ms->msg2, ms->len);
    if (status == SGX_SUCCESS) {
        ms->retval = sigma_msg2(ms->ctx, msg2.inside, ms->len);
    }
    finish(&msg2, status);
    return status;
}

static sgx_status_t bridge_sigma_report(void *pms)
{
    ms_sigma_report_t *ms = pms;
    copy_t target = {0}, report = {0}, nonce = {0};
    sgx_status_t status = copy_in(&target, ms->quoting_enclave, sizeof *ms->quoting_enclave);
    if (status == SGX_SUCCESS) {
        status = copy_for_output(&report, ms->report, sizeof *ms->report);
    }
    if (status == SGX_SUCCESS) {
        status = copy_for_output(&nonce, ms->nonce, 16);
    }
    if (status == SGX_SUCCESS) {
        ms->retval = sigma_report(ms->ctx, target.inside, report.inside, nonce.inside);
    }
    finish(&target, status);
    finish(&report, status);
    finish(&nonce, status);
    return status;
}

static sgx_status_t bridge_sigma_msg3(void *pms)
{
    ms_sigma_msg3_t *ms = pms;
    copy_t qe_report = {0}, quote = {0}, msg3 = {0};
    sgx_status_t status = copy_in(&qe_report, ms->qe_report, sizeof *ms->qe_report);
    if (status == SGX_SUCCESS) {
        status = copy_in(&quote, ms->quote, ms->quote_size);
    }
    if (status == SGX_SUCCESS) {
        status = copy_for_output(&msg3, ms->msg3, 336);
    }
    if (status == SGX_SUCCESS) {
        ms->retval = sigma_msg3(ms->ctx, qe_report.inside, quote.inside, ms->quote_size, msg3.inside);
    }
    finish(&qe_report, status);
    finish(&quote, status);
    finish(&msg3, status);
    return status;
}

static sgx_status_t bridge_sgx_ra_get_ga(void *pms)
{
    ms_sgx_ra_get_ga_t *ms = pms;
    copy_t g_a = {0};
    sgx_status_t status = copy_for_output(&g_a, ms->g_a, sizeof *ms->g_a);
    if (status == SGX_SUCCESS) {
        ms->retval = sgx_ra_get_ga(ms->context, g_a.inside);
    }
    finish(&g_a, status);
    return status;
}

static sgx_status_t bridge_sgx_ra_proc_msg2_trusted(void *pms)
{
    ms_sgx_ra_proc_msg2_trusted_t *ms = pms;
    copy_t msg2 = {0}, target = {0}, report = {0}, nonce = {0};
    sgx_status_t status = copy_in(&msg2, ms->p_msg2, sizeof *ms->p_msg2);
    if (status == SGX_SUCCESS) {
        status = copy_in(&target, ms->p_qe_target, sizeof *ms->p_qe_target);
    }
    if (status == SGX_SUCCESS) {
        status = copy_for_output(&report, ms->p_report, sizeof *ms->p_report);
    }
    if (status == SGX_SUCCESS) {
        status = copy_for_output(&nonce, ms->p_nonce, sizeof *ms->p_nonce);
    }
    if (status == SGX_SUCCESS) {
        ms->retval = sgx_ra_proc_msg2_trusted(ms->context, msg2.inside, target.inside, report.inside, nonce.inside);
    }
    finish(&msg2, status);
    finish(&target, status);
    finish(&report, status);
    finish(&nonce, status);
    return status;
}

static sgx_status_t bridge_sgx_ra_get_msg3_trusted(void *pms)
{
    ms_sgx_ra_get_msg3_trusted_t *ms = pms;
    copy_t qe_report = {0};
    sgx_status_t status = copy_in(&qe_report, ms->qe_report, sizeof *ms->qe_report);
    if (status == SGX_SUCCESS) {
        ms->retval = sgx_ra_get_msg3_trusted(ms->context, ms->quote_size, qe_report.inside, ms->p_msg3, ms->msg3_size);
    }
    finish(&qe_report, status);
    return status;
}

/* Room for the marshalled call of any ECALL. */
typedef union {
    sgx_status_t retval;
    ms_get_report_t get_report;
    ms_enclave_ra_init_t enclave_ra_init;
    ms_enclave_ra_init_def_t enclave_ra_init_def;
    ms_enclave_ra_get_key_hash_t enclave_ra_get_key_hash;
    ms_enclave_ra_close_t enclave_ra_close;
    ms_verify_att_result_mac_t verify_att_result_mac;
    ms_verify_secret_data_t verify_secret_data;
    ms_put_secret_t put_secret;
    ms_seal_secret_t seal_secret;
    ms_unseal_secret_t unseal_secret;
    ms_sigma_open_t sigma_open;
    ms_sigma_ga_t sigma_ga;
    ms_sigma_msg2_t sigma_msg2;
    ms_sigma_report_t sigma_report;
    ms_sigma_msg3_t sigma_msg3;
    ms_sgx_ra_get_ga_t sgx_ra_get_ga;
    ms_sgx_ra_proc_msg2_trusted_t sgx_ra_proc_msg2_trusted;
    ms_sgx_ra_get_msg3_trusted_t sgx_ra_get_msg3_trusted;
} ms_t;

static const struct {
    sgx_status_t (*bridge)(void *ms);
    size_t ms_size;
} ecalls[ECALL_COUNT] = {
    [ECALL_GET_REPORT] = {bridge_get_report, sizeof(ms_get_report_t)},
    [ECALL_ENCLAVE_RA_INIT] = {bridge_enclave_ra_init, sizeof(ms_enclave_ra_init_t)},
    [ECALL_ENCLAVE_RA_INIT_DEF] = {bridge_enclave_ra_init_def, sizeof(ms_enclave_ra_init_def_t)},
    [ECALL_ENCLAVE_RA_GET_KEY_HASH] = {bridge_enclave_ra_get_key_hash, sizeof(ms_enclave_ra_get_key_hash_t)},
    [ECALL_ENCLAVE_RA_CLOSE] = {bridge_enclave_ra_close, sizeof(ms_enclave_ra_close_t)},
    [ECALL_VERIFY_ATT_RESULT_MAC] = {bridge_verify_att_result_mac, sizeof(ms_verify_att_result_mac_t)},
    [ECALL_VERIFY_SECRET_DATA] = {bridge_verify_secret_data, sizeof(ms_verify_secret_data_t)},
    [ECALL_PUT_SECRET] = {bridge_put_secret, sizeof(ms_put_secret_t)},
    [ECALL_SEAL_SECRET] = {bridge_seal_secret, sizeof(ms_seal_secret_t)},
    [ECALL_UNSEAL_SECRET] = {bridge_unseal_secret, sizeof(ms_unseal_secret_t)},
    [ECALL_SIGMA_OPEN] = {bridge_sigma_open, sizeof(ms_sigma_open_t)},
    [ECALL_SIGMA_GA] = {bridge_sigma_ga, sizeof(ms_sigma_ga_t)},
    [ECALL_SIGMA_MSG2] = {bridge_sigma_msg2, sizeof(ms_sigma_msg2_t)},
    [ECALL_SIGMA_REPORT] = {bridge_sigma_report, sizeof(ms_sigma_report_t)},
    [ECALL_SIGMA_MSG3] = {bridge_sigma_msg3, sizeof(ms_sigma_msg3_t)},
    [ECALL_SGX_RA_GET_GA] = {bridge_sgx_ra_get_ga, sizeof(ms_sgx_ra_get_ga_t)},
    [ECALL_SGX_RA_PROC_MSG2_TRUSTED] = {bridge_sgx_ra_proc_msg2_trusted, sizeof(ms_sgx_ra_proc_msg2_trusted_t)},
    [ECALL_SGX_RA_GET_MSG3_TRUSTED] = {bridge_sgx_ra_get_msg3_trusted, sizeof(ms_sgx_ra_get_msg3_trusted_t)},
};

__attribute__((visibility("default"))) sgx_status_t enclave_entry(uint32_t function, void *ms);

/* The result is all that goes back of a marshalled call; it stands first in each. */
static sgx_status_t call_function(uint32_t function, void *outside)
{
    ms_t ms;
    sgx_status_t status;

    if (outside == NULL || !sgx_is_outside_enclave(outside, ecalls[function].ms_size)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    if (soft_identity() == NULL) {
        return SGX_ERROR_INVALID_STATE;
    }
    memcpy(&ms, outside, ecalls[function].ms_size);
    status = ecalls[function].bridge(&ms);
    if (status == SGX_SUCCESS) {
        memcpy(outside, &ms.retval, sizeof ms.retval);
    }
    return status;
}

/* The only symbol the image exports. */
sgx_status_t enclave_entry(uint32_t function, void *ms)
{
    if (function == SOFT_LAUNCH) {
        soft_launch_t *launch = ms;
        sgx_status_t status = soft_set_identity(launch);
        if (status == SGX_SUCCESS) {
            launch->tcs_num = SOFT_TCS_NUM;
        }
        return status;
    }
    if (function == SOFT_UNLOAD) {
        soft_close_contexts();
        sigma_close_all();
        soft_clear_identity();
        return SGX_SUCCESS;
    }
    if (function >= ECALL_COUNT) {
        return SGX_ERROR_INVALID_FUNCTION;
    }
    return call_function(function, ms);
}
