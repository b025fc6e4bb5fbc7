/* SOFT: quotes by the key of the caller's choice, which here is the ECDSA key (docs/spec/dcap.md 8.4) */
#ifndef SGX_UAE_QUOTE_EX_H
#define SGX_UAE_QUOTE_EX_H

#include <stddef.h>
#include <stdint.h>
#include "sgx_defs.h"
#include "sgx_error.h"
#include "sgx_quote.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Without a list the platform chooses by itself. */
sgx_status_t SGXAPI sgx_select_att_key_id(const uint8_t *p_att_key_id_list, uint32_t att_key_id_list_size,
    sgx_att_key_id_t *p_selected_key_id);

/* Without p_pub_key_id it gives the size of the public key id, and nothing else. */
sgx_status_t SGXAPI sgx_init_quote_ex(const sgx_att_key_id_t *p_att_key_id, sgx_target_info_t *p_qe_target_info,
    size_t *p_pub_key_id_size, uint8_t *p_pub_key_id);

sgx_status_t SGXAPI sgx_get_quote_size_ex(const sgx_att_key_id_t *p_att_key_id, uint32_t *p_quote_size);

/* p_qe_report_info may be NULL; else its nonce and target are read, and its report is written. */
sgx_status_t SGXAPI sgx_get_quote_ex(const sgx_report_t *p_app_report, const sgx_att_key_id_t *p_att_key_id,
    sgx_qe_report_info_t *p_qe_report_info, uint8_t *p_quote, uint32_t quote_size);

#ifdef __cplusplus
}
#endif

#endif
