/* SOFT: SHA-256, AES-128-CMAC and AES-128-GCM of the SGX API on OpenSSL's EVP (docs/spec/sdk-api.md 5) */
#include <limits.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "sgx_tcrypto.h"

sgx_status_t sgx_sha256_msg(const uint8_t *p_src, uint32_t src_len, sgx_sha256_hash_t *p_hash)
{
    if (p_src == NULL || p_hash == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    if (EVP_Digest(p_src, src_len, *p_hash, NULL, EVP_sha256(), NULL) != 1) {
        return SGX_ERROR_UNEXPECTED;
    }
    return SGX_SUCCESS;
}

sgx_status_t sgx_rijndael128_cmac_msg(const sgx_cmac_128bit_key_t *p_key, const uint8_t *p_src, uint32_t src_len,
    sgx_cmac_128bit_tag_t *p_mac)
{
    static char cipher[] = "AES-128-CBC";
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, cipher, 0),
        OSSL_PARAM_construct_end()};
    sgx_status_t status = SGX_ERROR_UNEXPECTED;
    EVP_MAC *mac = NULL;
    EVP_MAC_CTX *context = NULL;
    size_t length = 0;

    if (p_key == NULL || p_src == NULL || p_mac == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    mac = EVP_MAC_fetch(NULL, "CMAC", NULL);
    context = mac == NULL ? NULL : EVP_MAC_CTX_new(mac);
    if (context == NULL) {
        status = SGX_ERROR_OUT_OF_MEMORY;
        goto cleanup;
    }
    if (EVP_MAC_init(context, *p_key, sizeof *p_key, params) == 1 && EVP_MAC_update(context, p_src, src_len) == 1
        && EVP_MAC_final(context, *p_mac, &length, sizeof *p_mac) == 1 && length == sizeof *p_mac) {
        status = SGX_SUCCESS;
    }
cleanup:
    EVP_MAC_CTX_free(context);
    EVP_MAC_free(mac);
    return status;
}

/* The arguments both directions of GCM share. */
typedef struct {
    const uint8_t *key;
    const uint8_t *src;
    uint32_t src_len;
    uint8_t *dst;
    const uint8_t *iv;
    uint32_t iv_len;
    const uint8_t *aad;
    uint32_t aad_len;
} gcm_t;

static int gcm_arguments_fit(const gcm_t *gcm, const void *tag)
{
    return gcm->key != NULL && tag != NULL && gcm->iv != NULL && gcm->iv_len == SGX_AESGCM_IV_SIZE
        && (gcm->src != NULL || gcm->aad != NULL) && (gcm->src_len == 0 || (gcm->src != NULL && gcm->dst != NULL))
        && (gcm->aad_len == 0 || gcm->aad != NULL) && gcm->src_len <= INT_MAX && gcm->aad_len <= INT_MAX;
}

/* Everything up to the tag; encrypting is 1 or 0. */
static int gcm_run(EVP_CIPHER_CTX *context, const gcm_t *gcm, int encrypting)
{
    int length = 0;
    if (EVP_CipherInit_ex(context, EVP_aes_128_gcm(), NULL, gcm->key, gcm->iv, encrypting) != 1) {
        return 0;
    }
    if (gcm->aad_len > 0 && EVP_CipherUpdate(context, NULL, &length, gcm->aad, (int) gcm->aad_len) != 1) {
        return 0;
    }
    return gcm->src_len == 0
        || (EVP_CipherUpdate(context, gcm->dst, &length, gcm->src, (int) gcm->src_len) == 1
            && length == (int) gcm->src_len);
}

sgx_status_t sgx_rijndael128GCM_encrypt(const sgx_aes_gcm_128bit_key_t *p_key, const uint8_t *p_src, uint32_t src_len,
    uint8_t *p_dst, const uint8_t *p_iv, uint32_t iv_len, const uint8_t *p_aad, uint32_t aad_len,
    sgx_aes_gcm_128bit_tag_t *p_out_mac)
{
    gcm_t gcm = {p_key == NULL ? NULL : *p_key, p_src, src_len, p_dst, p_iv, iv_len, p_aad, aad_len};
    sgx_status_t status = SGX_ERROR_UNEXPECTED;
    uint8_t rest[16];
    int length = 0;
    EVP_CIPHER_CTX *context = NULL;

    if (!gcm_arguments_fit(&gcm, p_out_mac)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    context = EVP_CIPHER_CTX_new();
    if (context == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    if (gcm_run(context, &gcm, 1) && EVP_CipherFinal_ex(context, rest, &length) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, SGX_AESGCM_MAC_SIZE, *p_out_mac) == 1) {
        status = SGX_SUCCESS;
    }
    EVP_CIPHER_CTX_free(context);
    return status;
}

sgx_status_t sgx_rijndael128GCM_decrypt(const sgx_aes_gcm_128bit_key_t *p_key, const uint8_t *p_src, uint32_t src_len,
    uint8_t *p_dst, const uint8_t *p_iv, uint32_t iv_len, const uint8_t *p_aad, uint32_t aad_len,
    const sgx_aes_gcm_128bit_tag_t *p_in_mac)
{
    gcm_t gcm = {p_key == NULL ? NULL : *p_key, p_src, src_len, p_dst, p_iv, iv_len, p_aad, aad_len};
    sgx_status_t status = SGX_ERROR_UNEXPECTED;
    sgx_aes_gcm_128bit_tag_t tag;
    uint8_t rest[16];
    int length = 0;
    EVP_CIPHER_CTX *context = NULL;

    if (!gcm_arguments_fit(&gcm, p_in_mac)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    memcpy(tag, *p_in_mac, sizeof tag);
    context = EVP_CIPHER_CTX_new();
    if (context == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    if (gcm_run(context, &gcm, 0) && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, sizeof tag, tag) == 1) {
        status = EVP_CipherFinal_ex(context, rest, &length) == 1 ? SGX_SUCCESS : SGX_ERROR_MAC_MISMATCH;
    }
    if (status != SGX_SUCCESS && src_len > 0) {
        OPENSSL_cleanse(p_dst, src_len);
    }
    EVP_CIPHER_CTX_free(context);
    return status;
}
