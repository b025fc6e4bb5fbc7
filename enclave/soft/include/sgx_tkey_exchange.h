/* SOFT: the trusted half of the key exchange (docs/spec/sdk-api.md 5) */
#ifndef SGX_TKEY_EXCHANGE_H
#define SGX_TKEY_EXCHANGE_H

#include <stdint.h>
#include "sgx_defs.h"
#include "sgx_error.h"
#include "sgx_key_exchange.h"

typedef sgx_status_t (*sgx_ra_derive_secret_keys_t)(const sgx_ec256_dh_shared_t *p_shared_key, uint16_t kdf_id,
    sgx_ec_key_128bit_t *p_smk_key, sgx_ec_key_128bit_t *p_sk_key, sgx_ec_key_128bit_t *p_mk_key,
    sgx_ec_key_128bit_t *p_vk_key);

#ifdef __cplusplus
extern "C" {
#endif

sgx_status_t SGXAPI sgx_ra_init(const sgx_ec256_public_t *p_pub_key, int b_pse, sgx_ra_context_t *p_context);

sgx_status_t SGXAPI sgx_ra_init_ex(const sgx_ec256_public_t *p_pub_key, int b_pse,
    sgx_ra_derive_secret_keys_t derive_key_cb, sgx_ra_context_t *p_context);

sgx_status_t SGXAPI sgx_ra_get_keys(sgx_ra_context_t context, sgx_ra_key_type_t type, sgx_ra_key_128_t *p_key);

sgx_status_t SGXAPI sgx_ra_close(sgx_ra_context_t context);

#ifdef __cplusplus
}
#endif

#endif
