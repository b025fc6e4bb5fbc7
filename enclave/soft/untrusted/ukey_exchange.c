/* SOFT: the untrusted half of the key exchange (docs/spec/sdk-api.md 4) */
#include "sgx_ukey_exchange.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "sgx_uae_epid.h"

/* The quoting enclave's target info, of the last msg1 of the process. */
static sgx_target_info_t qe_target;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

sgx_status_t sgx_ra_get_msg1(sgx_ra_context_t context, sgx_enclave_id_t eid, sgx_ecall_get_ga_trusted_t p_get_ga,
    sgx_ra_msg1_t *p_msg1)
{
    sgx_target_info_t target;
    sgx_epid_group_id_t gid;
    sgx_ec256_public_t g_a;
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    sgx_status_t status;

    if (p_get_ga == NULL || p_msg1 == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    memset(&target, 0, sizeof target);
    memset(&g_a, 0, sizeof g_a);
    status = sgx_init_quote(&target, &gid);
    if (status != SGX_SUCCESS) {
        return status;
    }
    pthread_mutex_lock(&lock);
    qe_target = target;
    pthread_mutex_unlock(&lock);
    memcpy(p_msg1->gid, gid, sizeof gid);
    status = p_get_ga(eid, &result, context, &g_a);
    if (status == SGX_SUCCESS) {
        status = result;
    }
    if (status == SGX_SUCCESS) {
        p_msg1->g_a = g_a;
    }
    return status;
}

/* What the enclave says to msg2: a report for the quoting enclave and a nonce for its quote. */
static sgx_status_t enclave_proc_msg2(sgx_ra_context_t context, sgx_enclave_id_t eid,
    sgx_ecall_proc_msg2_trusted_t p_proc_msg2, const sgx_ra_msg2_t *p_msg2, sgx_report_t *report,
    sgx_quote_nonce_t *nonce)
{
    sgx_target_info_t target;
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    sgx_status_t status;

    pthread_mutex_lock(&lock);
    target = qe_target;
    pthread_mutex_unlock(&lock);
    memset(report, 0, sizeof *report);
    memset(nonce, 0, sizeof *nonce);
    status = p_proc_msg2(eid, &result, context, p_msg2, &target, report, nonce);
    return status == SGX_SUCCESS ? result : status;
}

sgx_status_t sgx_ra_proc_msg2(sgx_ra_context_t context, sgx_enclave_id_t eid, sgx_ecall_proc_msg2_trusted_t p_proc_msg2,
    sgx_ecall_get_msg3_trusted_t p_get_msg3, const sgx_ra_msg2_t *p_msg2, uint32_t msg2_size, sgx_ra_msg3_t **pp_msg3,
    uint32_t *p_msg3_size)
{
    sgx_report_t report, qe_report;
    sgx_quote_nonce_t nonce;
    sgx_ra_msg3_t *msg3 = NULL;
    sgx_quote_sign_type_t type;
    const uint8_t *sig_rl;
    uint32_t quote_size = 0, msg3_size = 0;
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    sgx_status_t status = SGX_ERROR_INVALID_PARAMETER;

    if (p_proc_msg2 == NULL || p_get_msg3 == NULL || p_msg2 == NULL || pp_msg3 == NULL || p_msg3_size == NULL
        || msg2_size < sizeof *p_msg2 || msg2_size - sizeof *p_msg2 != p_msg2->sig_rl_size) {
        return status;
    }
    status = enclave_proc_msg2(context, eid, p_proc_msg2, p_msg2, &report, &nonce);
    if (status != SGX_SUCCESS) {
        goto cleanup;
    }
    sig_rl = p_msg2->sig_rl_size == 0 ? NULL : p_msg2->sig_rl;
    status = sgx_calc_quote_size(sig_rl, p_msg2->sig_rl_size, &quote_size);
    if (status != SGX_SUCCESS) {
        goto cleanup;
    }
    status = SGX_ERROR_OUT_OF_MEMORY;
    if (quote_size > UINT32_MAX - sizeof *msg3) {
        goto cleanup;
    }
    msg3_size = (uint32_t) sizeof *msg3 + quote_size;
    msg3 = calloc(1, msg3_size);
    if (msg3 == NULL) {
        goto cleanup;
    }
    type = p_msg2->quote_type == 0 ? SGX_UNLINKABLE_SIGNATURE : SGX_LINKABLE_SIGNATURE;
    memset(&qe_report, 0, sizeof qe_report);
    status = sgx_get_quote(&report, type, &p_msg2->spid, &nonce, sig_rl, p_msg2->sig_rl_size, &qe_report,
        (sgx_quote_t *) msg3->quote, quote_size);
    if (status != SGX_SUCCESS) {
        goto cleanup;
    }
    status = p_get_msg3(eid, &result, context, quote_size, &qe_report, msg3, msg3_size);
    status = status == SGX_SUCCESS ? result : status;
    if (status == SGX_SUCCESS) {
        *pp_msg3 = msg3;
        *p_msg3_size = msg3_size;
        msg3 = NULL;
    }
cleanup:
    free(msg3);
    return status;
}
