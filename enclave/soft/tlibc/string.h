/* SOFT: the enclave's <string.h>: the system's, and memset_s, which glibc lacks (docs/spec/sdk-api.md 5) */
#ifndef SOFT_TLIBC_STRING_H
#define SOFT_TLIBC_STRING_H

#include_next <string.h>

typedef int errno_t;

/* 0; EINVAL when s is NULL; EOVERFLOW, after setting smax bytes, when n > smax. Never optimised away. */
errno_t memset_s(void *s, size_t smax, int c, size_t n);

#endif
