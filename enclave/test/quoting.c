/* Quoting and the platform's other answers, without a key exchange */
#include <string.h>

#include "Enclave_u.h"
#include "check.h"
#include "files.h"
#include "peer.h"
#include "sgx_uae_epid.h"
#include "sgx_urts.h"
#include "soft_platform.h"
#include "tests.h"

enum { QUOTE = 1116, LIST = LIST_SIZE };

void make_list(uint8_t list[LIST_SIZE])
{
    static const uint8_t head[16] = {0, 2, 0, 14, 0, 0, 0, 11, 0, 0, 0, 3, 0, 0, 0, 2};
    memset(list, 0x99, LIST_SIZE);
    memcpy(list, head, sizeof head);
}

static sgx_status_t calc(const uint8_t *list, uint32_t size, uint32_t *quote_size)
{
    return sgx_calc_quote_size(list, size, quote_size);
}

static void test_quote_size(void)
{
    uint8_t list[LIST];
    uint32_t size = 0;
    make_list(list);
    CHECK_STATUS(SGX_SUCCESS, calc(NULL, 0, &size));
    CHECK(size == QUOTE);
    CHECK_STATUS(SGX_SUCCESS, calc(list, LIST, &size));
    CHECK(size == QUOTE + 320);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, calc(list, LIST, NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, calc(NULL, 1, &size));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, calc(list, LIST - 1, &size));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, calc(list, LIST - 128, &size));
    list[15] = 0;
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, calc(list, 80, &size));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, calc(list, 0, &size));
    list[15] = 2;
    list[12] = 0xff;
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, calc(list, LIST, &size));
    list[12] = 0;
    for (size_t i = 0; i < 4; i++) {
        list[i] ^= 1;
        CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, calc(list, LIST, &size));
        list[i] ^= 1;
    }
}

static void test_platform_questions(void)
{
    sgx_target_info_t target, expected;
    sgx_epid_group_id_t gid;
    sgx_platform_info_t pib;
    sgx_update_info_bit_t bits = {9, 9, 9};
    uint32_t xeid = 0;
    platform_target(&expected);
    CHECK_STATUS(SGX_SUCCESS, sgx_init_quote(&target, &gid));
    CHECK(memcmp(&target, &expected, sizeof target) == 0);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_init_quote(NULL, &gid));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_init_quote(&target, NULL));
    CHECK_STATUS(SGX_SUCCESS, sgx_get_extended_epid_group_id(&xeid));
    CHECK(xeid == 0x80000007);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_get_extended_epid_group_id(NULL));
    memset(&pib, 3, sizeof pib);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_report_attestation_status(NULL, 0, &bits));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_report_attestation_status(&pib, 0, NULL));
    CHECK(bits.pswUpdate == 9);
    CHECK_STATUS(SGX_ERROR_UPDATE_NEEDED, sgx_report_attestation_status(&pib, 1, &bits));
    CHECK(bits.ucodeUpdate == 3 && bits.csmeFwUpdate == 0 && bits.pswUpdate == 1);
    CHECK_STATUS(SGX_SUCCESS, sgx_report_attestation_status(&pib, 0, &bits));
    soft_set_platform(NULL);
    CHECK_STATUS(SGX_ERROR_SERVICE_UNAVAILABLE, sgx_init_quote(&target, &gid));
    CHECK_STATUS(SGX_ERROR_SERVICE_UNAVAILABLE, sgx_get_extended_epid_group_id(&xeid));
    CHECK_STATUS(SGX_ERROR_SERVICE_UNAVAILABLE, sgx_report_attestation_status(&pib, 0, &bits));
    soft_set_platform(test_platform);
}

void test_quoting(const char *directory)
{
    sgx_enclave_id_t id = load(directory, "product.signed.so", 0);
    union {
        sgx_quote_t fields;
        uint8_t bytes[QUOTE + 400];
    } quote;
    uint8_t list[LIST];
    sgx_target_info_t target;
    sgx_report_t report, qe;
    sgx_spid_t spid = {{1}};
    sgx_quote_nonce_t nonce = {{2}};
    sgx_quote_t *q = &quote.fields;
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    const sgx_quote_sign_type_t type = SGX_LINKABLE_SIGNATURE;

    test_quote_size();
    test_platform_questions();
    make_list(list);
    platform_target(&target);
    CHECK_STATUS(SGX_SUCCESS, get_report(id, &result, &report, &target));
    CHECK_STATUS(SGX_SUCCESS, sgx_get_quote(&report, type, &spid, NULL, NULL, 0, NULL, q, QUOTE));
    CHECK(q->signature_len == 680 && memcmp(&q->report_body, &report.body, 384) == 0);
    CHECK_STATUS(SGX_SUCCESS, sgx_get_quote(&report, type, &spid, &nonce, list, LIST, &qe, q, sizeof quote));
    CHECK(q->signature_len == 680 + 320);
    const sgx_status_t wrong = SGX_ERROR_INVALID_PARAMETER;
    CHECK_STATUS(wrong, sgx_get_quote(NULL, type, &spid, NULL, NULL, 0, NULL, q, QUOTE));
    CHECK_STATUS(wrong, sgx_get_quote(&report, type, NULL, NULL, NULL, 0, NULL, q, QUOTE));
    CHECK_STATUS(wrong, sgx_get_quote(&report, type, &spid, NULL, NULL, 0, NULL, NULL, QUOTE));
    CHECK_STATUS(wrong, sgx_get_quote(&report, type, &spid, NULL, NULL, 0, NULL, q, 0));
    CHECK_STATUS(wrong, sgx_get_quote(&report, type, &spid, NULL, NULL, 0, NULL, q, QUOTE - 1));
    CHECK_STATUS(wrong, sgx_get_quote(&report, type, &spid, NULL, list, LIST, NULL, q, QUOTE + 319));
    CHECK_STATUS(wrong, sgx_get_quote(&report, type, &spid, NULL, list, 0, NULL, q, QUOTE));
    CHECK_STATUS(wrong, sgx_get_quote(&report, type, &spid, NULL, NULL, LIST, NULL, q, sizeof quote));
    CHECK_STATUS(wrong, sgx_get_quote(&report, (sgx_quote_sign_type_t) 2, &spid, NULL, NULL, 0, NULL, q, QUOTE));
    CHECK_STATUS(wrong, sgx_get_quote(&report, type, &spid, &nonce, NULL, 0, NULL, q, QUOTE));
    CHECK_STATUS(wrong, sgx_get_quote(&report, type, &spid, NULL, NULL, 0, &qe, q, QUOTE));
    report.body.isv_svn ^= 1;
    CHECK_STATUS(wrong, sgx_get_quote(&report, type, &spid, NULL, NULL, 0, NULL, q, QUOTE));
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(id));
}
