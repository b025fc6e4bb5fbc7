/* SOFT: the enclave's random numbers */
#include <limits.h>

#include <openssl/rand.h>

#include "sgx_trts.h"
#include "soft_trusted.h"

sgx_status_t soft_random(uint8_t *bytes, size_t size)
{
    while (size > 0) {
        int part = size > INT_MAX ? INT_MAX : (int) size;
        if (RAND_priv_bytes(bytes, part) != 1) {
            return SGX_ERROR_UNEXPECTED;
        }
        bytes += part;
        size -= (size_t) part;
    }
    return SGX_SUCCESS;
}
