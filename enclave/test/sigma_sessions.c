/* The enclave's own key exchange, inside: steps, statuses, order of checks */
#include <stdlib.h>
#include <string.h>

#include "Enclave_t.h"
#include "check.h"
#include "sigma_exchange.h"
#include "test_random.h"
#include "tests.h"

static void all_calls(exchange_t *x, sgx_status_t for_ga, sgx_status_t for_msg2, sgx_status_t for_report,
    sgx_status_t for_msg3, sgx_status_t for_keys)
{
    sgx_ec256_public_t point;
    sgx_sha256_hash_t digest;
    CHECK_STATUS(for_ga, sigma_ga(x->context, &point));
    CHECK_STATUS(for_msg2, exchange_msg2(x));
    CHECK_STATUS(for_report, exchange_report(x));
    if (for_report == SGX_SUCCESS) {
        exchange_qe_report(x);
    }
    CHECK_STATUS(for_msg3, exchange_msg3(x));
    CHECK_STATUS(for_keys, enclave_ra_get_key_hash(x->context, SIGMA_KEY_SK, &digest));
    CHECK_STATUS(for_keys, enclave_ra_get_key_hash(x->context, SIGMA_KEY_MK, &digest));
}

static void check_report(const exchange_t *x)
{
    uint8_t input[144], digest[32];
    sgx_report_t expected = x->report;
    static const uint8_t zeros[32];
    memcpy(input, &x->g_a, 64);
    memcpy(input + 64, &x->msg2.g_b, 64);
    memcpy(input + 128, x->sp.vk, 16);
    hash(input, sizeof input, digest);
    CHECK(memcmp(x->report.body.report_data.d, digest, 32) == 0);
    CHECK(memcmp(x->report.body.report_data.d + 32, zeros, 32) == 0);
    platform_mac(&x->target.mr_enclave, &x->target.attributes, x->target.misc_select, &expected);
    CHECK(memcmp(expected.mac, x->report.mac, 16) == 0);
}

static void check_msg3(const exchange_t *x)
{
    static uint8_t whole[SIGMA_MSG3_SIZE + QUOTE];
    static const uint8_t zeros[256];
    uint8_t mac[16];
    memcpy(whole, x->msg3, SIGMA_MSG3_SIZE);
    memcpy(whole + SIGMA_MSG3_SIZE, x->quote, QUOTE);
    cmac(x->sp.smk, whole + 16, sizeof whole - 16, mac);
    CHECK(memcmp(mac, whole, 16) == 0);
    CHECK(memcmp(&x->g_a, whole + 16, 64) == 0);
    CHECK(memcmp(whole + 80, zeros, 256) == 0);
}

static void check_keys(const exchange_t *x)
{
    sgx_sha256_hash_t digest, expected;
    sgx_cmac_128bit_key_t key;
    CHECK_STATUS(SGX_SUCCESS, sigma_key(x->context, SIGMA_KEY_SK, &key));
    CHECK(memcmp(key, x->sp.sk, 16) == 0);
    CHECK_STATUS(SGX_SUCCESS, sigma_key(x->context, SIGMA_KEY_MK, &key));
    CHECK(memcmp(key, x->sp.mk, 16) == 0);
    hash(x->sp.mk, 16, expected);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_get_key_hash(x->context, SIGMA_KEY_MK, &digest));
    CHECK(memcmp(digest, expected, 32) == 0);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sigma_key(x->context, 0, &key));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_get_key_hash(x->context, 3, &digest));
}

void test_sigma_steps(void)
{
    const sgx_status_t state = SGX_ERROR_INVALID_STATE, ok = SGX_SUCCESS, wrong = SGX_ERROR_INVALID_PARAMETER;
    exchange_t x;
    exchange_begin(&x);
    CHECK_STATUS(state, exchange_msg2(&x));
    CHECK_STATUS(state, exchange_report(&x));
    CHECK_STATUS(state, exchange_msg3(&x));
    exchange_to_ga(&x);
    x.msg2.mac[0] ^= 1;
    all_calls(&x, state, SGX_ERROR_MAC_MISMATCH, state, state, state);
    x.msg2.mac[0] ^= 1;
    CHECK_STATUS(ok, exchange_msg2(&x)); /* after one that was refused */
    CHECK_STATUS(state, exchange_msg3(&x));
    CHECK_STATUS(ok, exchange_report(&x));
    check_report(&x);
    exchange_qe_report(&x);
    all_calls(&x, state, state, ok, ok, ok); /* the second report counts, with a nonce of its own */
    check_report(&x);
    check_msg3(&x);
    check_keys(&x);
    all_calls(&x, state, state, state, state, ok);
    CHECK_STATUS(ok, enclave_ra_close(x.context));
    all_calls(&x, wrong, wrong, wrong, wrong, wrong);
    CHECK_STATUS(wrong, enclave_ra_close(x.context));
    EVP_PKEY_free(x.signer);
}

void test_sigma_arguments(void)
{
    const sgx_status_t wrong = SGX_ERROR_INVALID_PARAMETER;
    sgx_ec256_public_t zeros, off_curve;
    uint32_t context = 0;
    exchange_t x;
    exchange_begin(&x);
    memset(&zeros, 0, sizeof zeros);
    off_curve = x.signer_public;
    off_curve.gx[5] ^= 4;
    CHECK_STATUS(wrong, sigma_open(&zeros, &context));
    CHECK_STATUS(wrong, sigma_open(&off_curve, &context));
    CHECK_STATUS(wrong, sigma_open(&x.signer_public, NULL));
    CHECK_STATUS(SGX_SUCCESS, sigma_open(NULL, &context)); /* for the built-in key */
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(context));
    CHECK_STATUS(wrong, sigma_ga(x.context, NULL));
    exchange_to_report(&x);
    CHECK_STATUS(wrong, sigma_report(x.context, NULL, &x.report, x.nonce));
    CHECK_STATUS(wrong, sigma_report(x.context, &x.target, NULL, x.nonce));
    CHECK_STATUS(wrong, sigma_report(x.context, &x.target, &x.report, NULL));
    CHECK_STATUS(wrong, sigma_msg3(x.context, NULL, x.quote, QUOTE, x.msg3));
    CHECK_STATUS(wrong, sigma_msg3(x.context, &x.qe_report, NULL, QUOTE, x.msg3));
    CHECK_STATUS(wrong, sigma_msg3(x.context, &x.qe_report, x.quote, 0, x.msg3));
    CHECK_STATUS(wrong, sigma_msg3(x.context, &x.qe_report, x.quote, SIGMA_MAX_QUOTE + 1, x.msg3));
    CHECK_STATUS(wrong, sigma_msg3(x.context, &x.qe_report, x.quote, QUOTE, NULL));
    CHECK_STATUS(SGX_SUCCESS, exchange_msg3(&x));
    exchange_end(&x);
}

static sgx_status_t random_fails(uint8_t *bytes, size_t size)
{
    memset(bytes, 0, size);
    return SGX_ERROR_MC_NOT_FOUND;
}

static void msg2_of_wrong_length(exchange_t *x)
{
    uint8_t longer[SIGMA_MSG2_SIZE + 4];
    memset(longer, 0, sizeof longer);
    memcpy(longer, &x->msg2, SIGMA_MSG2_SIZE);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sigma_msg2(x->context, NULL, SIGMA_MSG2_SIZE));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sigma_msg2(x->context, longer, SIGMA_MSG2_SIZE - 1));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sigma_msg2(x->context, longer, SIGMA_MSG2_SIZE + 4));
    longer[164] = 4; /* the list neither announced nor sent is under the MAC */
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sigma_msg2(x->context, longer, SIGMA_MSG2_SIZE));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sigma_msg2(x->context, longer, SIGMA_MSG2_SIZE + 4));
}

void test_sigma_msg2_refusals(void)
{
    exchange_t x;
    sgx_ra_msg2_t good;
    exchange_begin(&x);
    test_random = random_fails;
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, sigma_ga(x.context, &x.g_a));
    test_random = NULL;
    exchange_to_ga(&x);
    memcpy(&good, &x.msg2, sizeof good);
    msg2_of_wrong_length(&x);

    x.msg2.g_b.gx[0] ^= 1; /* off the curve; signature, MAC wrong, too */
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, exchange_msg2(&x));
    memset(&x.msg2.g_b, 0, sizeof x.msg2.g_b);
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, exchange_msg2(&x));
    memset(&x.msg2.g_b, 0xff, sizeof x.msg2.g_b); /* coordinates above the prime */
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, exchange_msg2(&x));
    memcpy(&x.msg2, &good, sizeof good);
    x.msg2.sign_gb_ga.x[0] ^= 1;
    x.msg2.kdf_id = 2; /* the signature comes first */
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, exchange_msg2(&x));
    memcpy(&x.msg2, &good, sizeof good);
    memset(&x.msg2.sign_gb_ga, 0, sizeof x.msg2.sign_gb_ga);
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, exchange_msg2(&x));
    memcpy(&x.msg2, &good, sizeof good);
    x.msg2.kdf_id = 2; /* and the MAC after it */
    CHECK_STATUS(SGX_ERROR_KDF_MISMATCH, exchange_msg2(&x));
    memcpy(&x.msg2, &good, sizeof good);
    x.msg2.spid.id[3] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, exchange_msg2(&x));
    for (size_t i = 0; i < sizeof good.mac; i++) {
        memcpy(&x.msg2, &good, sizeof good);
        x.msg2.mac[i] ^= 0x80;
        CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, exchange_msg2(&x));
    }
    memcpy(&x.msg2, &good, sizeof good);
    CHECK_STATUS(SGX_SUCCESS, exchange_msg2(&x));
    test_random = random_fails;
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, exchange_report(&x));
    test_random = NULL;
    CHECK_STATUS(SGX_SUCCESS, exchange_report(&x));
    exchange_end(&x);
}

/* A signature of somebody else, and one over the points in the other order. */
void test_sigma_other_signers(void)
{
    sgx_ec256_public_t unused;
    exchange_t x;
    exchange_begin(&x);
    exchange_to_ga(&x);
    x.sp.signer = new_key(&unused);
    sp_msg2(&x.sp, &x.g_a, NULL, 0, &x.msg2);
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, exchange_msg2(&x));
    EVP_PKEY_free(x.sp.signer);
    x.sp.signer = x.signer;
    sp_msg2(&x.sp, &x.signer_public, NULL, 0, &x.msg2); /* for another g_a */
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, exchange_msg2(&x));
    exchange_end(&x);
}

void test_sigma_msg3_refusals(void)
{
    static const uint8_t zeros[SIGMA_MSG3_SIZE];
    exchange_t x;
    exchange_begin(&x);
    exchange_to_report(&x);
    x.qe_report.body.isv_svn ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, exchange_msg3(&x));
    exchange_qe_report(&x);
    x.qe_report.mac[15] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, exchange_msg3(&x));
    exchange_qe_report(&x);
    x.qe_report.body.attributes.flags ^= SGX_FLAGS_DEBUG;
    exchange_mac_again(&x);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, exchange_msg3(&x));
    exchange_qe_report(&x);
    x.qe_report.body.mr_enclave.m[31] ^= 1;
    exchange_mac_again(&x);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, exchange_msg3(&x));
    exchange_qe_report(&x);
    x.qe_report.body.report_data.d[31] ^= 1;
    exchange_mac_again(&x);
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, exchange_msg3(&x));
    exchange_qe_report(&x);
    x.quote[QUOTE - 1] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, exchange_msg3(&x));
    x.quote[QUOTE - 1] ^= 1;
    CHECK_STATUS(SGX_SUCCESS, exchange_report(&x)); /* another nonce: the report for the last one is too old */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, exchange_msg3(&x));
    CHECK(memcmp(x.msg3, zeros, sizeof zeros) == 0);
    exchange_qe_report(&x);
    CHECK_STATUS(SGX_SUCCESS, exchange_msg3(&x));
    check_msg3(&x);
    exchange_end(&x);
}
