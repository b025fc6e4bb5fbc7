/* The random numbers of enclaves built for tests: real ones, or what a test wants */
#ifndef TEST_RANDOM_H
#define TEST_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include "sgx_error.h"

/* Takes the place of random.c's; NULL: real random numbers. Visible to the enclaves the test program loads. */
extern sgx_status_t (*test_random)(uint8_t *bytes, size_t size);

#endif
