/* SOFT: what sgx_edger8r generates from Enclave.edl for the untrusted side, written by hand (docs/spec/sdk-api.md 6) */
#include "Enclave_u.h"

#include "sgx_urts.h"
#include "soft_enclave.h"

static sgx_status_t call(sgx_enclave_id_t eid, int index, void *ms, const sgx_status_t *made, sgx_status_t *retval)
{
    sgx_status_t status = sgx_ecall(eid, index, NULL, ms);
    if (status == SGX_SUCCESS && retval != NULL) {
        *retval = *made;
    }
    return status;
}

sgx_status_t get_report(sgx_enclave_id_t eid, sgx_status_t *retval, sgx_report_t *report,
    sgx_target_info_t *target_info)
{
    ms_get_report_t ms = {SGX_ERROR_UNEXPECTED, report, target_info};
    return call(eid, ECALL_GET_REPORT, &ms, &ms.retval, retval);
}

sgx_status_t enclave_ra_init(sgx_enclave_id_t eid, sgx_status_t *retval, sgx_ec256_public_t key, int b_pse,
    uint32_t *ctx)
{
    ms_enclave_ra_init_t ms = {SGX_ERROR_UNEXPECTED, key, b_pse, ctx};
    return call(eid, ECALL_ENCLAVE_RA_INIT, &ms, &ms.retval, retval);
}

sgx_status_t enclave_ra_init_def(sgx_enclave_id_t eid, sgx_status_t *retval, int b_pse, uint32_t *ctx)
{
    ms_enclave_ra_init_def_t ms = {SGX_ERROR_UNEXPECTED, b_pse, ctx};
    return call(eid, ECALL_ENCLAVE_RA_INIT_DEF, &ms, &ms.retval, retval);
}

sgx_status_t enclave_ra_get_key_hash(sgx_enclave_id_t eid, sgx_status_t *retval, uint32_t ctx, uint32_t type,
    sgx_sha256_hash_t *hash)
{
    ms_enclave_ra_get_key_hash_t ms = {SGX_ERROR_UNEXPECTED, ctx, type, hash};
    return call(eid, ECALL_ENCLAVE_RA_GET_KEY_HASH, &ms, &ms.retval, retval);
}

sgx_status_t enclave_ra_close(sgx_enclave_id_t eid, sgx_status_t *retval, uint32_t ctx)
{
    ms_enclave_ra_close_t ms = {SGX_ERROR_UNEXPECTED, ctx};
    return call(eid, ECALL_ENCLAVE_RA_CLOSE, &ms, &ms.retval, retval);
}

sgx_status_t verify_att_result_mac(sgx_enclave_id_t eid, sgx_status_t *retval, uint32_t ctx, uint8_t *message,
    uint32_t len, uint8_t *mac)
{
    ms_verify_att_result_mac_t ms = {SGX_ERROR_UNEXPECTED, ctx, message, len, mac};
    return call(eid, ECALL_VERIFY_ATT_RESULT_MAC, &ms, &ms.retval, retval);
}

sgx_status_t verify_secret_data(sgx_enclave_id_t eid, sgx_status_t *retval, uint32_t ctx, uint8_t *ciphertext,
    uint32_t len, uint8_t *tag)
{
    ms_verify_secret_data_t ms = {SGX_ERROR_UNEXPECTED, ctx, ciphertext, len, tag};
    return call(eid, ECALL_VERIFY_SECRET_DATA, &ms, &ms.retval, retval);
}

sgx_status_t put_secret(sgx_enclave_id_t eid, sgx_status_t *retval, uint32_t ctx, uint8_t *iv, uint8_t *aad,
    uint32_t aad_len, uint8_t *ciphertext, uint32_t len, uint8_t *tag, sgx_sha256_hash_t *hash)
{
    ms_put_secret_t ms = {SGX_ERROR_UNEXPECTED, ctx, iv, aad, aad_len, ciphertext, len, tag, hash};
    return call(eid, ECALL_PUT_SECRET, &ms, &ms.retval, retval);
}

sgx_status_t seal_secret(sgx_enclave_id_t eid, sgx_status_t *retval, uint32_t ctx, uint8_t *iv, uint8_t *aad,
    uint32_t aad_len, uint8_t *ciphertext, uint32_t len, uint8_t *tag, uint8_t *sealed, uint32_t cap)
{
    ms_seal_secret_t ms = {SGX_ERROR_UNEXPECTED, ctx, iv, aad, aad_len, ciphertext, len, tag, sealed, cap};
    return call(eid, ECALL_SEAL_SECRET, &ms, &ms.retval, retval);
}

sgx_status_t unseal_secret(sgx_enclave_id_t eid, sgx_status_t *retval, uint8_t *sealed, uint32_t len,
    sgx_sha256_hash_t *hash)
{
    ms_unseal_secret_t ms = {SGX_ERROR_UNEXPECTED, sealed, len, hash};
    return call(eid, ECALL_UNSEAL_SECRET, &ms, &ms.retval, retval);
}

sgx_status_t sigma_open(sgx_enclave_id_t eid, sgx_status_t *retval, sgx_ec256_public_t *sp_key, uint32_t *ctx)
{
    ms_sigma_open_t ms = {SGX_ERROR_UNEXPECTED, sp_key, ctx};
    return call(eid, ECALL_SIGMA_OPEN, &ms, &ms.retval, retval);
}

sgx_status_t sigma_ga(sgx_enclave_id_t eid, sgx_status_t *retval, uint32_t ctx, sgx_ec256_public_t *g_a)
{
    ms_sigma_ga_t ms = {SGX_ERROR_UNEXPECTED, ctx, g_a};
    return call(eid, ECALL_SIGMA_GA, &ms, &ms.retval, retval);
}

sgx_status_t sigma_msg2(sgx_enclave_id_t eid, sgx_status_t *retval, uint32_t ctx, uint8_t *msg2, uint32_t len)
{
    ms_sigma_msg2_t ms = {SGX_ERROR_UNEXPECTED, ctx, msg2, len};
    return call(eid, ECALL_SIGMA_MSG2, &ms, &ms.retval, retval);
}

sgx_status_t sigma_report(sgx_enclave_id_t eid, sgx_status_t *retval, uint32_t ctx, sgx_target_info_t *quoting_enclave,
    sgx_report_t *report, uint8_t *nonce)
{
    ms_sigma_report_t ms = {SGX_ERROR_UNEXPECTED, ctx, quoting_enclave, report, nonce};
    return call(eid, ECALL_SIGMA_REPORT, &ms, &ms.retval, retval);
}

sgx_status_t sigma_msg3(sgx_enclave_id_t eid, sgx_status_t *retval, uint32_t ctx, sgx_report_t *qe_report,
    uint8_t *quote, uint32_t quote_size, uint8_t *msg3)
{
    ms_sigma_msg3_t ms = {SGX_ERROR_UNEXPECTED, ctx, qe_report, quote, quote_size, msg3};
    return call(eid, ECALL_SIGMA_MSG3, &ms, &ms.retval, retval);
}

sgx_status_t sgx_ra_get_ga(sgx_enclave_id_t eid, sgx_status_t *retval, sgx_ra_context_t context,
    sgx_ec256_public_t *g_a)
{
    ms_sgx_ra_get_ga_t ms = {SGX_ERROR_UNEXPECTED, context, g_a};
    return call(eid, ECALL_SGX_RA_GET_GA, &ms, &ms.retval, retval);
}

sgx_status_t sgx_ra_proc_msg2_trusted(sgx_enclave_id_t eid, sgx_status_t *retval, sgx_ra_context_t context,
    const sgx_ra_msg2_t *p_msg2, const sgx_target_info_t *p_qe_target, sgx_report_t *p_report, sgx_quote_nonce_t *nonce)
{
    ms_sgx_ra_proc_msg2_trusted_t ms = {SGX_ERROR_UNEXPECTED, context, p_msg2, p_qe_target, p_report, nonce};
    return call(eid, ECALL_SGX_RA_PROC_MSG2_TRUSTED, &ms, &ms.retval, retval);
}

sgx_status_t sgx_ra_get_msg3_trusted(sgx_enclave_id_t eid, sgx_status_t *retval, sgx_ra_context_t context,
    uint32_t quote_size, sgx_report_t *qe_report, sgx_ra_msg3_t *p_msg3, uint32_t msg3_size)
{
    ms_sgx_ra_get_msg3_trusted_t ms = {SGX_ERROR_UNEXPECTED, context, quote_size, qe_report, p_msg3, msg3_size};
    return call(eid, ECALL_SGX_RA_GET_MSG3_TRUSTED, &ms, &ms.retval, retval);
}
