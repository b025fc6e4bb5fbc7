/* SOFT: reports (docs/spec/sdk-api.md 5). A report key belongs to the enclave a report is for, on this platform. */
#include <string.h>

#include <openssl/crypto.h>

#include "sgx_trts.h"
#include "sgx_utils.h"
#include "soft_trusted.h"

/* AES-CMAC(report root, mr_enclave | attributes | misc_select | cpu_svn | key_id) */
static sgx_status_t report_key(const sgx_measurement_t *mr_enclave, const sgx_attributes_t *attributes,
    sgx_misc_select_t misc_select, const sgx_key_id_t *key_id, sgx_key_128bit_t *key)
{
    uint8_t input[100];
    const soft_launch_t *identity = soft_identity();
    memcpy(input, mr_enclave, 32);
    memcpy(input + 32, attributes, 16);
    memcpy(input + 48, &misc_select, 4);
    memcpy(input + 52, &identity->cpu_svn, 16);
    memcpy(input + 68, key_id, 32);
    return sgx_rijndael128_cmac_msg(&identity->report_root, input, sizeof input, key);
}

static void describe(sgx_report_body_t *body, const soft_launch_t *identity)
{
    memset(body, 0, sizeof *body);
    body->cpu_svn = identity->cpu_svn;
    body->misc_select = identity->misc_select;
    memcpy(body->isv_ext_prod_id, identity->isv_ext_prod_id, sizeof body->isv_ext_prod_id);
    body->attributes = identity->attributes;
    body->mr_enclave = identity->mr_enclave;
    body->mr_signer = identity->mr_signer;
    body->isv_prod_id = identity->isv_prod_id;
    body->isv_svn = identity->isv_svn;
    memcpy(body->isv_family_id, identity->isv_family_id, sizeof body->isv_family_id);
}

sgx_status_t sgx_create_report(const sgx_target_info_t *target_info, const sgx_report_data_t *report_data,
    sgx_report_t *report)
{
    static const sgx_target_info_t no_target;
    const soft_launch_t *identity = soft_identity();
    const sgx_target_info_t *target = target_info == NULL ? &no_target : target_info;
    sgx_report_t made;
    sgx_key_128bit_t key;
    sgx_status_t status;

    if ((target_info != NULL && !sgx_is_within_enclave(target_info, sizeof *target_info))
        || (report_data != NULL && !sgx_is_within_enclave(report_data, sizeof *report_data)) || report == NULL
        || !sgx_is_within_enclave(report, sizeof *report)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    if (identity == NULL) {
        return SGX_ERROR_UNEXPECTED;
    }
    describe(&made.body, identity);
    if (report_data != NULL) {
        made.body.report_data = *report_data;
    }
    status = soft_random(made.key_id.id, sizeof made.key_id.id);
    if (status == SGX_SUCCESS) {
        status = report_key(&target->mr_enclave, &target->attributes, target->misc_select, &made.key_id, &key);
    }
    if (status == SGX_SUCCESS) {
        status = sgx_rijndael128_cmac_msg(&key, (const uint8_t *) &made.body, sizeof made.body, &made.mac);
    }
    if (status == SGX_SUCCESS) {
        *report = made;
    }
    OPENSSL_cleanse(key, sizeof key);
    return status;
}

static sgx_report_t self_report;
static int self_report_made;

static void make_self_report(void)
{
    self_report_made = sgx_create_report(NULL, NULL, &self_report) == SGX_SUCCESS;
}

/* NULL only when the random source or memory failed at the first call. */
const sgx_report_t *sgx_self_report(void)
{
    static CRYPTO_ONCE once = CRYPTO_ONCE_STATIC_INIT;
    return CRYPTO_THREAD_run_once(&once, make_self_report) == 1 && self_report_made ? &self_report : NULL;
}

sgx_status_t sgx_verify_report(const sgx_report_t *report)
{
    const soft_launch_t *identity = soft_identity();
    sgx_key_128bit_t key;
    sgx_mac_t mac;
    sgx_status_t status;

    if (report == NULL || !sgx_is_within_enclave(report, sizeof *report)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    if (identity == NULL) {
        return SGX_ERROR_UNEXPECTED;
    }
    status = report_key(&identity->mr_enclave, &identity->attributes, identity->misc_select, &report->key_id, &key);
    if (status == SGX_SUCCESS) {
        status = sgx_rijndael128_cmac_msg(&key, (const uint8_t *) &report->body, sizeof report->body, &mac);
    }
    if (status == SGX_SUCCESS && CRYPTO_memcmp(mac, report->mac, sizeof mac) != 0) {
        status = SGX_ERROR_MAC_MISMATCH;
    }
    OPENSSL_cleanse(key, sizeof key);
    OPENSSL_cleanse(mac, sizeof mac);
    return status;
}
