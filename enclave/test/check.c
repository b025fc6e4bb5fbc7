#include "check.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_int checks, failures; /* from any thread */

void check(int holds, const char *file, int line, const char *what)
{
    checks++;
    if (!holds) {
        failures++;
        (void) fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    }
}

void check_status(sgx_status_t expected, sgx_status_t actual, const char *file, int line, const char *what)
{
    checks++;
    if (expected != actual) {
        failures++;
        (void) fprintf(stderr, "%s:%d: %04x instead of %04x: %s\n", file, line, (unsigned) actual, (unsigned) expected,
            what);
    }
}

int check_summary(const char *name)
{
    (void) printf("%s: %d checks, %d failed\n", name, checks, failures);
    return failures == 0 && checks > 0 ? 0 : 1;
}

size_t unhex(const char *hex, uint8_t *bytes, size_t capacity)
{
    const size_t size = strlen(hex) / 2;
    char digits[3] = {0};
    if (size > capacity) {
        (void) fprintf(stderr, "unhex: %zu bytes do not fit\n", size);
        exit(1);
    }
    for (size_t i = 0; i < size; i++) {
        memcpy(digits, hex + 2 * i, 2);
        bytes[i] = (uint8_t) strtoul(digits, NULL, 16);
    }
    return size;
}
