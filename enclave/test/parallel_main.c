/*
 * Eight threads in the trusted half at once, each with sessions of its own from opening to closing: keys, MACs, secrets in and out,
 * sealed and unsealed, reports. Built with AddressSanitizer, and with ThreadSanitizer.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "Enclave_t.h"
#include "check.h"
#include "peer.h"
#include "soft_trusted.h"
#include "test_random.h"
#include "tests.h"

enum { THREADS = 8, ROUNDS = 12, LEN = 40, SEALED = 560 + LEN };

sgx_status_t (*test_random)(uint8_t *bytes, size_t size);

sgx_status_t enclave_entry(uint32_t function, void *ms);

static atomic_uint bad;

/* A session's secret as the service provider sends it; outside the enclave, as all that a call names. */
typedef struct {
    uint8_t iv[12], text[LEN], ciphertext[LEN], sealed[SEALED];
    sgx_aes_gcm_128bit_tag_t tag;
    sgx_cmac_128bit_tag_t mac;
    sgx_sha256_hash_t hash, expected;
    union {
        ms_seal_secret_t seal;
        ms_unseal_secret_t unseal;
        ms_put_secret_t put;
        ms_verify_att_result_mac_t mac;
        ms_enclave_ra_get_key_hash_t key_hash;
    } ms;
} secret_t;

static void expect(uint32_t function, void *ms, const sgx_status_t *result)
{
    bad += enclave_entry(function, ms) != SGX_SUCCESS || *result != SGX_SUCCESS;
}

static void prepare(secret_t *s, sgx_ra_context_t context, uint8_t number)
{
    sgx_ra_key_128_t sk, mk;
    memset(s, 0, sizeof *s);
    memset(s->text, number, LEN);
    bad += sgx_ra_get_keys(context, SGX_RA_KEY_SK, &sk) != SGX_SUCCESS;
    bad += sgx_ra_get_keys(context, SGX_RA_KEY_MK, &mk) != SGX_SUCCESS;
    bad += sgx_rijndael128GCM_encrypt(&sk, s->text, LEN, s->ciphertext, s->iv, 12, NULL, 0, &s->tag) != SGX_SUCCESS;
    bad += sgx_rijndael128_cmac_msg(&mk, s->text, LEN, &s->mac) != SGX_SUCCESS;
    bad += sgx_sha256_msg(s->text, LEN, &s->expected) != SGX_SUCCESS;
}

static void session(secret_t *s, uint8_t number)
{
    const sgx_ra_context_t context = attested_context();

    prepare(s, context, number);
    s->ms.mac = (ms_verify_att_result_mac_t){SGX_SUCCESS, context, s->text, LEN, s->mac};
    expect(ECALL_VERIFY_ATT_RESULT_MAC, &s->ms.mac, &s->ms.mac.retval);
    s->ms.put = (ms_put_secret_t){SGX_SUCCESS, context, s->iv, NULL, 0, s->ciphertext, LEN, s->tag, &s->hash};
    expect(ECALL_PUT_SECRET, &s->ms.put, &s->ms.put.retval);
    bad += memcmp(s->hash, s->expected, sizeof s->hash) != 0;
    s->ms.seal =
        (ms_seal_secret_t){SGX_SUCCESS, context, s->iv, NULL, 0, s->ciphertext, LEN, s->tag, s->sealed, SEALED};
    expect(ECALL_SEAL_SECRET, &s->ms.seal, &s->ms.seal.retval);
    memset(s->hash, 0, sizeof s->hash);
    s->ms.unseal = (ms_unseal_secret_t){SGX_SUCCESS, s->sealed, SEALED, &s->hash};
    expect(ECALL_UNSEAL_SECRET, &s->ms.unseal, &s->ms.unseal.retval);
    bad += memcmp(s->hash, s->expected, sizeof s->hash) != 0;
    s->ms.key_hash = (ms_enclave_ra_get_key_hash_t){SGX_SUCCESS, context, SGX_RA_KEY_MK, &s->hash};
    expect(ECALL_ENCLAVE_RA_GET_KEY_HASH, &s->ms.key_hash, &s->ms.key_hash.retval);
    bad += enclave_ra_close(context) != SGX_SUCCESS;
}

static void *sessions(void *number)
{
    secret_t *secret = malloc(sizeof *secret);
    for (int i = 0; i < ROUNDS && secret != NULL; i++) {
        session(secret, *(const uint8_t *) number);
    }
    bad += secret == NULL;
    free(secret);
    return NULL;
}

static void launch(void)
{
    soft_launch_t launch;
    memset(&launch, 0, sizeof launch);
    memcpy(launch.report_root, platform_report_root, 16);
    memcpy(launch.seal_root, platform_seal_root, 16);
    memcpy(&launch.cpu_svn, platform_cpu_svn, 16);
    launch.attributes.flags = 7;
    CHECK_STATUS(SGX_SUCCESS, enclave_entry(SOFT_LAUNCH, &launch));
}

int main(void)
{
    static const uint8_t numbers[THREADS] = {1, 2, 3, 4, 5, 6, 7, 8};
    pthread_t threads[THREADS];

    launch();
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, sessions, (void *) (uintptr_t) &numbers[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    CHECK(bad == 0);
    CHECK_STATUS(SGX_SUCCESS, enclave_entry(SOFT_UNLOAD, NULL));
    return check_summary("parallel_test");
}
