/* The enclave's own key exchange, inside: steps, statuses, order of checks, contexts */
#include <stdlib.h>
#include <string.h>

#include "Enclave_t.h"
#include "check.h"
#include "peer.h"
#include "sigma.h"
#include "soft_trusted.h"
#include "test_random.h"
#include "tests.h"

enum { QUOTE = ECDSA_QUOTE };

/* One exchange, and everything its steps take. */
typedef struct {
    EVP_PKEY *signer;
    sp_t sp;
    uint32_t context;
    sgx_ec256_public_t signer_public, g_a;
    sgx_target_info_t target;
    sgx_report_t report, qe_report;
    uint8_t nonce[16], quote[QUOTE], msg3[SIGMA_MSG3_SIZE];
    sgx_ra_msg2_t msg2; /* without a list */
} exchange_t;

static void begin(exchange_t *x)
{
    memset(x, 0, sizeof *x);
    x->signer = new_key(&x->signer_public);
    x->sp.signer = x->signer;
    x->sp.kdf_id = 1;
    platform_ecdsa_target(&x->target);
    memset(x->quote, 0xcd, QUOTE);
    CHECK_STATUS(SGX_SUCCESS, sigma_open(&x->signer_public, &x->context));
    CHECK(sigma_is_context(x->context));
}

static void end(exchange_t *x)
{
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(x->context));
    EVP_PKEY_free(x->signer);
}

static sgx_status_t msg2(exchange_t *x)
{
    return sigma_msg2(x->context, (uint8_t *) &x->msg2, sizeof x->msg2);
}

static sgx_status_t report(exchange_t *x)
{
    return sigma_report(x->context, &x->target, &x->report, x->nonce);
}

static sgx_status_t msg3(exchange_t *x)
{
    return sigma_msg3(x->context, &x->qe_report, x->quote, QUOTE, x->msg3);
}

static void own_target(sgx_target_info_t *own)
{
    const sgx_report_body_t *body = &sgx_self_report()->body;
    memset(own, 0, sizeof *own);
    own->mr_enclave = body->mr_enclave;
    own->attributes = body->attributes;
    own->misc_select = body->misc_select;
}

static void make_qe_report(exchange_t *x)
{
    sgx_target_info_t own;
    own_target(&own);
    platform_qe_report(&x->target, &own, x->nonce, x->quote, QUOTE, &x->qe_report);
}

/* After a change of the QE report's body. */
static void mac_again(exchange_t *x)
{
    sgx_target_info_t own;
    own_target(&own);
    platform_mac(&own.mr_enclave, &own.attributes, own.misc_select, &x->qe_report);
}

static void to_ga(exchange_t *x)
{
    CHECK_STATUS(SGX_SUCCESS, sigma_ga(x->context, &x->g_a));
    sp_msg2(&x->sp, &x->g_a, NULL, 0, &x->msg2);
}

static void to_report(exchange_t *x)
{
    to_ga(x);
    CHECK_STATUS(SGX_SUCCESS, msg2(x));
    CHECK_STATUS(SGX_SUCCESS, report(x));
    make_qe_report(x);
}

static void all_calls(exchange_t *x, sgx_status_t for_ga, sgx_status_t for_msg2, sgx_status_t for_report,
    sgx_status_t for_msg3, sgx_status_t for_keys)
{
    sgx_ec256_public_t point;
    sgx_sha256_hash_t digest;
    CHECK_STATUS(for_ga, sigma_ga(x->context, &point));
    CHECK_STATUS(for_msg2, msg2(x));
    CHECK_STATUS(for_report, report(x));
    if (for_report == SGX_SUCCESS) {
        make_qe_report(x);
    }
    CHECK_STATUS(for_msg3, msg3(x));
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
    begin(&x);
    CHECK_STATUS(state, msg2(&x));
    CHECK_STATUS(state, report(&x));
    CHECK_STATUS(state, msg3(&x));
    to_ga(&x);
    x.msg2.mac[0] ^= 1;
    all_calls(&x, state, SGX_ERROR_MAC_MISMATCH, state, state, state);
    x.msg2.mac[0] ^= 1;
    CHECK_STATUS(ok, msg2(&x)); /* after one that was refused */
    CHECK_STATUS(state, msg3(&x));
    CHECK_STATUS(ok, report(&x));
    check_report(&x);
    make_qe_report(&x);
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
    begin(&x);
    memset(&zeros, 0, sizeof zeros);
    off_curve = x.signer_public;
    off_curve.gx[5] ^= 4;
    CHECK_STATUS(wrong, sigma_open(&zeros, &context));
    CHECK_STATUS(wrong, sigma_open(&off_curve, &context));
    CHECK_STATUS(wrong, sigma_open(&x.signer_public, NULL));
    CHECK_STATUS(SGX_SUCCESS, sigma_open(NULL, &context)); /* for the built-in key */
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(context));
    CHECK_STATUS(wrong, sigma_ga(x.context, NULL));
    to_report(&x);
    CHECK_STATUS(wrong, sigma_report(x.context, NULL, &x.report, x.nonce));
    CHECK_STATUS(wrong, sigma_report(x.context, &x.target, NULL, x.nonce));
    CHECK_STATUS(wrong, sigma_report(x.context, &x.target, &x.report, NULL));
    CHECK_STATUS(wrong, sigma_msg3(x.context, NULL, x.quote, QUOTE, x.msg3));
    CHECK_STATUS(wrong, sigma_msg3(x.context, &x.qe_report, NULL, QUOTE, x.msg3));
    CHECK_STATUS(wrong, sigma_msg3(x.context, &x.qe_report, x.quote, 0, x.msg3));
    CHECK_STATUS(wrong, sigma_msg3(x.context, &x.qe_report, x.quote, SIGMA_MAX_QUOTE + 1, x.msg3));
    CHECK_STATUS(wrong, sigma_msg3(x.context, &x.qe_report, x.quote, QUOTE, NULL));
    CHECK_STATUS(SGX_SUCCESS, msg3(&x));
    end(&x);
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
    begin(&x);
    test_random = random_fails;
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, sigma_ga(x.context, &x.g_a));
    test_random = NULL;
    to_ga(&x);
    memcpy(&good, &x.msg2, sizeof good);
    msg2_of_wrong_length(&x);

    x.msg2.g_b.gx[0] ^= 1; /* off the curve; signature, MAC wrong, too */
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, msg2(&x));
    memset(&x.msg2.g_b, 0, sizeof x.msg2.g_b);
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, msg2(&x));
    memset(&x.msg2.g_b, 0xff, sizeof x.msg2.g_b); /* coordinates above the prime */
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, msg2(&x));
    memcpy(&x.msg2, &good, sizeof good);
    x.msg2.sign_gb_ga.x[0] ^= 1;
    x.msg2.kdf_id = 2; /* the signature comes first */
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, msg2(&x));
    memcpy(&x.msg2, &good, sizeof good);
    memset(&x.msg2.sign_gb_ga, 0, sizeof x.msg2.sign_gb_ga);
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, msg2(&x));
    memcpy(&x.msg2, &good, sizeof good);
    x.msg2.kdf_id = 2; /* and the MAC after it */
    CHECK_STATUS(SGX_ERROR_KDF_MISMATCH, msg2(&x));
    memcpy(&x.msg2, &good, sizeof good);
    x.msg2.spid.id[3] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, msg2(&x));
    for (size_t i = 0; i < sizeof good.mac; i++) {
        memcpy(&x.msg2, &good, sizeof good);
        x.msg2.mac[i] ^= 0x80;
        CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, msg2(&x));
    }
    memcpy(&x.msg2, &good, sizeof good);
    CHECK_STATUS(SGX_SUCCESS, msg2(&x));
    test_random = random_fails;
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, report(&x));
    test_random = NULL;
    CHECK_STATUS(SGX_SUCCESS, report(&x));
    end(&x);
}

/* A signature of somebody else, and one over the points in the other order. */
void test_sigma_other_signers(void)
{
    sgx_ec256_public_t unused;
    exchange_t x;
    begin(&x);
    to_ga(&x);
    x.sp.signer = new_key(&unused);
    sp_msg2(&x.sp, &x.g_a, NULL, 0, &x.msg2);
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, msg2(&x));
    EVP_PKEY_free(x.sp.signer);
    x.sp.signer = x.signer;
    sp_msg2(&x.sp, &x.signer_public, NULL, 0, &x.msg2); /* for another g_a */
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, msg2(&x));
    end(&x);
}

void test_sigma_msg3_refusals(void)
{
    static const uint8_t zeros[SIGMA_MSG3_SIZE];
    exchange_t x;
    begin(&x);
    to_report(&x);
    x.qe_report.body.isv_svn ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, msg3(&x));
    make_qe_report(&x);
    x.qe_report.mac[15] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, msg3(&x));
    make_qe_report(&x);
    x.qe_report.body.attributes.flags ^= SGX_FLAGS_DEBUG;
    mac_again(&x);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, msg3(&x));
    make_qe_report(&x);
    x.qe_report.body.mr_enclave.m[31] ^= 1;
    mac_again(&x);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, msg3(&x));
    make_qe_report(&x);
    x.qe_report.body.report_data.d[31] ^= 1;
    mac_again(&x);
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, msg3(&x));
    make_qe_report(&x);
    x.quote[QUOTE - 1] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, msg3(&x));
    x.quote[QUOTE - 1] ^= 1;
    CHECK_STATUS(SGX_SUCCESS, report(&x)); /* another nonce: the report for the last one is too old */
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, msg3(&x));
    CHECK(memcmp(x.msg3, zeros, sizeof zeros) == 0);
    make_qe_report(&x);
    CHECK_STATUS(SGX_SUCCESS, msg3(&x));
    check_msg3(&x);
    end(&x);
}

/* What the service provider sends after msg3 is for contexts of both kinds. */
void test_sigma_secrets(void)
{
    static uint8_t text[9] = "a secret", aad[3] = "aad", iv[12] = {1};
    uint8_t ciphertext[sizeof text], sealed[560 + sizeof text];
    sgx_aes_gcm_128bit_tag_t tag;
    sgx_cmac_128bit_tag_t mac;
    sgx_sha256_hash_t expected, hash_of;
    exchange_t x;
    begin(&x);
    to_report(&x);
    CHECK_STATUS(SGX_ERROR_INVALID_STATE, verify_att_result_mac(x.context, text, sizeof text, mac));
    CHECK_STATUS(SGX_SUCCESS, msg3(&x));
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
    end(&x);
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
    begin(&x);
    to_report(&x);
    CHECK_STATUS(SGX_SUCCESS, msg3(&x));
    memcpy(smk, x.sp.smk, 16);
    memcpy(mk, x.sp.mk, 16);
    EVP_PKEY_free(x.signer);
    return x.context;
}
