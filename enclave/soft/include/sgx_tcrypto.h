/* SOFT: the part of the crypto library used here (docs/spec/sdk-api.md 2 and 5); P-256 numbers are little-endian */
#ifndef SGX_TCRYPTO_H
#define SGX_TCRYPTO_H

#include <stdint.h>
#include "sgx_error.h"
#include "sgx_defs.h"

#define SGX_SHA256_HASH_SIZE      32
#define SGX_ECP256_KEY_SIZE       32
#define SGX_NISTP_ECP256_KEY_SIZE 8
#define SGX_AESGCM_IV_SIZE        12
#define SGX_AESGCM_KEY_SIZE       16
#define SGX_AESGCM_MAC_SIZE       16
#define SGX_CMAC_KEY_SIZE         16
#define SGX_CMAC_MAC_SIZE         16

typedef struct _sgx_ec256_dh_shared_t {
    uint8_t s[SGX_ECP256_KEY_SIZE];
} sgx_ec256_dh_shared_t;

typedef struct _sgx_ec256_private_t {
    uint8_t r[SGX_ECP256_KEY_SIZE];
} sgx_ec256_private_t;

typedef struct _sgx_ec256_public_t {
    uint8_t gx[SGX_ECP256_KEY_SIZE];
    uint8_t gy[SGX_ECP256_KEY_SIZE];
} sgx_ec256_public_t;

#pragma pack(push, 1)
typedef struct _sgx_ec256_signature_t {
    uint32_t x[SGX_NISTP_ECP256_KEY_SIZE];
    uint32_t y[SGX_NISTP_ECP256_KEY_SIZE];
} sgx_ec256_signature_t;
#pragma pack(pop)

typedef uint8_t sgx_sha256_hash_t[SGX_SHA256_HASH_SIZE];
typedef uint8_t sgx_aes_gcm_128bit_key_t[SGX_AESGCM_KEY_SIZE];
typedef uint8_t sgx_aes_gcm_128bit_tag_t[SGX_AESGCM_MAC_SIZE];
typedef uint8_t sgx_cmac_128bit_key_t[SGX_CMAC_KEY_SIZE];
typedef uint8_t sgx_cmac_128bit_tag_t[SGX_CMAC_MAC_SIZE];

typedef void *sgx_ecc_state_handle_t;

/* What sgx_ecdsa_verify says; anything but SGX_EC_VALID is no. */
enum { SGX_EC_VALID = 0, SGX_EC_INVALID_SIGNATURE = 1 };

_Static_assert(sizeof(sgx_ec256_public_t) == 64, "sgx_ec256_public_t");
_Static_assert(sizeof(sgx_ec256_signature_t) == 64, "sgx_ec256_signature_t");

#ifdef __cplusplus
extern "C" {
#endif

sgx_status_t SGXAPI sgx_sha256_msg(const uint8_t *p_src, uint32_t src_len, sgx_sha256_hash_t *p_hash);

sgx_status_t SGXAPI sgx_rijndael128_cmac_msg(const sgx_cmac_128bit_key_t *p_key, const uint8_t *p_src, uint32_t src_len,
    sgx_cmac_128bit_tag_t *p_mac);

sgx_status_t SGXAPI sgx_rijndael128GCM_encrypt(const sgx_aes_gcm_128bit_key_t *p_key, const uint8_t *p_src,
    uint32_t src_len, uint8_t *p_dst, const uint8_t *p_iv, uint32_t iv_len, const uint8_t *p_aad, uint32_t aad_len,
    sgx_aes_gcm_128bit_tag_t *p_out_mac);

sgx_status_t SGXAPI sgx_rijndael128GCM_decrypt(const sgx_aes_gcm_128bit_key_t *p_key, const uint8_t *p_src,
    uint32_t src_len, uint8_t *p_dst, const uint8_t *p_iv, uint32_t iv_len, const uint8_t *p_aad, uint32_t aad_len,
    const sgx_aes_gcm_128bit_tag_t *p_in_mac);

sgx_status_t SGXAPI sgx_ecc256_open_context(sgx_ecc_state_handle_t *p_ecc_handle);

sgx_status_t SGXAPI sgx_ecc256_close_context(sgx_ecc_state_handle_t ecc_handle);

sgx_status_t SGXAPI sgx_ecc256_create_key_pair(sgx_ec256_private_t *p_private, sgx_ec256_public_t *p_public,
    sgx_ecc_state_handle_t ecc_handle);

sgx_status_t SGXAPI sgx_ecc256_check_point(const sgx_ec256_public_t *p_point, const sgx_ecc_state_handle_t ecc_handle,
    int *p_valid);

sgx_status_t SGXAPI sgx_ecc256_compute_shared_dhkey(const sgx_ec256_private_t *p_private_b,
    const sgx_ec256_public_t *p_public_ga, sgx_ec256_dh_shared_t *p_shared_key, sgx_ecc_state_handle_t ecc_handle);

sgx_status_t SGXAPI sgx_ecdsa_verify(const uint8_t *p_data, uint32_t data_size, const sgx_ec256_public_t *p_public,
    const sgx_ec256_signature_t *p_signature, uint8_t *p_result, sgx_ecc_state_handle_t ecc_handle);

#ifdef __cplusplus
}
#endif

#endif
