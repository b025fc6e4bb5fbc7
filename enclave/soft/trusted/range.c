/* SOFT: address ranges, random numbers as the API gives them, and memset_s (docs/spec/sdk-api.md 5) */
#include <errno.h>
#include <string.h>

#include <openssl/crypto.h>

#include "sgx_trts.h"
#include "soft_trusted.h"

/* The linker's names for the first and the last byte of this image. */
extern const char __ehdr_start[] __attribute__((visibility("hidden")));
extern const char _end[] __attribute__((visibility("hidden")));

/* The last byte of the range, or 0 when the range wraps. */
static uintptr_t last_byte(const void *addr, size_t size)
{
    uintptr_t first = (uintptr_t) addr;
    uintptr_t more = size == 0 ? 0 : size - 1;
    return first > UINTPTR_MAX - more ? 0 : first + more;
}

int soft_in_image(const void *address)
{
    return (uintptr_t) address >= (uintptr_t) __ehdr_start && (uintptr_t) address < (uintptr_t) _end;
}

int sgx_is_within_enclave(const void *addr, size_t size)
{
    return last_byte(addr, size) != 0;
}

int sgx_is_outside_enclave(const void *addr, size_t size)
{
    uintptr_t last = last_byte(addr, size);
    return last != 0 && (last < (uintptr_t) __ehdr_start || (uintptr_t) addr >= (uintptr_t) _end);
}

sgx_status_t sgx_read_rand(unsigned char *rand, size_t length_in_bytes)
{
    if (rand == NULL || length_in_bytes == 0 || !sgx_is_within_enclave(rand, length_in_bytes)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    return soft_random(rand, length_in_bytes);
}

errno_t memset_s(void *s, size_t smax, int c, size_t n)
{
    size_t count = n > smax ? smax : n;
    volatile unsigned char *byte = s;
    if (s == NULL) {
        return EINVAL;
    }
    for (size_t i = 0; i < count; i++) {
        byte[i] = (unsigned char) c;
    }
    return n > smax ? EOVERFLOW : 0;
}
