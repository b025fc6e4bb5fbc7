/* Quotes by the platform's ECDSA key, without a key exchange */
#include <string.h>

#include "Enclave_u.h"
#include "check.h"
#include "files.h"
#include "peer.h"
#include "sgx_uae_quote_ex.h"
#include "sgx_urts.h"
#include "soft_platform.h"
#include "tests.h"

enum { QUOTE = ECDSA_QUOTE, HEAD = 8, ENTRY = 256 };

/* A list of this many entries, all of which are for keys of this algorithm. */
static uint32_t make_id_list(uint8_t *list, uint8_t count, uint8_t algorithm)
{
    memset(list, 0, HEAD);
    list[4] = count;
    for (uint8_t i = 0; i < count; i++) {
        platform_ecdsa_key_id(list + HEAD + i * ENTRY);
        list[HEAD + i * ENTRY + 154] = algorithm;
        list[HEAD + i * ENTRY + 255] = i;
    }
    return HEAD + (uint32_t) count * ENTRY;
}

static void test_selection(void)
{
    static uint8_t list[HEAD + 11 * ENTRY];
    sgx_att_key_id_t key, expected;
    const sgx_status_t wrong = SGX_ERROR_INVALID_PARAMETER;
    uint32_t size = make_id_list(list, 1, 2);

    platform_ecdsa_key_id(expected.att_key_id);
    CHECK_STATUS(SGX_SUCCESS, sgx_select_att_key_id(NULL, 0, &key));
    CHECK(memcmp(&key, &expected, sizeof key) == 0);
    CHECK_STATUS(SGX_SUCCESS, sgx_select_att_key_id(list, size, &key));
    CHECK(memcmp(&key, &expected, sizeof key) == 0);
    CHECK_STATUS(wrong, sgx_select_att_key_id(list, size, NULL));
    CHECK_STATUS(wrong, sgx_select_att_key_id(NULL, size, &key));
    CHECK_STATUS(wrong, sgx_select_att_key_id(list, 0, &key));
    CHECK_STATUS(wrong, sgx_select_att_key_id(list, HEAD - 1, &key));
    CHECK_STATUS(wrong, sgx_select_att_key_id(list, size - 1, &key));
    CHECK_STATUS(wrong, sgx_select_att_key_id(list, size + ENTRY, &key));
    size = make_id_list(list, 11, 2);
    CHECK_STATUS(wrong, sgx_select_att_key_id(list, size, &key));
    size = make_id_list(list, 10, 0);
    CHECK_STATUS(SGX_ERROR_UNSUPPORTED_ATT_KEY_ID, sgx_select_att_key_id(list, size, &key));
    list[HEAD + 9 * ENTRY + 154] = 2;
    CHECK_STATUS(SGX_SUCCESS, sgx_select_att_key_id(list, size, &key));
    CHECK(key.att_key_id[255] == 9); /* the list's entry */
}

static void test_initialisation(const sgx_att_key_id_t *key)
{
    sgx_target_info_t target, expected;
    uint8_t id[40];
    size_t size = 0;
    uint32_t quote = 0;
    const sgx_status_t wrong = SGX_ERROR_INVALID_PARAMETER;

    platform_ecdsa_target(&expected);
    CHECK_STATUS(SGX_SUCCESS, sgx_init_quote_ex(key, &target, &size, NULL));
    CHECK(size == 32);
    memset(id, 0, sizeof id);
    size = sizeof id;
    CHECK_STATUS(SGX_SUCCESS, sgx_init_quote_ex(key, &target, &size, id));
    CHECK(size == 32 && id[31] == 0x44 && id[32] == 0 && memcmp(&target, &expected, sizeof target) == 0);
    size = 31;
    CHECK_STATUS(wrong, sgx_init_quote_ex(key, &target, &size, id));
    size = 32;
    CHECK_STATUS(wrong, sgx_init_quote_ex(NULL, &target, &size, id));
    CHECK_STATUS(wrong, sgx_init_quote_ex(key, NULL, &size, id));
    CHECK_STATUS(wrong, sgx_init_quote_ex(key, &target, NULL, id));
    CHECK_STATUS(SGX_SUCCESS, sgx_get_quote_size_ex(key, &quote));
    CHECK(quote == QUOTE);
    CHECK_STATUS(wrong, sgx_get_quote_size_ex(NULL, &quote));
    CHECK_STATUS(wrong, sgx_get_quote_size_ex(key, NULL));
}

static void test_unavailable(const sgx_att_key_id_t *key, const sgx_report_t *report)
{
    static uint8_t quote[QUOTE];
    const sgx_status_t none = SGX_ERROR_SERVICE_UNAVAILABLE;
    sgx_att_key_id_t selected;
    sgx_target_info_t target;
    uint8_t id[32];
    size_t size = sizeof id;
    uint32_t quote_size = 0;

    soft_set_platform(NULL);
    CHECK_STATUS(none, sgx_select_att_key_id(NULL, 0, &selected));
    CHECK_STATUS(none, sgx_init_quote_ex(key, &target, &size, id));
    CHECK_STATUS(none, sgx_get_quote_size_ex(key, &quote_size));
    CHECK_STATUS(none, sgx_get_quote_ex(report, key, NULL, quote, QUOTE));
    soft_set_platform(test_platform);
    platform_faults.failing_operation = PLATFORM_GET_QUOTE_EX;
    platform_faults.failure = SGX_ERROR_PLATFORM_CERT_UNAVAILABLE;
    CHECK_STATUS(SGX_ERROR_PLATFORM_CERT_UNAVAILABLE, sgx_get_quote_ex(report, key, NULL, quote, QUOTE));
    platform_faults.failure = SGX_SUCCESS;
    platform_faults.short_response = 1;
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, sgx_get_quote_ex(report, key, NULL, quote, QUOTE));
    platform_faults.short_response = 0;
    platform_faults.long_response = 1;
    CHECK_STATUS(SGX_ERROR_UNEXPECTED, sgx_get_quote_ex(report, key, NULL, quote, QUOTE));
    memset(&platform_faults, 0, sizeof platform_faults);
}

void test_quoting_ex(const char *directory)
{
    static uint8_t quote[QUOTE], again[QUOTE];
    sgx_enclave_id_t id = load(directory, "product.signed.so", 0);
    sgx_att_key_id_t key;
    sgx_target_info_t target;
    sgx_report_t report;
    sgx_qe_report_info_t info;
    sgx_status_t result = SGX_ERROR_UNEXPECTED;
    const sgx_status_t wrong = SGX_ERROR_INVALID_PARAMETER;

    test_selection();
    platform_ecdsa_key_id(key.att_key_id);
    test_initialisation(&key);
    platform_ecdsa_target(&target);
    CHECK_STATUS(SGX_SUCCESS, get_report(id, &result, &report, &target));
    CHECK_STATUS(SGX_SUCCESS, result);
    CHECK_STATUS(SGX_SUCCESS, sgx_get_quote_ex(&report, &key, NULL, quote, QUOTE));
    CHECK(quote[0] == 3 && quote[2] == 2 && memcmp(quote + 48, &report.body, 384) == 0);
    memset(&info, 0x11, sizeof info);
    CHECK_STATUS(SGX_SUCCESS, sgx_get_quote_ex(&report, &key, &info, again, QUOTE));
    CHECK(memcmp(quote, again, QUOTE) == 0 && memcmp(info.qe_report.body.mr_enclave.m, &target, 32) == 0);
    CHECK_STATUS(wrong, sgx_get_quote_ex(NULL, &key, NULL, quote, QUOTE));
    CHECK_STATUS(wrong, sgx_get_quote_ex(&report, NULL, NULL, quote, QUOTE));
    CHECK_STATUS(wrong, sgx_get_quote_ex(&report, &key, NULL, NULL, QUOTE));
    CHECK_STATUS(wrong, sgx_get_quote_ex(&report, &key, NULL, quote, 0));
    test_unavailable(&key, &report);
    report.body.isv_svn ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, sgx_get_quote_ex(&report, &key, NULL, quote, QUOTE));
    key.att_key_id[154] = 0;
    CHECK_STATUS(SGX_ERROR_UNSUPPORTED_ATT_KEY_ID, sgx_get_quote_ex(&report, &key, NULL, quote, QUOTE));
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(id));
}
