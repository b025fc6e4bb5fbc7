/*
 * A host that writes over lengths and calls while the enclave works on them, for a number of rounds, or for as many
 * seconds as the argument says. Built with AddressSanitizer: a length that is read twice ends it.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "Enclave_t.h"
#include "check.h"
#include "peer.h"
#include "sgx_tseal.h"
#include "soft_trusted.h"
#include "test_random.h"
#include "tests.h"

enum { CALLERS = 7, ROUNDS = 1000, SHORT = 24, LONG = 4096, SEALED = 560 };

sgx_status_t (*test_random)(uint8_t *bytes, size_t size);

sgx_status_t enclave_entry(uint32_t function, void *ms);

static sgx_ra_context_t context;
static time_t finish_at;
static atomic_int callers_left = CALLERS;
static atomic_uint wrong;
static atomic_ulong calls, accepted;

/* What all callers ask with; readable up to the longer of the lengths. */
typedef struct {
    uint8_t iv[12], text[LONG], ciphertext[LONG];
    sgx_aes_gcm_128bit_tag_t tag;
    sgx_cmac_128bit_tag_t mac;
} input_t;

/* What one caller asks for. */
typedef struct {
    uint8_t sealed[SEALED + LONG];
    sgx_sha256_hash_t hash;
    ms_unseal_secret_t unseal;
    ms_seal_secret_t seal;
    ms_put_secret_t put;
    ms_verify_att_result_mac_t result_mac;
    union {
        sgx_sealed_data_t fields;
        uint8_t bytes[SEALED + LONG];
    } blob;
} caller_t;

/* On the heap: what the program itself holds counts as inside the enclave. */
static input_t *in;
static caller_t *callers;

static void prepare(caller_t *c)
{
    c->blob.fields.key_request.key_name = SGX_KEYSELECT_SEAL;
    c->blob.fields.key_request.key_policy = SGX_KEYPOLICY_MRSIGNER;
    memcpy(&c->blob.fields.key_request.cpu_svn, platform_cpu_svn, sizeof platform_cpu_svn);
    c->blob.fields.plain_text_offset = LONG;
    c->blob.fields.aes_data.payload_size = LONG;
    c->unseal = (ms_unseal_secret_t){SGX_SUCCESS, c->blob.bytes, SEALED + SHORT, &c->hash};
    c->seal = (ms_seal_secret_t){SGX_SUCCESS, context, in->iv, NULL, 0, in->ciphertext, SHORT, in->tag, c->sealed,
        SEALED + SHORT};
    c->put = (ms_put_secret_t){SGX_SUCCESS, context, in->iv, in->text, 0, in->ciphertext, SHORT, in->tag, &c->hash};
    c->result_mac = (ms_verify_att_result_mac_t){SGX_SUCCESS, context, in->text, SHORT, in->mac};
}

static void flip(uint32_t *length, uint32_t one, uint32_t other)
{
    volatile uint32_t *at = length;
    *at = *at == one ? other : one;
}

static void *host(void *unused)
{
    (void) unused;
    while (callers_left > 0) {
        for (int i = 0; i < CALLERS; i++) {
            caller_t *c = &callers[i];
            flip(&c->unseal.len, SEALED + SHORT, SEALED + LONG);
            flip(&c->seal.cap, SEALED + SHORT, SHORT);
            flip(&c->put.aad_len, 0, LONG);
            flip(&c->result_mac.len, SHORT, LONG);
        }
    }
    return NULL;
}

/* Whatever the host writes: refused, or what the lengths at one instant ask for. */
static void call(uint32_t function, void *ms, const sgx_status_t *result)
{
    const sgx_status_t status = enclave_entry(function, ms);
    const sgx_status_t answer = status == SGX_SUCCESS ? *result : status;
    calls++;
    accepted += answer == SGX_SUCCESS;
    wrong += answer != SGX_SUCCESS && answer != SGX_ERROR_MAC_MISMATCH && answer != SGX_ERROR_INVALID_PARAMETER;
}

static void *calling(void *of)
{
    caller_t *c = of;
    for (int i = 0; i < ROUNDS || time(NULL) < finish_at; i++) {
        call(ECALL_UNSEAL_SECRET, &c->unseal, &c->unseal.retval);
        call(ECALL_SEAL_SECRET, &c->seal, &c->seal.retval);
        call(ECALL_PUT_SECRET, &c->put, &c->put.retval);
        call(ECALL_VERIFY_ATT_RESULT_MAC, &c->result_mac, &c->result_mac.retval);
    }
    callers_left--;
    return NULL;
}

static void launch(void)
{
    soft_launch_t launch;
    sgx_ra_key_128_t sk, mk;
    memset(&launch, 0, sizeof launch);
    memcpy(launch.report_root, platform_report_root, 16);
    memcpy(launch.seal_root, platform_seal_root, 16);
    memcpy(&launch.cpu_svn, platform_cpu_svn, 16);
    launch.attributes.flags = 7;
    CHECK_STATUS(SGX_SUCCESS, enclave_entry(SOFT_LAUNCH, &launch));
    context = attested_context();
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_keys(context, SGX_RA_KEY_SK, &sk));
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_keys(context, SGX_RA_KEY_MK, &mk));
    CHECK_STATUS(SGX_SUCCESS,
        sgx_rijndael128GCM_encrypt(&sk, in->text, SHORT, in->ciphertext, in->iv, sizeof in->iv, NULL, 0, &in->tag));
    CHECK_STATUS(SGX_SUCCESS, sgx_rijndael128_cmac_msg(&mk, in->text, SHORT, &in->mac));
}

int main(int argc, char **argv)
{
    pthread_t threads[CALLERS], host_thread;

    in = calloc(1, sizeof *in);
    callers = calloc(CALLERS, sizeof *callers);
    launch();
    finish_at = time(NULL) + (argc > 1 ? atoi(argv[1]) : 0);
    for (int i = 0; i < CALLERS; i++) {
        prepare(&callers[i]);
    }
    CHECK(pthread_create(&host_thread, NULL, host, NULL) == 0);
    for (int i = 0; i < CALLERS; i++) {
        CHECK(pthread_create(&threads[i], NULL, calling, &callers[i]) == 0);
    }
    for (int i = 0; i < CALLERS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    CHECK(pthread_join(host_thread, NULL) == 0);
    CHECK(wrong == 0);
    CHECK(accepted > 0);
    (void) printf("race_test: %lu calls while their lengths changed, %lu accepted\n", calls, accepted);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(context));
    CHECK_STATUS(SGX_SUCCESS, enclave_entry(SOFT_UNLOAD, NULL));
    free(callers);
    free(in);
    return check_summary("race_test");
}
