/* SOFT: the untrusted half of the key exchange (docs/spec/sdk-api.md 4) */
#ifndef SGX_UKEY_EXCHANGE_H
#define SGX_UKEY_EXCHANGE_H

#include <stdint.h>
#include "sgx_defs.h"
#include "sgx_eid.h"
#include "sgx_error.h"
#include "sgx_key_exchange.h"

typedef sgx_status_t (*sgx_ecall_get_ga_trusted_t)(sgx_enclave_id_t eid, sgx_status_t *retval, sgx_ra_context_t context,
    sgx_ec256_public_t *g_a);

typedef sgx_status_t (*sgx_ecall_proc_msg2_trusted_t)(sgx_enclave_id_t eid, sgx_status_t *retval,
    sgx_ra_context_t context, const sgx_ra_msg2_t *p_msg2, const sgx_target_info_t *p_qe_target, sgx_report_t *p_report,
    sgx_quote_nonce_t *nonce);

typedef sgx_status_t (*sgx_ecall_get_msg3_trusted_t)(sgx_enclave_id_t eid, sgx_status_t *retval,
    sgx_ra_context_t context, uint32_t quote_size, sgx_report_t *qe_report, sgx_ra_msg3_t *p_msg3, uint32_t msg3_size);

#ifdef __cplusplus
extern "C" {
#endif

sgx_status_t SGXAPI sgx_ra_get_msg1(sgx_ra_context_t context, sgx_enclave_id_t eid, sgx_ecall_get_ga_trusted_t p_get_ga,
    sgx_ra_msg1_t *p_msg1);

/* On success the caller frees *pp_msg3 with free(). */
sgx_status_t SGXAPI sgx_ra_proc_msg2(sgx_ra_context_t context, sgx_enclave_id_t eid,
    sgx_ecall_proc_msg2_trusted_t p_proc_msg2, sgx_ecall_get_msg3_trusted_t p_get_msg3, const sgx_ra_msg2_t *p_msg2,
    uint32_t msg2_size, sgx_ra_msg3_t **pp_msg3, uint32_t *p_msg3_size);

#ifdef __cplusplus
}
#endif

#endif
