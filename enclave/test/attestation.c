/* Calls through the proxies, and whole attestations; the replay of a recorded one */
#include <stdlib.h>
#include <string.h>

#include "Enclave_u.h"
#include "check.h"
#include "files.h"
#include "peer.h"
#include "recorded.h"
#include "sgx_ukey_exchange.h"
#include "sgx_urts.h"
#include "soft_enclave.h"
#include "soft_platform.h"
#include "test_random.h"
#include "tests.h"

enum { QUOTE = 1116, LIST = LIST_SIZE };

void test_calls(const char *directory)
{
    sgx_enclave_id_t id = load(directory, "product.signed.so", 1);
    sgx_status_t result = SGX_SUCCESS;
    sgx_ec256_public_t zeros;
    sgx_sha256_hash_t digest;
    sgx_report_t report;
    sgx_ra_context_t context = 5;

    memset(&zeros, 0, sizeof zeros);
    memset(digest, 0xff, sizeof digest);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init(id, &result, zeros, 0, &context));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, result);
    CHECK(context == 0); /* [out] is written whatever the function returned */
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init_def(id, &result, 0, NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, result);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_get_key_hash(id, &result, 0, SGX_RA_KEY_MK, &digest));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, result);
    CHECK(digest[0] == 0);
    CHECK_STATUS(SGX_SUCCESS, get_report(id, &result, NULL, NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, result);
    CHECK_STATUS(SGX_SUCCESS, get_report(id, NULL, &report, NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, get_report(id, &result, (sgx_report_t *) (UINTPTR_MAX - 7), NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_FUNCTION, sgx_ecall(id, ECALL_COUNT, NULL, &report));
    CHECK_STATUS(SGX_ERROR_INVALID_FUNCTION, sgx_ecall(id, -1, NULL, &report));
    CHECK_STATUS(SGX_ERROR_INVALID_FUNCTION, sgx_ecall(id, 0x7fffffff, NULL, &report));
    CHECK_STATUS(SGX_ERROR_INVALID_FUNCTION, sgx_ecall(id, 0x7ffffffe, NULL, &report));
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(id));
}

/* An exchange as a client makes it. */
typedef struct {
    sgx_enclave_id_t id;
    sgx_ra_context_t context;
    sp_t sp;
    sgx_ra_msg1_t msg1;
    sgx_ra_msg2_t *msg2;
    uint32_t msg2_size;
    sgx_ra_msg3_t *msg3;
    uint32_t msg3_size;
} client_t;

/* Up to msg2, with a list of this size. */
static void begin(client_t *c, sgx_enclave_id_t id, uint32_t list_size)
{
    uint8_t list[LIST];
    sgx_status_t result = SGX_ERROR_UNEXPECTED;

    memset(c, 0, sizeof *c);
    memset(&platform_faults, 0, sizeof platform_faults);
    c->id = id;
    c->sp.signer = sample_key();
    c->sp.kdf_id = 1;
    c->msg2_size = (uint32_t) sizeof *c->msg2 + list_size;
    c->msg2 = calloc(1, c->msg2_size);
    make_list(list);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init_def(id, &result, 0, &c->context));
    CHECK_STATUS(SGX_SUCCESS, result);
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_msg1(c->context, id, sgx_ra_get_ga, &c->msg1));
    CHECK(memcmp(c->msg1.gid, "\x0b\x00\x00\x00", 4) == 0);
    sp_msg2(&c->sp, &c->msg1.g_a, list, list_size, c->msg2);
}

static sgx_status_t proc_msg2(client_t *c)
{
    return sgx_ra_proc_msg2(c->context, c->id, sgx_ra_proc_msg2_trusted, sgx_ra_get_msg3_trusted, c->msg2, c->msg2_size,
        &c->msg3, &c->msg3_size);
}

static void end(client_t *c)
{
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(c->id, &result, c->context));
    CHECK_STATUS(SGX_SUCCESS, result);
    memset(&platform_faults, 0, sizeof platform_faults);
    EVP_PKEY_free(c->sp.signer);
    free(c->msg2);
    free(c->msg3);
}

static void check_session(client_t *c, uint32_t quote_size)
{
    uint8_t mac[16], input[144], digest[32], got[32];
    const sgx_quote_t *quote = (const sgx_quote_t *) c->msg3->quote;
    sgx_status_t result = SGX_ERROR_UNEXPECTED;

    CHECK(c->msg3_size == sizeof *c->msg3 + quote_size && quote->signature_len == quote_size - 436);
    cmac(c->sp.smk, (const uint8_t *) c->msg3 + 16, c->msg3_size - 16, mac);
    CHECK(memcmp(mac, c->msg3->mac, 16) == 0);
    CHECK(memcmp(&c->msg3->g_a, &c->msg1.g_a, 64) == 0);
    memcpy(input, &c->msg1.g_a, 64);
    memcpy(input + 64, &c->msg2->g_b, 64);
    memcpy(input + 128, c->sp.vk, 16);
    hash(input, sizeof input, digest);
    CHECK(memcmp(quote->report_body.report_data.d, digest, 32) == 0);
    hash(c->sp.sk, 16, digest);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_get_key_hash(c->id, &result, c->context, SGX_RA_KEY_SK, &got));
    CHECK_STATUS(SGX_SUCCESS, result);
    CHECK(memcmp(got, digest, 32) == 0);
    CHECK(memcmp(platform_record.spid, &c->msg2->spid, 16) == 0);
}

static void test_good_sessions(sgx_enclave_id_t id)
{
    static const uint16_t types[] = {0, 1, 77};
    client_t c;
    for (size_t i = 0; i < 3; i++) {
        begin(&c, id, i == 1 ? LIST : 0);
        c.msg2->quote_type = types[i];
        cmac(c.sp.smk, c.msg2, 148, c.msg2->mac);
        CHECK_STATUS(SGX_SUCCESS, proc_msg2(&c));
        CHECK(platform_record.sign_type == (types[i] != 0)); /* anything but 0 is linkable */
        CHECK(platform_record.sig_rl_size == (i == 1 ? LIST : 0));
        check_session(&c, i == 1 ? QUOTE + 320 : QUOTE);
        end(&c);
    }
}

static void test_msg1_arguments(sgx_enclave_id_t id)
{
    sgx_ra_msg1_t msg1;
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_msg1(0, id, NULL, &msg1));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_msg1(0, id, sgx_ra_get_ga, NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_msg1(99, id, sgx_ra_get_ga, &msg1));
    CHECK_STATUS(SGX_ERROR_INVALID_ENCLAVE_ID, sgx_ra_get_msg1(0, 1, sgx_ra_get_ga, &msg1));
    platform_faults.failing_operation = PLATFORM_INIT_QUOTE;
    platform_faults.failure = SGX_ERROR_NETWORK_FAILURE;
    CHECK_STATUS(SGX_ERROR_NETWORK_FAILURE, sgx_ra_get_msg1(0, id, sgx_ra_get_ga, &msg1));
    platform_faults.failing_operation = 0;
}

static void test_msg2_arguments(sgx_enclave_id_t id)
{
    client_t c;
    const sgx_ecall_proc_msg2_trusted_t proc = sgx_ra_proc_msg2_trusted;
    const sgx_ecall_get_msg3_trusted_t get = sgx_ra_get_msg3_trusted;
    begin(&c, id, LIST);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sgx_ra_proc_msg2(c.context, id, NULL, get, c.msg2, c.msg2_size, &c.msg3, &c.msg3_size));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sgx_ra_proc_msg2(c.context, id, proc, NULL, c.msg2, c.msg2_size, &c.msg3, &c.msg3_size));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sgx_ra_proc_msg2(c.context, id, proc, get, NULL, c.msg2_size, &c.msg3, &c.msg3_size));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sgx_ra_proc_msg2(c.context, id, proc, get, c.msg2, c.msg2_size, NULL, &c.msg3_size));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sgx_ra_proc_msg2(c.context, id, proc, get, c.msg2, c.msg2_size, &c.msg3, NULL));
    c.msg2_size--;
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, proc_msg2(&c));
    c.msg2_size = 167;
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, proc_msg2(&c));
    c.msg2_size = sizeof *c.msg2 + LIST;
    c.msg2->sig_rl_size = UINT32_MAX;
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, proc_msg2(&c));
    c.msg2->sig_rl_size = LIST;
    c.msg2->mac[0] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, proc_msg2(&c)); /* the enclave's refusal; it can still succeed */
    c.msg2->mac[0] ^= 1;
    CHECK(c.msg3 == NULL && c.msg3_size == 0);
    CHECK_STATUS(SGX_SUCCESS, proc_msg2(&c));
    check_session(&c, QUOTE + 320);
    CHECK_STATUS(SGX_ERROR_INVALID_STATE, proc_msg2(&c));
    end(&c);
}

/* A failure after the enclave has processed msg2 cannot be repaired: only closing remains. */
static void quoting_fails(sgx_enclave_id_t id, sgx_status_t expected, const platform_faults_t *faults, int garbage_list)
{
    client_t c;
    begin(&c, id, garbage_list ? LIST : 0);
    if (garbage_list) {
        c.msg2->sig_rl[0] = 'A';
    }
    platform_faults = *faults;
    CHECK_STATUS(expected, proc_msg2(&c));
    CHECK(c.msg3 == NULL && c.msg3_size == 0);
    memset(&platform_faults, 0, sizeof platform_faults);
    CHECK_STATUS(SGX_ERROR_INVALID_STATE, proc_msg2(&c));
    end(&c);
}

void test_attestation(const char *directory)
{
    sgx_enclave_id_t id = load(directory, "product.signed.so", 1);
    const uint32_t quote = PLATFORM_GET_QUOTE;
    test_good_sessions(id);
    test_msg1_arguments(id);
    test_msg2_arguments(id);
    quoting_fails(id, SGX_ERROR_INVALID_PARAMETER, &(platform_faults_t){0}, 1);
    quoting_fails(id, SGX_ERROR_EPID_MEMBER_REVOKED,
        &(platform_faults_t){.failing_operation = quote, .failure = SGX_ERROR_EPID_MEMBER_REVOKED}, 0);
    quoting_fails(id, SGX_ERROR_UNEXPECTED, &(platform_faults_t){.failing_operation = quote, .short_response = 1}, 0);
    quoting_fails(id, SGX_ERROR_UNEXPECTED, &(platform_faults_t){.failing_operation = quote, .long_response = 1}, 0);
    quoting_fails(id, SGX_ERROR_UNEXPECTED, &(platform_faults_t){.wrong_signature_len = 1}, 0);
    quoting_fails(id, SGX_ERROR_MAC_MISMATCH, &(platform_faults_t){.wrong_mac = 1}, 0);
    quoting_fails(id, SGX_ERROR_MAC_MISMATCH, &(platform_faults_t){.wrong_hash = 1}, 0);
    quoting_fails(id, SGX_ERROR_INVALID_PARAMETER, &(platform_faults_t){.wrong_mr_enclave = 1}, 0);
    quoting_fails(id, SGX_ERROR_INVALID_PARAMETER, &(platform_faults_t){.wrong_attributes = 2}, 0);
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(id));
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

/* The result of that run: a MAC under MK, two bytes under SK. */
static void replay_result(const client_t *c)
{
    uint8_t info[97], mac[16], ciphertext[2], tag[16];
    sgx_status_t result = SGX_ERROR_UNEXPECTED;

    CHECK(unhex(replay.platform_info, info, sizeof info) == sizeof info
        && unhex(replay.platform_info_mac, mac, 16) == 16);
    CHECK(unhex(replay.ciphertext, ciphertext, 2) == 2 && unhex(replay.tag, tag, 16) == 16);
    CHECK_STATUS(SGX_SUCCESS, verify_att_result_mac(c->id, &result, c->context, info, sizeof info, mac));
    CHECK_STATUS(SGX_SUCCESS, result);
    CHECK_STATUS(SGX_SUCCESS, verify_secret_data(c->id, &result, c->context, ciphertext, sizeof ciphertext, tag));
    CHECK_STATUS(SGX_SUCCESS, result);
    info[0] ^= 1;
    CHECK_STATUS(SGX_SUCCESS, verify_att_result_mac(c->id, &result, c->context, info, sizeof info, mac));
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, result);
    tag[0] ^= 1;
    CHECK_STATUS(SGX_SUCCESS, verify_secret_data(c->id, &result, c->context, ciphertext, sizeof ciphertext, tag));
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, result);
}

void test_replay(const char *directory)
{
    static uint8_t msg3[4096];
    uint8_t expected[68], report_data[32], key[16], digest[32];
    sgx_sha256_hash_t got;
    client_t c = {.id = load(directory, "replay.signed.so", 1)};
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    const size_t size = unhex(replay.msg3, msg3, sizeof msg3);

    platform_faults = (platform_faults_t){.gid = replay.gid, .quote = msg3 + sizeof *c.msg3};
    test_random = recorded_random;
    c.msg2 = malloc(168);
    c.msg2_size = (uint32_t) unhex(replay.msg2, (uint8_t *) c.msg2, 168);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init_def(c.id, &result, 0, &c.context));
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_msg1(c.context, c.id, sgx_ra_get_ga, &c.msg1));
    CHECK(unhex(replay.g_a, expected, 64) == 64 && unhex(replay.gid, expected + 64, 4) == 4);
    CHECK(memcmp(&c.msg1, expected, 68) == 0);
    CHECK_STATUS(SGX_SUCCESS, proc_msg2(&c));
    CHECK(c.msg3_size == size && c.msg3 != NULL && memcmp(c.msg3, msg3, size) == 0);
    CHECK(unhex(replay.report_data, report_data, 32) == 32);
    CHECK(memcmp(platform_record.report.body.report_data.d, report_data, 32) == 0);
    CHECK(unhex(replay.sk, key, 16) == 16);
    hash(key, 16, digest);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_get_key_hash(c.id, &result, c.context, SGX_RA_KEY_SK, &got));
    CHECK(memcmp(got, digest, 32) == 0);
    CHECK(unhex(replay.mk, key, 16) == 16);
    hash(key, 16, digest);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_get_key_hash(c.id, &result, c.context, SGX_RA_KEY_MK, &got));
    CHECK(memcmp(got, digest, 32) == 0);
    replay_result(&c);
    test_random = NULL;
    end(&c);
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(c.id));
}
