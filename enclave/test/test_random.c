/* Linked instead of soft/trusted/random.c, into test enclaves only */
#include "test_random.h"

#include <limits.h>

#include <openssl/rand.h>

#include "soft_trusted.h"

sgx_status_t soft_random(uint8_t *bytes, size_t size)
{
    if (test_random != NULL) {
        return test_random(bytes, size);
    }
    return size <= INT_MAX && RAND_bytes(bytes, (int) size) == 1 ? SGX_SUCCESS : SGX_ERROR_UNEXPECTED;
}
