/* The key exchange inside the enclave: state machine, statuses, order of checks */
#include <stdlib.h>
#include <string.h>

#include "Enclave_t.h"
#include "check.h"
#include "peer.h"
#include "soft_trusted.h"
#include "test_random.h"
#include "tests.h"

enum { QUOTE = 1116 };

/* One exchange, and everything its steps take. */
typedef struct {
    EVP_PKEY *signer;
    sp_t sp;
    sgx_ra_context_t context;
    sgx_ec256_public_t signer_public, g_a;
    sgx_ra_msg2_t *msg2;
    sgx_target_info_t target;
    sgx_report_t report, qe_report;
    sgx_quote_nonce_t nonce;
    sgx_ra_msg3_t *msg3;
} exchange_t;

static void begin(exchange_t *x)
{
    memset(x, 0, sizeof *x);
    x->signer = new_key(&x->signer_public);
    x->sp.signer = x->signer;
    x->sp.kdf_id = 1;
    platform_target(&x->target);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init(x->signer_public, 0, &x->context));
    x->msg2 = calloc(1, sizeof *x->msg2);
    x->msg3 = calloc(1, sizeof *x->msg3 + QUOTE);
    memset(x->msg3->quote, 0xcd, QUOTE);
}

static void release(exchange_t *x)
{
    EVP_PKEY_free(x->signer);
    free(x->msg2);
    free(x->msg3);
}

static void end(exchange_t *x)
{
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(x->context));
    release(x);
}

static void to_got_ga(exchange_t *x)
{
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_ga(x->context, &x->g_a));
    sp_msg2(&x->sp, &x->g_a, NULL, 0, x->msg2);
}

static sgx_status_t proc_msg2(exchange_t *x)
{
    return sgx_ra_proc_msg2_trusted(x->context, x->msg2, &x->target, &x->report, &x->nonce);
}

/* The QE report for what is in msg3 now. */
static void mac_qe_report(exchange_t *x)
{
    const sgx_report_t *self = sgx_self_report();
    uint8_t input[16 + QUOTE];
    memset(&x->qe_report, 0, sizeof x->qe_report);
    x->qe_report.body.attributes = x->target.attributes;
    x->qe_report.body.mr_enclave = x->target.mr_enclave;
    memcpy(input, &x->nonce, 16);
    memcpy(input + 16, x->msg3->quote, QUOTE);
    hash(input, sizeof input, x->qe_report.body.report_data.d);
    platform_mac(&self->body.mr_enclave, &self->body.attributes, self->body.misc_select, &x->qe_report);
}

/* After a change of the QE report's body. */
static void mac_again(exchange_t *x)
{
    const sgx_report_t *self = sgx_self_report();
    platform_mac(&self->body.mr_enclave, &self->body.attributes, self->body.misc_select, &x->qe_report);
}

static sgx_status_t get_msg3(exchange_t *x)
{
    return sgx_ra_get_msg3_trusted(x->context, QUOTE, &x->qe_report, x->msg3, sizeof *x->msg3 + QUOTE);
}

static void all_calls(exchange_t *x, sgx_status_t ga, sgx_status_t msg2, sgx_status_t msg3, sgx_status_t keys)
{
    sgx_ec256_public_t point;
    sgx_sha256_hash_t digest;
    sgx_ra_key_128_t key;
    CHECK_STATUS(ga, sgx_ra_get_ga(x->context, &point));
    CHECK_STATUS(msg2, proc_msg2(x));
    CHECK_STATUS(msg3, get_msg3(x));
    CHECK_STATUS(keys, sgx_ra_get_keys(x->context, SGX_RA_KEY_SK, &key));
    CHECK_STATUS(keys, enclave_ra_get_key_hash(x->context, SGX_RA_KEY_MK, &digest));
}

static void check_keys(const exchange_t *x)
{
    sgx_ra_key_128_t key;
    sgx_sha256_hash_t digest, expected;
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_keys(x->context, SGX_RA_KEY_SK, &key));
    CHECK(memcmp(key, x->sp.sk, 16) == 0);
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_keys(x->context, SGX_RA_KEY_MK, &key));
    CHECK(memcmp(key, x->sp.mk, 16) == 0);
    hash(x->sp.mk, 16, expected);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_get_key_hash(x->context, SGX_RA_KEY_MK, &digest));
    CHECK(memcmp(digest, expected, 32) == 0);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_keys(x->context, (sgx_ra_key_type_t) 0, &key));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_keys(x->context, (sgx_ra_key_type_t) 3, &key));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_keys(x->context, SGX_RA_KEY_SK, NULL));
}

static void check_msg3(const exchange_t *x)
{
    uint8_t mac[16];
    static const uint8_t zeros[256];
    cmac(x->sp.smk, &x->msg3->g_a, sizeof *x->msg3 + QUOTE - 16, mac);
    CHECK(memcmp(mac, x->msg3->mac, 16) == 0);
    CHECK(memcmp(&x->g_a, &x->msg3->g_a, 64) == 0);
    CHECK(memcmp(&x->msg3->ps_sec_prop, zeros, 256) == 0);
}

static void check_session_report(const exchange_t *x)
{
    uint8_t input[144], digest[32];
    sgx_report_t expected = x->report;
    static const uint8_t zeros[32];
    memcpy(input, &x->g_a, 64);
    memcpy(input + 64, &x->msg2->g_b, 64);
    memcpy(input + 128, x->sp.vk, 16);
    hash(input, sizeof input, digest);
    CHECK(memcmp(x->report.body.report_data.d, digest, 32) == 0);
    CHECK(memcmp(x->report.body.report_data.d + 32, zeros, 32) == 0);
    platform_mac(&x->target.mr_enclave, &x->target.attributes, x->target.misc_select, &expected);
    CHECK(memcmp(expected.mac, x->report.mac, 16) == 0);
}

void test_state_machine(void)
{
    exchange_t x, unknown;
    begin(&x);
    mac_qe_report(&x);
    unknown = x;
    unknown.context = 77;
    all_calls(&unknown, SGX_ERROR_INVALID_PARAMETER, SGX_ERROR_INVALID_PARAMETER, SGX_ERROR_INVALID_PARAMETER,
        SGX_ERROR_INVALID_PARAMETER);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_close(77));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_close(9990));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_close(UINT32_MAX));

    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_ga(x.context, NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_STATE, proc_msg2(&x));
    CHECK_STATUS(SGX_ERROR_INVALID_STATE, get_msg3(&x));
    to_got_ga(&x);
    x.msg2->mac[0] ^= 1;
    all_calls(&x, SGX_ERROR_INVALID_STATE, SGX_ERROR_MAC_MISMATCH, SGX_ERROR_INVALID_STATE, SGX_ERROR_INVALID_STATE);
    x.msg2->mac[0] ^= 1;
    CHECK_STATUS(SGX_SUCCESS, proc_msg2(&x));
    check_session_report(&x);
    mac_qe_report(&x);
    all_calls(&x, SGX_ERROR_INVALID_STATE, SGX_ERROR_INVALID_STATE, SGX_SUCCESS, SGX_SUCCESS);
    check_msg3(&x);
    CHECK_STATUS(SGX_SUCCESS, get_msg3(&x));
    check_msg3(&x);
    check_keys(&x);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(x.context));
    all_calls(&x, SGX_ERROR_INVALID_PARAMETER, SGX_ERROR_INVALID_PARAMETER, SGX_ERROR_INVALID_PARAMETER,
        SGX_ERROR_INVALID_PARAMETER);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_close(x.context));
    release(&x);
}

static sgx_status_t random_fails(uint8_t *bytes, size_t size)
{
    memset(bytes, 0, size);
    return SGX_ERROR_MC_NOT_FOUND;
}

static sgx_status_t random_is_zero(uint8_t *bytes, size_t size)
{
    memset(bytes, 0, size);
    return SGX_SUCCESS;
}

static sgx_status_t random_is_large(uint8_t *bytes, size_t size)
{
    memset(bytes, 0xff, size);
    return SGX_SUCCESS;
}

static void refused_randomness(exchange_t *x)
{
    test_random = random_fails;
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, sgx_ra_get_ga(x->context, &x->g_a));
    test_random = random_is_zero;
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, sgx_ra_get_ga(x->context, &x->g_a));
    test_random = random_is_large;
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, sgx_ra_get_ga(x->context, &x->g_a));
    test_random = NULL;
}

void test_msg2_refusals(void)
{
    exchange_t x;
    sgx_ra_msg2_t good;
    begin(&x);
    refused_randomness(&x);
    to_got_ga(&x);
    good = *x.msg2;
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sgx_ra_proc_msg2_trusted(x.context, NULL, &x.target, &x.report, &x.nonce));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_proc_msg2_trusted(x.context, &good, NULL, &x.report, &x.nonce));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_proc_msg2_trusted(x.context, &good, &x.target, NULL, &x.nonce));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_proc_msg2_trusted(x.context, &good, &x.target, &x.report, NULL));

    x.msg2->g_b.gx[0] ^= 1; /* off the curve; signature, MAC wrong, too */
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, proc_msg2(&x));
    memset(&x.msg2->g_b, 0, sizeof x.msg2->g_b);
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, proc_msg2(&x));
    *x.msg2 = good;
    x.msg2->sign_gb_ga.x[0] ^= 1;
    x.msg2->kdf_id = 2; /* the signature comes first */
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, proc_msg2(&x));
    *x.msg2 = good;
    memset(&x.msg2->sign_gb_ga, 0, sizeof x.msg2->sign_gb_ga);
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, proc_msg2(&x));
    *x.msg2 = good;
    x.msg2->kdf_id = 2; /* and the MAC after it */
    CHECK_STATUS(SGX_ERROR_KDF_MISMATCH, proc_msg2(&x));
    *x.msg2 = good;
    x.msg2->spid.id[3] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, proc_msg2(&x));
    *x.msg2 = good;
    test_random = random_fails;
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, proc_msg2(&x));
    test_random = NULL;
    x.msg2->sig_rl_size = 12345; /* not the enclave's business */
    CHECK_STATUS(SGX_SUCCESS, proc_msg2(&x));
    end(&x);
}

static void msg3_arguments(exchange_t *x)
{
    static sgx_ra_msg3_t inside;
    sgx_report_t *qe = &x->qe_report;
    const uint32_t size = sizeof *x->msg3 + QUOTE;
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_msg3_trusted(x->context, QUOTE, NULL, x->msg3, size));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_msg3_trusted(x->context, QUOTE, qe, NULL, size));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_msg3_trusted(x->context, 0, qe, x->msg3, 336));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_msg3_trusted(x->context, QUOTE, qe, x->msg3, size + 1));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_msg3_trusted(x->context, QUOTE, qe, x->msg3, size - 1));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_msg3_trusted(x->context, UINT32_MAX - 335, qe, x->msg3, 0));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_msg3_trusted(x->context, QUOTE, qe, &inside, size));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sgx_ra_get_msg3_trusted(x->context, QUOTE, qe, (sgx_ra_msg3_t *) (UINTPTR_MAX - 7), size));
}

void test_msg3_refusals(void)
{
    exchange_t x;
    begin(&x);
    mac_qe_report(&x);
    x.qe_report.mac[0] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, get_msg3(&x)); /* before the state */
    to_got_ga(&x);
    CHECK_STATUS(SGX_SUCCESS, proc_msg2(&x));
    mac_qe_report(&x);
    msg3_arguments(&x);
    x.qe_report.body.isv_svn ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, get_msg3(&x));
    mac_qe_report(&x);
    x.qe_report.body.attributes.flags ^= SGX_FLAGS_DEBUG;
    mac_again(&x);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, get_msg3(&x));
    mac_qe_report(&x);
    x.qe_report.body.mr_enclave.m[31] ^= 1;
    mac_again(&x);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, get_msg3(&x));
    mac_qe_report(&x);
    x.qe_report.body.report_data.d[31] ^= 1;
    mac_again(&x);
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, get_msg3(&x));
    mac_qe_report(&x);
    x.msg3->quote[QUOTE - 1] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, get_msg3(&x));
    x.msg3->quote[QUOTE - 1] ^= 1;
    CHECK(x.msg3->mac[0] == 0 && x.msg3->g_a.gx[0] == 0);
    CHECK_STATUS(SGX_SUCCESS, get_msg3(&x));
    check_msg3(&x);
    end(&x);
}

static uint16_t seen_kdf_id;

static sgx_status_t derive(const sgx_ec256_dh_shared_t *shared, uint16_t kdf_id, sgx_ec_key_128bit_t *smk,
    sgx_ec_key_128bit_t *sk, sgx_ec_key_128bit_t *mk, sgx_ec_key_128bit_t *vk)
{
    seen_kdf_id = kdf_id;
    return kdf_id == 8 ? SGX_ERROR_KDF_MISMATCH : soft_derive_keys(shared, smk, sk, mk, vk);
}

void test_own_derivation(void)
{
    exchange_t x;
    begin(&x);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(x.context));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_init_ex(&x.signer_public, 0, NULL, &x.context));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sgx_ra_init_ex(&x.signer_public, 0, (sgx_ra_derive_secret_keys_t) (uintptr_t) EVP_sha256,
            &x.context)); /* of another image */
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_init_ex(&x.signer_public, 0, derive, &x.context));
    x.sp.kdf_id = 8;
    to_got_ga(&x);
    CHECK_STATUS(SGX_ERROR_KDF_MISMATCH, proc_msg2(&x));
    x.sp.kdf_id = 7;
    sp_msg2(&x.sp, &x.g_a, NULL, 0, x.msg2);
    CHECK_STATUS(SGX_SUCCESS, proc_msg2(&x));
    CHECK(seen_kdf_id == 7);
    check_keys(&x);
    end(&x);
}
