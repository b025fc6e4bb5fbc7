/* The enclave's own key exchange, inside: its contexts, and what its keys are for */
#include <string.h>

#include "Enclave_t.h"
#include "check.h"
#include "sigma_exchange.h"
#include "sgx_tkey_exchange.h"
#include "tests.h"

/* What the service provider sends after msg3 is for contexts of both kinds. */
void test_sigma_secrets(void)
{
    static uint8_t text[9] = "a secret", aad[3] = "aad", iv[12] = {1};
    uint8_t ciphertext[sizeof text], sealed[560 + sizeof text];
    sgx_aes_gcm_128bit_tag_t tag;
    sgx_cmac_128bit_tag_t mac;
    sgx_sha256_hash_t expected, hash_of;
    exchange_t x;
    exchange_begin(&x);
    exchange_to_report(&x);
    CHECK_STATUS(SGX_ERROR_INVALID_STATE, verify_att_result_mac(x.context, text, sizeof text, mac));
    CHECK_STATUS(SGX_SUCCESS, exchange_msg3(&x));
    cmac(x.sp.mk, text, sizeof text, mac);
    CHECK_STATUS(SGX_SUCCESS, verify_att_result_mac(x.context, text, sizeof text, mac));
    mac[0] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, verify_att_result_mac(x.context, text, sizeof text, mac));
    CHECK_STATUS(SGX_SUCCESS,
        sgx_rijndael128GCM_encrypt((const sgx_aes_gcm_128bit_key_t *) &x.sp.sk, text, sizeof text, ciphertext, iv, 12,
            aad, sizeof aad, &tag));
    hash(text, sizeof text, expected);
    CHECK_STATUS(SGX_SUCCESS, put_secret(x.context, iv, aad, sizeof aad, ciphertext, sizeof text, tag, &hash_of));
    CHECK(memcmp(hash_of, expected, 32) == 0);
    CHECK_STATUS(SGX_SUCCESS,
        seal_secret(x.context, iv, aad, sizeof aad, ciphertext, sizeof text, tag, sealed, sizeof sealed));
    CHECK_STATUS(SGX_SUCCESS, unseal_secret(sealed, sizeof sealed, &hash_of));
    CHECK(memcmp(hash_of, expected, 32) == 0);
    exchange_end(&x);
}

/* A number is not given again soon, and those of one key exchange mean nothing to the other. */
void test_sigma_contexts(void)
{
    enum { CONTEXTS = 2048 };
    static uint32_t open[CONTEXTS];
    uint32_t context = 0, again = 0, library = 0;
    sgx_sha256_hash_t digest;

    for (size_t i = 0; i < CONTEXTS; i++) {
        CHECK_STATUS(SGX_SUCCESS, sigma_open(NULL, &open[i]));
    }
    CHECK_STATUS(SGX_ERROR_OUT_OF_MEMORY, sigma_open(NULL, &context));
    context = open[1000];
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(context));
    CHECK_STATUS(SGX_SUCCESS, sigma_open(NULL, &again));
    CHECK(again != context);
    for (size_t i = 0; i < CONTEXTS; i++) {
        CHECK(open[i] != again);
    }
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_close(context));
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init_def(0, &library));
    CHECK(!sigma_is_context(library));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_get_key_hash(library | 0x80000000u, SIGMA_KEY_MK, &digest));
    CHECK_STATUS(SGX_ERROR_INVALID_STATE, enclave_ra_get_key_hash(library, SIGMA_KEY_MK, &digest));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_close(again));
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(library));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_close(UINT32_MAX));
    sigma_close_all();
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_close(again));
}

uint32_t sigma_context_with_keys(uint8_t smk[16], uint8_t mk[16])
{
    exchange_t x;
    exchange_begin(&x);
    exchange_to_report(&x);
    CHECK_STATUS(SGX_SUCCESS, exchange_msg3(&x));
    memcpy(smk, x.sp.smk, 16);
    memcpy(mk, x.sp.mk, 16);
    EVP_PKEY_free(x.signer);
    return x.context;
}
