/*
 * SOFT: what crosses between the two halves. The enclave is a shared object with one exported function,
 * enclave_entry(number, marshalled call). The numbers are the order of the ECALLs in Enclave.edl, own ones first, then
 * the imported ones; the structures hold an ECALL's arguments and, as retval, what the function returned.
 */
#ifndef SOFT_ENCLAVE_H
#define SOFT_ENCLAVE_H

#include <stdint.h>

#include "sgx_error.h"
#include "sgx_key_exchange.h"
#include "sgx_report.h"
#include "sgx_tcrypto.h"

#define SOFT_ENTRY_NAME "enclave_entry"

enum {
    ECALL_GET_REPORT,
    ECALL_ENCLAVE_RA_INIT,
    ECALL_ENCLAVE_RA_INIT_DEF,
    ECALL_ENCLAVE_RA_GET_KEY_HASH,
    ECALL_ENCLAVE_RA_CLOSE,
    ECALL_VERIFY_ATT_RESULT_MAC,
    ECALL_VERIFY_SECRET_DATA,
    ECALL_PUT_SECRET,
    ECALL_SEAL_SECRET,
    ECALL_UNSEAL_SECRET,
    ECALL_SIGMA_OPEN,
    ECALL_SIGMA_GA,
    ECALL_SIGMA_MSG2,
    ECALL_SIGMA_REPORT,
    ECALL_SIGMA_MSG3,
    ECALL_SGX_RA_GET_GA,
    ECALL_SGX_RA_PROC_MSG2_TRUSTED,
    ECALL_SGX_RA_GET_MSG3_TRUSTED,
    ECALL_COUNT,
    SOFT_UNLOAD = 0x7ffffffe,
    SOFT_LAUNCH = 0x7fffffff
};

typedef sgx_status_t (*soft_entry_t)(uint32_t function, void *ms);

/*
 * SOFT_LAUNCH, once, before any ECALL: who the enclave is, and the platform's secrets. tcs_num is the answer.
 * SOFT_UNLOAD, the last call, has no argument: whatever is secret inside is zeroed and freed.
 */
typedef struct {
    uint8_t report_root[16];
    uint8_t seal_root[16];
    sgx_cpu_svn_t cpu_svn;
    sgx_misc_select_t misc_select;
    sgx_attributes_t attributes;
    sgx_measurement_t mr_enclave;
    sgx_measurement_t mr_signer;
    sgx_isvext_prod_id_t isv_ext_prod_id;
    sgx_isvfamily_id_t isv_family_id;
    sgx_prod_id_t isv_prod_id;
    sgx_isv_svn_t isv_svn;
    uint32_t tcs_num;
} soft_launch_t;

typedef struct {
    sgx_status_t retval;
    sgx_report_t *report;
    sgx_target_info_t *target_info;
} ms_get_report_t;

typedef struct {
    sgx_status_t retval;
    sgx_ec256_public_t key;
    int b_pse;
    uint32_t *ctx;
} ms_enclave_ra_init_t;

typedef struct {
    sgx_status_t retval;
    int b_pse;
    uint32_t *ctx;
} ms_enclave_ra_init_def_t;

typedef struct {
    sgx_status_t retval;
    uint32_t ctx;
    uint32_t type;
    sgx_sha256_hash_t *hash;
} ms_enclave_ra_get_key_hash_t;

typedef struct {
    sgx_status_t retval;
    uint32_t ctx;
} ms_enclave_ra_close_t;

typedef struct {
    sgx_status_t retval;
    uint32_t ctx;
    uint8_t *message;
    uint32_t len;
    uint8_t *mac;
} ms_verify_att_result_mac_t;

typedef struct {
    sgx_status_t retval;
    uint32_t ctx;
    uint8_t *ciphertext;
    uint32_t len;
    uint8_t *tag;
} ms_verify_secret_data_t;

typedef struct {
    sgx_status_t retval;
    uint32_t ctx;
    uint8_t *iv;
    uint8_t *aad;
    uint32_t aad_len;
    uint8_t *ciphertext;
    uint32_t len;
    uint8_t *tag;
    sgx_sha256_hash_t *hash;
} ms_put_secret_t;

typedef struct {
    sgx_status_t retval;
    uint32_t ctx;
    uint8_t *iv;
    uint8_t *aad;
    uint32_t aad_len;
    uint8_t *ciphertext;
    uint32_t len;
    uint8_t *tag;
    uint8_t *sealed;
    uint32_t cap;
} ms_seal_secret_t;

typedef struct {
    sgx_status_t retval;
    uint8_t *sealed;
    uint32_t len;
    sgx_sha256_hash_t *hash;
} ms_unseal_secret_t;

typedef struct {
    sgx_status_t retval;
    sgx_ec256_public_t *sp_key;
    uint32_t *ctx;
} ms_sigma_open_t;

typedef struct {
    sgx_status_t retval;
    uint32_t ctx;
    sgx_ec256_public_t *g_a;
} ms_sigma_ga_t;

typedef struct {
    sgx_status_t retval;
    uint32_t ctx;
    uint8_t *msg2;
    uint32_t len;
} ms_sigma_msg2_t;

typedef struct {
    sgx_status_t retval;
    uint32_t ctx;
    sgx_target_info_t *quoting_enclave;
    sgx_report_t *report;
    uint8_t *nonce;
} ms_sigma_report_t;

typedef struct {
    sgx_status_t retval;
    uint32_t ctx;
    sgx_report_t *qe_report;
    uint8_t *quote;
    uint32_t quote_size;
    uint8_t *msg3;
} ms_sigma_msg3_t;

typedef struct {
    sgx_status_t retval;
    sgx_ra_context_t context;
    sgx_ec256_public_t *g_a;
} ms_sgx_ra_get_ga_t;

typedef struct {
    sgx_status_t retval;
    sgx_ra_context_t context;
    const sgx_ra_msg2_t *p_msg2;
    const sgx_target_info_t *p_qe_target;
    sgx_report_t *p_report;
    sgx_quote_nonce_t *p_nonce;
} ms_sgx_ra_proc_msg2_trusted_t;

typedef struct {
    sgx_status_t retval;
    sgx_ra_context_t context;
    uint32_t quote_size;
    sgx_report_t *qe_report;
    sgx_ra_msg3_t *p_msg3;
    uint32_t msg3_size;
} ms_sgx_ra_get_msg3_trusted_t;

#endif
