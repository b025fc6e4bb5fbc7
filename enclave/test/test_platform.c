/* The platform of the tests */
#include <pthread.h>
#include <string.h>

#include "check.h"
#include "peer.h"
#include "soft_platform.h"

platform_faults_t platform_faults;
platform_record_t platform_record;

const uint8_t platform_report_root[16] = "a report secret!";
const uint8_t platform_seal_root[16] = "a sealing secret";
const uint8_t platform_cpu_svn[16] = {2, 2, 7, 0x80};

void platform_target(sgx_target_info_t *target)
{
    memset(target, 0, sizeof *target);
    memset(target->mr_enclave.m, 0x51, sizeof target->mr_enclave.m);
    target->attributes.flags = 5;
    target->attributes.xfrm = 3;
}

void platform_mac(const sgx_measurement_t *mr_enclave, const sgx_attributes_t *attributes, uint32_t misc_select,
    sgx_report_t *report)
{
    uint8_t input[100], key[16];
    memcpy(input, mr_enclave, 32);
    memcpy(input + 32, attributes, 16);
    memcpy(input + 48, &misc_select, 4);
    memcpy(input + 52, platform_cpu_svn, 16);
    memcpy(input + 68, &report->key_id, 32);
    cmac(platform_report_root, input, sizeof input, key);
    cmac(key, &report->body, sizeof report->body, report->mac);
}

void platform_qe_report(const sgx_target_info_t *self, const sgx_target_info_t *target, const uint8_t nonce[16],
    const uint8_t *quote, size_t size, sgx_report_t *qe_report)
{
    static uint8_t input[16 + 8192];
    sgx_measurement_t for_enclave = target->mr_enclave;

    memset(qe_report, 0, sizeof *qe_report);
    memcpy(&qe_report->body.cpu_svn, platform_cpu_svn, 16);
    qe_report->body.attributes = self->attributes;
    qe_report->body.mr_enclave = self->mr_enclave;
    memcpy(input, nonce, 16);
    memcpy(input + 16, quote, size);
    hash(input, 16 + size, qe_report->body.report_data.d);
    qe_report->body.report_data.d[31] ^= (uint8_t) platform_faults.wrong_hash;
    qe_report->body.mr_enclave.m[0] ^= (uint8_t) platform_faults.wrong_mr_enclave;
    qe_report->body.attributes.flags ^= (uint64_t) platform_faults.wrong_attributes;
    for_enclave.m[0] ^= (uint8_t) platform_faults.wrong_mac;
    platform_mac(&for_enclave, &target->attributes, target->misc_select, qe_report);
}

/* About the quote, for the enclave whose report the quote is of. */
static void make_qe_report(const sgx_report_t *application, const uint8_t nonce[16], const uint8_t *quote, size_t size,
    sgx_report_t *qe_report)
{
    sgx_target_info_t self, target;

    platform_target(&self);
    memset(&target, 0, sizeof target);
    target.mr_enclave = application->body.mr_enclave;
    target.attributes = application->body.attributes;
    target.misc_select = application->body.misc_select;
    platform_qe_report(&self, &target, nonce, quote, size, qe_report);
}

static uint32_t u32(const uint8_t *from)
{
    uint32_t value;
    memcpy(&value, from, sizeof value);
    return value;
}

static sgx_status_t get_quote(const uint8_t *request, size_t request_len, uint8_t *response, size_t *length)
{
    sgx_target_info_t self;
    sgx_report_t expected, qe_report;
    uint8_t *quote = response + 432;
    uint32_t list_size, size, signature;

    CHECK(request_len >= 480);
    memcpy(&platform_record.report, request, 432);
    memcpy(platform_record.spid, request + 432, 16);
    platform_record.sign_type = u32(request + 448);
    list_size = platform_record.sig_rl_size = u32(request + 476);
    CHECK(request_len == 480 + (size_t) list_size);
    size = 1116 + (list_size == 0 ? 0 : 160 * ((list_size - 80) / 128));
    CHECK(u32(request + 472) >= size);

    platform_target(&self);
    expected = platform_record.report;
    platform_mac(&self.mr_enclave, &self.attributes, self.misc_select, &expected);
    if (memcmp(expected.mac, platform_record.report.mac, 16) != 0) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    memset(quote, 0xee, size);
    memcpy(quote + 48, &platform_record.report.body, 384);
    signature = size - 436 + (uint32_t) platform_faults.wrong_signature_len;
    memcpy(quote + 432, &signature, 4);
    if (platform_faults.quote != NULL) {
        memcpy(quote, platform_faults.quote, size);
    }
    memset(response, 0, 432);
    if (u32(request + 452) != 0) {
        make_qe_report(&platform_record.report, request + 456, quote, size, &qe_report);
        memcpy(response, &qe_report, 432);
    }
    *length = 432 + size;
    return SGX_SUCCESS;
}

static void init_quote(uint8_t *response)
{
    sgx_target_info_t target;
    platform_target(&target);
    memcpy(response, &target, sizeof target);
    CHECK(unhex(platform_faults.gid == NULL ? "0b000000" : platform_faults.gid, response + 512, 4) == 4);
}

static sgx_status_t attestation_status(const uint8_t *request, size_t request_len, uint8_t *response)
{
    CHECK(request_len == 105);
    memset(response, 0, 12);
    response[0] = request[0];
    response[8] = 1;
    return u32(request + 101) == 0 ? SGX_SUCCESS : SGX_ERROR_UPDATE_NEEDED;
}

static sgx_status_t answer(uint32_t operation, const uint8_t *request, size_t request_len, uint8_t *response,
    size_t *length)
{
    switch (operation) {
    case PLATFORM_LOAD:
        memcpy(response, platform_report_root, 16);
        memcpy(response + 16, platform_seal_root, 16);
        memcpy(response + 32, platform_cpu_svn, 16);
        *length = 48;
        return SGX_SUCCESS;
    case PLATFORM_INIT_QUOTE:
        init_quote(response);
        *length = 516;
        return SGX_SUCCESS;
    case PLATFORM_EXTENDED_GROUP_ID:
        memcpy(response, "\x07\x00\x00\x80", 4);
        *length = 4;
        return SGX_SUCCESS;
    case PLATFORM_GET_QUOTE:
        return get_quote(request, request_len, response, length);
    case PLATFORM_ATTESTATION_STATUS:
        *length = 12;
        return attestation_status(request, request_len, response);
    default:
        return platform_ecdsa(operation, request, request_len, response, length);
    }
}

static sgx_status_t answer_or_fail(uint32_t operation, const uint8_t *request, size_t request_len, uint8_t *response,
    size_t response_cap, size_t *response_len)
{
    sgx_status_t status;
    const int failing = operation == platform_faults.failing_operation;

    platform_record.calls++;
    if (failing && platform_faults.failure != SGX_SUCCESS) {
        return platform_faults.failure;
    }
    status = answer(operation, request, request_len, response, response_len);
    CHECK(*response_len <= response_cap);
    if (failing && platform_faults.short_response) {
        *response_len -= 1;
    }
    if (failing && platform_faults.long_response) {
        *response_len = response_cap + 1;
    }
    return status;
}

sgx_status_t test_platform(uint32_t operation, const uint8_t *request, size_t request_len, uint8_t *response,
    size_t response_cap, size_t *response_len)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    sgx_status_t status;

    pthread_mutex_lock(&one_at_a_time);
    status = answer_or_fail(operation, request, request_len, response, response_cap, response_len);
    pthread_mutex_unlock(&one_at_a_time);
    return status;
}
