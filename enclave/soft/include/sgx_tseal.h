/* SOFT: sealing (docs/spec/sdk-api.md 5) */
#ifndef SGX_TSEAL_H
#define SGX_TSEAL_H

#include <stddef.h>
#include <stdint.h>
#include "sgx_error.h"
#include "sgx_key.h"
#include "sgx_tcrypto.h"

#define SGX_SEAL_TAG_SIZE SGX_AESGCM_MAC_SIZE
#define SGX_SEAL_IV_SIZE  SGX_AESGCM_IV_SIZE

typedef struct _aes_gcm_data_t {
    uint32_t payload_size;
    uint8_t reserved[12];
    uint8_t payload_tag[SGX_SEAL_TAG_SIZE];
    uint8_t payload[];
} sgx_aes_gcm_data_t;

typedef struct _sealed_data_t {
    sgx_key_request_t key_request;
    uint32_t plain_text_offset;
    uint8_t reserved[12];
    sgx_aes_gcm_data_t aes_data;
} sgx_sealed_data_t;

_Static_assert(sizeof(sgx_sealed_data_t) == 560, "sgx_sealed_data_t");
_Static_assert(offsetof(sgx_sealed_data_t, aes_data) == 528, "aes_data");

#ifdef __cplusplus
extern "C" {
#endif

uint32_t SGXAPI sgx_calc_sealed_data_size(const uint32_t add_mac_txt_size, const uint32_t txt_encrypt_size);

uint32_t SGXAPI sgx_get_add_mac_txt_len(const sgx_sealed_data_t *p_sealed_data);

uint32_t SGXAPI sgx_get_encrypt_txt_len(const sgx_sealed_data_t *p_sealed_data);

sgx_status_t SGXAPI sgx_seal_data(const uint32_t additional_MACtext_length, const uint8_t *p_additional_MACtext,
    const uint32_t text2encrypt_length, const uint8_t *p_text2encrypt, const uint32_t sealed_data_size,
    sgx_sealed_data_t *p_sealed_data);

sgx_status_t SGXAPI sgx_unseal_data(const sgx_sealed_data_t *p_sealed_data, uint8_t *p_additional_MACtext,
    uint32_t *p_additional_MACtext_length, uint8_t *p_decrypted_text, uint32_t *p_decrypted_text_length);

#ifdef __cplusplus
}
#endif

#endif
