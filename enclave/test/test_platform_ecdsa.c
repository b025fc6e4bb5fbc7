/* The platform's ECDSA quoting for the tests: quotes of the right form, without a signature that anybody could verify */
#include <string.h>

#include "check.h"
#include "peer.h"
#include "soft_platform.h"

enum { KEY_ID = 256, ALGORITHM = 154, ECDSA_P256 = 2, REQUEST = 256 + 4 + 432 + 4 + 16 + 512 };

static const uint8_t vendor[16] = {0x93, 0x9a, 0x72, 0x33, 0xf7, 0x9c, 0x4c, 0xa9, 0x94, 0x0a, 0x0d, 0xb3, 0x95, 0x7f,
    0x06, 0x07};

void platform_ecdsa_target(sgx_target_info_t *target)
{
    memset(target, 0, sizeof *target);
    memset(target->mr_enclave.m, 0x33, sizeof target->mr_enclave.m);
    target->attributes.flags = 0x15;
    target->attributes.xfrm = 0xe7;
    target->misc_select = 1;
}

void platform_ecdsa_key_id(uint8_t key_id[256])
{
    memset(key_id, 0, KEY_ID);
    key_id[4] = 32;
    CHECK(unhex("8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff", key_id + 6, 32) == 32);
    key_id[54] = 1;
    key_id[ALGORITHM] = ECDSA_P256;
}

static uint32_t u32(const uint8_t *from)
{
    uint32_t value;
    memcpy(&value, from, sizeof value);
    return value;
}

/* The first entry for this kind of key; the own one without a list. */
static sgx_status_t select_key(const uint8_t *list, size_t size, uint8_t *response)
{
    if (size == 0) {
        platform_ecdsa_key_id(response);
        return SGX_SUCCESS;
    }
    for (size_t at = 8; at < size; at += KEY_ID) {
        if (u32(list + at + ALGORITHM) == ECDSA_P256) {
            memcpy(response, list + at, KEY_ID);
            return SGX_SUCCESS;
        }
    }
    return SGX_ERROR_UNSUPPORTED_ATT_KEY_ID;
}

static sgx_status_t init_quote(uint8_t *response)
{
    sgx_target_info_t target;
    platform_ecdsa_target(&target);
    memcpy(response, &target, sizeof target);
    memset(response + sizeof target, 0x44, 32);
    return SGX_SUCCESS;
}

static sgx_status_t quote_size(uint8_t *response)
{
    const uint32_t size = platform_faults.quote_size == 0 ? ECDSA_QUOTE : platform_faults.quote_size;
    if (platform_faults.uninitialised > 0) {
        platform_faults.uninitialised--;
        return SGX_ERROR_ATT_KEY_UNINITIALIZED;
    }
    memcpy(response, &size, 4);
    return SGX_SUCCESS;
}

/* Header, report body, and authentication data that depend on nothing else. */
static void make_quote(const sgx_report_t *report, uint8_t *quote, uint32_t size)
{
    const uint32_t rest = size - 436;
    memset(quote, 0, 48);
    quote[0] = 3;
    quote[2] = 2;
    quote[8] = 11;
    quote[10] = 15;
    memcpy(quote + 12, vendor, sizeof vendor);
    memcpy(quote + 48, &report->body, 384);
    memcpy(quote + 432, &rest, 4);
    for (uint32_t i = 0; i < rest; i += 32) {
        uint8_t digest[32];
        hash(quote, 432 + i, digest);
        memcpy(quote + 436 + i, digest, rest - i < 32 ? rest - i : 32);
    }
}

static sgx_status_t get_quote(const uint8_t *request, size_t request_len, uint8_t *response, size_t *length)
{
    const uint32_t size = u32(request + 256);
    sgx_target_info_t self, target;
    sgx_report_t expected, qe_report;

    CHECK(request_len == REQUEST);
    memcpy(&platform_record.report, request + 260, 432);
    platform_ecdsa_target(&self);
    expected = platform_record.report;
    platform_mac(&self.mr_enclave, &self.attributes, self.misc_select, &expected);
    if (memcmp(expected.mac, platform_record.report.mac, 16) != 0) {
        return SGX_ERROR_MAC_MISMATCH;
    }
    make_quote(&platform_record.report, response + 432, size);
    if (platform_faults.quote != NULL) {
        memcpy(response + 432, platform_faults.quote, size);
    }
    memset(response, 0, 432);
    if (u32(request + 692) != 0) {
        memcpy(&target, request + 712, sizeof target);
        platform_qe_report(&self, &target, request + 696, response + 432, size, &qe_report);
        memcpy(response, &qe_report, 432);
    }
    *length = 432 + size;
    return SGX_SUCCESS;
}

sgx_status_t platform_ecdsa(uint32_t operation, const uint8_t *request, size_t request_len, uint8_t *response,
    size_t *length)
{
    if (operation == PLATFORM_SELECT_ATT_KEY) {
        *length = KEY_ID;
        return select_key(request, request_len, response);
    }
    if (request_len < KEY_ID || u32(request + ALGORITHM) != ECDSA_P256) {
        return SGX_ERROR_UNSUPPORTED_ATT_KEY_ID;
    }
    switch (operation) {
    case PLATFORM_INIT_QUOTE_EX:
        *length = 544;
        return init_quote(response);
    case PLATFORM_GET_QUOTE_SIZE_EX:
        *length = 4;
        return quote_size(response);
    case PLATFORM_GET_QUOTE_EX:
        return get_quote(request, request_len, response, length);
    default:
        return SGX_ERROR_INVALID_FUNCTION;
    }
}
