/* SOFT: random numbers and address ranges (docs/spec/sdk-api.md 5) */
#ifndef SGX_TRTS_H
#define SGX_TRTS_H

#include <stddef.h>
#include <stdint.h>
#include "sgx_defs.h"
#include "sgx_error.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Without SGX the enclave shares heap and stack with the program around it, so an address there counts as inside and
 * as outside. The image of the enclave (code and static data) is inside only. A wrapping range is neither.
 */
int SGXAPI sgx_is_within_enclave(const void *addr, size_t size);

int SGXAPI sgx_is_outside_enclave(const void *addr, size_t size);

sgx_status_t SGXAPI sgx_read_rand(unsigned char *rand, size_t length_in_bytes);

#ifdef __cplusplus
}
#endif

#endif
