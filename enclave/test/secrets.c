/* Secrets of the service provider: MAC under MK, encryption under SK, sealing */
#include <stdlib.h>
#include <string.h>

#include "Enclave_t.h"
#include "check.h"
#include "peer.h"
#include "sgx_tseal.h"
#include "soft_trusted.h"
#include "tests.h"

enum { LEN = 21, AAD_LEN = 9, SEALED = 560 + LEN };

static uint8_t text[LEN] = "the secret to be kept";
static uint8_t aad[AAD_LEN] = "in clear!";
static uint8_t iv[12] = {1, 2, 3};

/* What a service provider that shares the keys of a context sends. */
typedef struct {
    sgx_ra_context_t context;
    sgx_ra_key_128_t mk, sk;
    uint8_t ciphertext[LEN], tag[16], mac[16];
    sgx_sha256_hash_t expected;
} provisioned_t;

static void encrypt(provisioned_t *p, const uint8_t *with_iv, const uint8_t *with_aad, uint32_t aad_len)
{
    CHECK_STATUS(SGX_SUCCESS,
        sgx_rijndael128GCM_encrypt(&p->sk, text, LEN, p->ciphertext, with_iv, 12, with_aad, aad_len, &p->tag));
}

sgx_ra_context_t attested_context(void)
{
    sgx_ra_context_t context = 0;
    sgx_ec256_public_t signer_public, g_a;
    sgx_ra_msg2_t *msg2 = calloc(1, sizeof *msg2);
    sgx_target_info_t target;
    sgx_report_t report;
    sgx_quote_nonce_t nonce;
    sp_t sp = {.signer = new_key(&signer_public), .kdf_id = 1};

    platform_target(&target);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init(signer_public, 0, &context));
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_ga(context, &g_a));
    sp_msg2(&sp, &g_a, NULL, 0, msg2);
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_proc_msg2_trusted(context, msg2, &target, &report, &nonce));
    EVP_PKEY_free(sp.signer);
    free(msg2);
    return context;
}

static void begin(provisioned_t *p)
{
    memset(p, 0, sizeof *p);
    p->context = attested_context();
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_keys(p->context, SGX_RA_KEY_MK, &p->mk));
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_keys(p->context, SGX_RA_KEY_SK, &p->sk));
    CHECK_STATUS(SGX_SUCCESS, sgx_rijndael128_cmac_msg(&p->mk, aad, AAD_LEN, &p->mac));
    CHECK_STATUS(SGX_SUCCESS, sgx_sha256_msg(text, LEN, &p->expected));
    encrypt(p, iv, aad, AAD_LEN);
}

static sgx_status_t put_one(provisioned_t *p, sgx_sha256_hash_t *hash)
{
    return put_secret(p->context, iv, aad, AAD_LEN, p->ciphertext, LEN, p->tag, hash);
}

void test_result_mac(void)
{
    provisioned_t p;
    begin(&p);
    CHECK_STATUS(SGX_SUCCESS, verify_att_result_mac(p.context, aad, AAD_LEN, p.mac));
    for (int i = 0; i < 16; i++) {
        p.mac[i] ^= 1;
        CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, verify_att_result_mac(p.context, aad, AAD_LEN, p.mac));
        p.mac[i] ^= 1;
    }
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, verify_att_result_mac(p.context, aad, AAD_LEN - 1, p.mac));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, verify_att_result_mac(p.context, NULL, 0, p.mac));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, verify_att_result_mac(p.context, aad, AAD_LEN, NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, verify_att_result_mac(p.context + 1, aad, AAD_LEN, p.mac));
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(p.context));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, verify_att_result_mac(p.context, aad, AAD_LEN, p.mac));
}

void test_put_secret(void)
{
    provisioned_t p;
    sgx_sha256_hash_t hash;
    begin(&p);
    CHECK_STATUS(SGX_SUCCESS, put_one(&p, &hash));
    CHECK(memcmp(hash, p.expected, sizeof hash) == 0);
    p.ciphertext[LEN - 1] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, put_one(&p, &hash));
    p.ciphertext[LEN - 1] ^= 1;
    aad[0] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, put_one(&p, &hash));
    aad[0] ^= 1;
    p.tag[15] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, put_one(&p, &hash));
    p.tag[15] ^= 1;
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        put_secret(p.context, NULL, aad, AAD_LEN, p.ciphertext, LEN, p.tag, &hash));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, put_secret(p.context, iv, aad, AAD_LEN, p.ciphertext, LEN, NULL, &hash));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, put_secret(p.context, iv, aad, AAD_LEN, NULL, 0, p.tag, &hash));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        put_secret(p.context, iv, aad, AAD_LEN, p.ciphertext, 65537, p.tag, &hash));
    encrypt(&p, iv, NULL, 0);
    CHECK_STATUS(SGX_SUCCESS, put_secret(p.context, iv, NULL, 0, p.ciphertext, LEN, p.tag, &hash));
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(p.context));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, put_one(&p, &hash));
}

/* The example's enclave looks at two bytes only. */
void test_verify_secret_data(void)
{
    static const uint8_t zero_iv[12];
    const uint8_t first = text[0], second = text[1];
    provisioned_t p;
    begin(&p);
    text[0] = 0;
    text[1] = 1;
    encrypt(&p, zero_iv, NULL, 0);
    CHECK_STATUS(SGX_SUCCESS, verify_secret_data(p.context, p.ciphertext, LEN, p.tag));
    p.tag[0] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, verify_secret_data(p.context, p.ciphertext, LEN, p.tag));
    text[1] = 2;
    encrypt(&p, zero_iv, NULL, 0);
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, verify_secret_data(p.context, p.ciphertext, LEN, p.tag));
    text[0] = 1;
    encrypt(&p, zero_iv, NULL, 0);
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, verify_secret_data(p.context, p.ciphertext, LEN, p.tag));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, verify_secret_data(p.context, p.ciphertext, 1, p.tag));
    text[0] = first;
    text[1] = second;
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(p.context));
}

void test_sealed_secret(void)
{
    provisioned_t p;
    sgx_sha256_hash_t hash;
    uint8_t *sealed = calloc(1, SEALED);
    begin(&p);
    CHECK_STATUS(SGX_SUCCESS, seal_secret(p.context, iv, aad, AAD_LEN, p.ciphertext, LEN, p.tag, sealed, SEALED));
    CHECK(memmem(sealed, SEALED, text, LEN) == NULL);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(p.context));

    CHECK_STATUS(SGX_SUCCESS, unseal_secret(sealed, SEALED, &hash));
    CHECK(memcmp(hash, p.expected, sizeof hash) == 0);
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, unseal_secret(sealed, SEALED - 1, &hash));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, unseal_secret(sealed, 560, &hash));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, unseal_secret(NULL, SEALED, &hash));
    sealed[SEALED - 1] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, unseal_secret(sealed, SEALED, &hash));

    begin(&p);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        seal_secret(p.context, iv, aad, AAD_LEN, p.ciphertext, LEN, p.tag, sealed, SEALED - 1));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        seal_secret(p.context, iv, aad, AAD_LEN, p.ciphertext, LEN, p.tag, NULL, SEALED));
    p.tag[3] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH,
        seal_secret(p.context, iv, aad, AAD_LEN, p.ciphertext, LEN, p.tag, sealed, SEALED));
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(p.context));
    free(sealed);
}
