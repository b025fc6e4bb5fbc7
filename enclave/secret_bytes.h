/* Bytes that must not be left in memory, nor compared in a time that tells where they differ */
#ifndef SECRET_BYTES_H
#define SECRET_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline void wipe(void *bytes, size_t size)
{
    (void) memset_s(bytes, size, 0, size);
}

/* 1 or 0, in a time that depends on size alone. */
static inline int equal_in_constant_time(const void *a, const void *b, size_t size)
{
    const uint8_t *left = a;
    const uint8_t *right = b;
    uint8_t difference = 0;
    for (size_t i = 0; i < size; i++) {
        difference = (uint8_t) (difference | (left[i] ^ right[i]));
    }
    return difference == 0;
}

#endif
