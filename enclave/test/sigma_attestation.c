/* Whole attestations with the enclave's own key exchange, through the proxies; the replay of a recorded one */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "Enclave_u.h"
#include "check.h"
#include "files.h"
#include "peer.h"
#include "recorded.h"
#include "sgx_uae_quote_ex.h"
#include "sgx_urts.h"
#include "test_random.h"
#include "tests.h"

enum { MSG2 = 168, MSG3 = 336, ROOM = 4096 };

/* An exchange as a client makes it. */
typedef struct {
    sgx_enclave_id_t id;
    uint32_t context;
    sgx_ec256_public_t g_a;
    uint8_t msg3[ROOM];
    uint32_t quote_size;
} client_t;

/* The status of an ECALL: that of the call, else that of the function. */
static sgx_status_t of(sgx_status_t call, const sgx_status_t *function)
{
    return call == SGX_SUCCESS ? *function : call;
}

#define ECALL(function, ...) of(function(c->id, &result, __VA_ARGS__), &result)

static sgx_status_t start(client_t *c)
{
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    sgx_status_t status = ECALL(sigma_open, NULL, &c->context);
    return status == SGX_SUCCESS ? ECALL(sigma_ga, c->context, &c->g_a) : status;
}

/* The report for the quoting enclave, its quote, msg3. */
static sgx_status_t quote(client_t *c)
{
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    sgx_att_key_id_t key;
    sgx_target_info_t target;
    sgx_report_t report;
    sgx_qe_report_info_t info;
    uint8_t key_id[32];
    size_t size = sizeof key_id;
    sgx_status_t status = sgx_select_att_key_id(NULL, 0, &key);

    memset(&info, 0, sizeof info);
    if (status == SGX_SUCCESS) {
        status = sgx_init_quote_ex(&key, &target, &size, key_id);
    }
    if (status == SGX_SUCCESS) {
        status = ECALL(sigma_report, c->context, &target, &report, info.nonce.rand);
    }
    if (status == SGX_SUCCESS) {
        status = sgx_get_quote_size_ex(&key, &c->quote_size);
    }
    if (status == SGX_SUCCESS) {
        info.app_enclave_target_info.mr_enclave = report.body.mr_enclave;
        info.app_enclave_target_info.attributes = report.body.attributes;
        info.app_enclave_target_info.misc_select = report.body.misc_select;
        status = sgx_get_quote_ex(&report, &key, &info, c->msg3 + MSG3, c->quote_size);
    }
    if (status == SGX_SUCCESS) {
        status = ECALL(sigma_msg3, c->context, &info.qe_report, c->msg3 + MSG3, c->quote_size, c->msg3);
    }
    return status;
}

static sgx_status_t answer(client_t *c, uint8_t *msg2)
{
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    sgx_status_t status = ECALL(sigma_msg2, c->context, msg2, MSG2);
    return status == SGX_SUCCESS ? quote(c) : status;
}

static sgx_status_t finish(client_t *c)
{
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    return ECALL(enclave_ra_close, c->context);
}

/* 1 when everything of an attestation is as it should be; for any thread. */
static int attested(sgx_enclave_id_t id)
{
    client_t client = {.id = id}, *c = &client;
    sp_t sp = {.signer = sample_key(), .kdf_id = 1};
    sgx_ra_msg2_t msg2;
    sgx_sha256_hash_t got, expected;
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    uint8_t mac[16];
    int good = start(c) == SGX_SUCCESS;

    sp_msg2(&sp, &c->g_a, NULL, 0, &msg2);
    good &= answer(c, (uint8_t *) &msg2) == SGX_SUCCESS && c->quote_size == ECDSA_QUOTE;
    cmac(sp.smk, c->msg3 + 16, MSG3 - 16 + c->quote_size, mac);
    good &= memcmp(mac, c->msg3, 16) == 0 && c->msg3[MSG3] == 3;
    hash(sp.sk, 16, expected);
    good &= ECALL(enclave_ra_get_key_hash, c->context, 1, &got) == SGX_SUCCESS && memcmp(got, expected, 32) == 0;
    EVP_PKEY_free(sp.signer);
    return good & (finish(c) == SGX_SUCCESS);
}

static sgx_enclave_id_t enclave;
static atomic_int bad;

static void *attestations(void *unused)
{
    (void) unused;
    for (int i = 0; i < 10; i++) {
        sgx_ra_context_t library = 0;
        sgx_ec256_public_t g_a;
        sgx_status_t result = SGX_ERROR_UNEXPECTED;
        /* One of Intel's key exchanges at the same time. */
        bad += enclave_ra_init_def(enclave, &result, 0, &library) != SGX_SUCCESS || result != SGX_SUCCESS;
        bad += sgx_ra_get_ga(enclave, &result, library, &g_a) != SGX_SUCCESS || result != SGX_SUCCESS;
        bad += !attested(enclave);
        bad += enclave_ra_close(enclave, &result, library) != SGX_SUCCESS || result != SGX_SUCCESS;
    }
    return NULL;
}

static void from_many_threads(void)
{
    pthread_t threads[8];
    for (int i = 0; i < 8; i++) {
        CHECK(pthread_create(&threads[i], NULL, attestations, NULL) == 0);
    }
    for (int i = 0; i < 8; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    CHECK(bad == 0);
}

/* A failure of the quoting side ends in no msg3, and can be tried again. */
static void quoting_fails(sgx_status_t expected, const platform_faults_t *faults)
{
    client_t client = {.id = enclave}, *c = &client;
    sp_t sp = {.signer = sample_key(), .kdf_id = 1};
    sgx_ra_msg2_t msg2;
    static const uint8_t zeros[MSG3];

    CHECK_STATUS(SGX_SUCCESS, start(c));
    sp_msg2(&sp, &c->g_a, NULL, 0, &msg2);
    platform_faults = *faults;
    CHECK_STATUS(expected, answer(c, (uint8_t *) &msg2));
    CHECK(memcmp(c->msg3, zeros, sizeof zeros) == 0);
    memset(&platform_faults, 0, sizeof platform_faults);
    CHECK_STATUS(SGX_SUCCESS, quote(c));
    CHECK_STATUS(SGX_SUCCESS, finish(c));
    EVP_PKEY_free(sp.signer);
}

static void test_bridges(void)
{
    client_t client = {.id = enclave}, *c = &client;
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    void *wrapping = (void *) (UINTPTR_MAX - 7);
    uint8_t bytes[512] = {0};

    CHECK_STATUS(SGX_SUCCESS, start(c));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sigma_open(enclave, &result, wrapping, &c->context));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sigma_ga(enclave, &result, c->context, wrapping));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sigma_msg2(enclave, &result, c->context, wrapping, MSG2));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sigma_report(enclave, &result, c->context, (sgx_target_info_t *) bytes, wrapping, bytes));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sigma_msg3(enclave, &result, c->context, (sgx_report_t *) bytes, wrapping, 500, bytes));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sigma_msg3(enclave, &result, c->context, (sgx_report_t *) bytes, bytes, 500, wrapping));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, ECALL(sigma_open, NULL, NULL));
    CHECK_STATUS(SGX_SUCCESS, finish(c));
}

void test_sigma_attestation(const char *directory)
{
    enclave = load(directory, "product.signed.so", 1);
    CHECK(attested(enclave));
    from_many_threads();
    quoting_fails(SGX_ERROR_MAC_MISMATCH, &(platform_faults_t){.wrong_mac = 1});
    quoting_fails(SGX_ERROR_MAC_MISMATCH, &(platform_faults_t){.wrong_hash = 1});
    quoting_fails(SGX_ERROR_INVALID_PARAMETER, &(platform_faults_t){.wrong_mr_enclave = 1});
    quoting_fails(SGX_ERROR_INVALID_PARAMETER, &(platform_faults_t){.wrong_attributes = 2});
    quoting_fails(SGX_ERROR_ATT_KEY_UNINITIALIZED, &(platform_faults_t){.uninitialised = 1});
    test_bridges();
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(enclave));
}

static sgx_status_t recorded_random(uint8_t *bytes, size_t size)
{
    uint8_t big_endian[32];
    memset(bytes, 0x5a, size);
    if (size == 32) {
        unhex(replay.a, big_endian, sizeof big_endian);
        reverse32(bytes, big_endian);
    }
    return SGX_SUCCESS;
}

static void check_key(client_t *c, const char *recorded_key, uint32_t type)
{
    uint8_t key[16], digest[32];
    sgx_sha256_hash_t got;
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    CHECK(unhex(recorded_key, key, 16) == 16);
    hash(key, 16, digest);
    CHECK_STATUS(SGX_SUCCESS, ECALL(enclave_ra_get_key_hash, c->context, type, &got));
    CHECK(memcmp(got, digest, 32) == 0);
}

/* The result of that run: a MAC under MK, two bytes under SK. */
static void replay_result(client_t *c)
{
    uint8_t info[97], mac[16], ciphertext[2], tag[16];
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    CHECK(unhex(replay.platform_info, info, sizeof info) == sizeof info);
    CHECK(unhex(replay.platform_info_mac, mac, 16) == 16);
    CHECK(unhex(replay.ciphertext, ciphertext, 2) == 2 && unhex(replay.tag, tag, 16) == 16);
    CHECK_STATUS(SGX_SUCCESS, ECALL(verify_att_result_mac, c->context, info, sizeof info, mac));
    CHECK_STATUS(SGX_SUCCESS, ECALL(verify_secret_data, c->context, ciphertext, sizeof ciphertext, tag));
    info[0] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, ECALL(verify_att_result_mac, c->context, info, sizeof info, mac));
    tag[0] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, ECALL(verify_secret_data, c->context, ciphertext, sizeof ciphertext, tag));
}

/* The messages are those of the recording, whoever signed the quote in it. */
void test_sigma_replay(const char *directory)
{
    static uint8_t msg3[ROOM];
    uint8_t expected[64], report_data[32], msg2[MSG2];
    client_t client = {.id = load(directory, "replay.signed.so", 1)}, *c = &client;
    const uint32_t size = (uint32_t) unhex(replay.msg3, msg3, sizeof msg3);

    platform_faults = (platform_faults_t){.quote = msg3 + MSG3, .quote_size = size - MSG3};
    test_random = recorded_random;
    CHECK_STATUS(SGX_SUCCESS, start(c));
    CHECK(unhex(replay.g_a, expected, 64) == 64 && memcmp(&c->g_a, expected, 64) == 0);
    CHECK(unhex(replay.msg2, msg2, sizeof msg2) == MSG2);
    CHECK_STATUS(SGX_SUCCESS, answer(c, msg2));
    CHECK(MSG3 + c->quote_size == size && memcmp(c->msg3, msg3, size) == 0);
    CHECK(unhex(replay.report_data, report_data, 32) == 32);
    CHECK(memcmp(platform_record.report.body.report_data.d, report_data, 32) == 0);
    check_key(c, replay.sk, 1);
    check_key(c, replay.mk, 2);
    replay_result(c);
    test_random = NULL;
    memset(&platform_faults, 0, sizeof platform_faults);
    CHECK_STATUS(SGX_SUCCESS, finish(c));
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(c->id));
}
