/* SOFT: key types of the key exchange (docs/spec/sdk-api.md 2) */
#ifndef SGX_ECP_TYPES_H
#define SGX_ECP_TYPES_H

#include <stdint.h>
#include "sgx_tcrypto.h"

typedef uint8_t sgx_ec_key_128bit_t[SGX_CMAC_KEY_SIZE];

#endif
