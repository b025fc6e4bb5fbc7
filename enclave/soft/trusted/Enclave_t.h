/* SOFT: what sgx_edger8r generates from Enclave.edl for the trusted side, written by hand (docs/spec/sdk-api.md 6) */
#ifndef ENCLAVE_T_H
#define ENCLAVE_T_H

#include "sgx_trts.h"
#include "sgx_utils.h"
#include "sgx_tkey_exchange.h"
#include "sgx_tcrypto.h"

sgx_status_t get_report(sgx_report_t *report, sgx_target_info_t *target_info);
sgx_status_t enclave_ra_init(sgx_ec256_public_t key, int b_pse, uint32_t *ctx);
sgx_status_t enclave_ra_init_def(int b_pse, uint32_t *ctx);
sgx_status_t enclave_ra_get_key_hash(uint32_t ctx, uint32_t type, sgx_sha256_hash_t *hash);
sgx_status_t enclave_ra_close(uint32_t ctx);
sgx_status_t verify_att_result_mac(uint32_t ctx, uint8_t *message, uint32_t len, uint8_t *mac);
sgx_status_t verify_secret_data(uint32_t ctx, uint8_t *ciphertext, uint32_t len, uint8_t *tag);
sgx_status_t put_secret(uint32_t ctx, uint8_t *iv, uint8_t *aad, uint32_t aad_len, uint8_t *ciphertext, uint32_t len,
    uint8_t *tag, sgx_sha256_hash_t *hash);
sgx_status_t seal_secret(uint32_t ctx, uint8_t *iv, uint8_t *aad, uint32_t aad_len, uint8_t *ciphertext, uint32_t len,
    uint8_t *tag, uint8_t *sealed, uint32_t cap);
sgx_status_t unseal_secret(uint8_t *sealed, uint32_t len, sgx_sha256_hash_t *hash);
sgx_status_t sigma_open(sgx_ec256_public_t *sp_key, uint32_t *ctx);
sgx_status_t sigma_ga(uint32_t ctx, sgx_ec256_public_t *g_a);
sgx_status_t sigma_msg2(uint32_t ctx, uint8_t *msg2, uint32_t len);
sgx_status_t sigma_report(uint32_t ctx, sgx_target_info_t *quoting_enclave, sgx_report_t *report, uint8_t *nonce);
sgx_status_t sigma_msg3(uint32_t ctx, sgx_report_t *qe_report, uint8_t *quote, uint32_t quote_size, uint8_t *msg3);

sgx_status_t sgx_ra_get_ga(sgx_ra_context_t context, sgx_ec256_public_t *g_a);
sgx_status_t sgx_ra_proc_msg2_trusted(sgx_ra_context_t context, const sgx_ra_msg2_t *p_msg2,
    const sgx_target_info_t *p_qe_target, sgx_report_t *p_report, sgx_quote_nonce_t *p_nonce);
sgx_status_t sgx_ra_get_msg3_trusted(sgx_ra_context_t context, uint32_t quote_size, sgx_report_t *qe_report,
    sgx_ra_msg3_t *p_msg3, uint32_t msg3_size);

#endif
