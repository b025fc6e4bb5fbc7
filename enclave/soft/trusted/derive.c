/* SOFT: the key derivation of the key exchange (docs/spec/wire-hex.md, Keys) */
#include <string.h>

#include <openssl/crypto.h>

#include "soft_trusted.h"

/* CMAC(KDK, 01 || label || 00 || 80 00) */
static sgx_status_t derive(const sgx_cmac_128bit_key_t *kdk, const char *label, sgx_ec_key_128bit_t *key)
{
    uint8_t message[8] = {0x01};
    size_t length = strlen(label);
    memcpy(message + 1, label, length);
    message[length + 2] = 0x80;
    return sgx_rijndael128_cmac_msg(kdk, message, (uint32_t) length + 4, key);
}

sgx_status_t soft_derive_keys(const sgx_ec256_dh_shared_t *shared, sgx_ec_key_128bit_t *smk, sgx_ec_key_128bit_t *sk,
    sgx_ec_key_128bit_t *mk, sgx_ec_key_128bit_t *vk)
{
    static const sgx_cmac_128bit_key_t zeros;
    sgx_cmac_128bit_tag_t kdk;
    sgx_status_t status = sgx_rijndael128_cmac_msg(&zeros, shared->s, sizeof shared->s, &kdk);
    if (status == SGX_SUCCESS) {
        status = derive(&kdk, "SMK", smk);
    }
    if (status == SGX_SUCCESS) {
        status = derive(&kdk, "SK", sk);
    }
    if (status == SGX_SUCCESS) {
        status = derive(&kdk, "MK", mk);
    }
    if (status == SGX_SUCCESS) {
        status = derive(&kdk, "VK", vk);
    }
    OPENSSL_cleanse(kdk, sizeof kdk);
    return status;
}
