/* SOFT: the one function pointer to the platform */
#include "soft_platform.h"

#include <stdatomic.h>

static _Atomic(soft_platform_fn) the_platform;

void soft_set_platform(soft_platform_fn platform)
{
    atomic_store(&the_platform, platform);
}

static int has_response(uint32_t operation, sgx_status_t status)
{
    return status == SGX_SUCCESS || (operation == PLATFORM_ATTESTATION_STATUS && status == SGX_ERROR_UPDATE_NEEDED);
}

sgx_status_t soft_platform_call(uint32_t operation, const uint8_t *request, size_t request_len, uint8_t *response,
    size_t response_cap, size_t *response_len)
{
    soft_platform_fn platform = atomic_load(&the_platform);
    sgx_status_t status;

    *response_len = 0;
    if (platform == NULL) {
        return SGX_ERROR_SERVICE_UNAVAILABLE;
    }
    status = platform(operation, request, request_len, response, response_cap, response_len);
    return has_response(operation, status) && *response_len > response_cap ? SGX_ERROR_UNEXPECTED : status;
}

sgx_status_t soft_platform_exact(uint32_t operation, const uint8_t *request, size_t request_len, uint8_t *response,
    size_t response_size)
{
    size_t length = 0;
    sgx_status_t status = soft_platform_call(operation, request, request_len, response, response_size, &length);
    return has_response(operation, status) && length != response_size ? SGX_ERROR_UNEXPECTED : status;
}
