/* SOFT: the number of a loaded enclave; all 64 bits count (docs/spec/sdk-api.md 4) */
#ifndef SGX_EID_H
#define SGX_EID_H

#include <stdint.h>

typedef uint64_t sgx_enclave_id_t;

#endif
