/* SOFT: what the sources of the trusted half share */
#ifndef SOFT_TRUSTED_H
#define SOFT_TRUSTED_H

#include <stddef.h>
#include <stdint.h>

#include "sgx_tcrypto.h"
#include "sgx_tkey_exchange.h"
#include "soft_enclave.h"

/* identity.c: set once by enclave_entry before any other call; NULL until then. */
const soft_launch_t *soft_identity(void);
sgx_status_t soft_set_identity(const soft_launch_t *launch);
void soft_clear_identity(void);

/* key_exchange.c: closes every context. */
void soft_close_contexts(void);

/* range.c: whether an address belongs to the enclave's image, the only range SOFT can tell from the rest. */
int soft_in_image(const void *address);

/*
 * random.c: every random byte of the enclave. Tests that replay a recorded run link another definition instead;
 * the product has only this one.
 */
sgx_status_t soft_random(uint8_t *bytes, size_t size);

/* p256.c: numbers little-endian, as everywhere in SGX. */
sgx_status_t soft_p256_generate(sgx_ec256_private_t *private_key, sgx_ec256_public_t *public_key);
sgx_status_t soft_p256_check_point(const sgx_ec256_public_t *point);
sgx_status_t soft_p256_shared(const sgx_ec256_private_t *private_key, const sgx_ec256_public_t *point,
    sgx_ec256_dh_shared_t *shared);
/* SGX_SUCCESS, SGX_ERROR_INVALID_SIGNATURE, or SGX_ERROR_OUT_OF_MEMORY. */
sgx_status_t soft_p256_verify(const sgx_ec256_public_t *key, const uint8_t *message, size_t size,
    const sgx_ec256_signature_t *signature);

/* derive.c: KDK, then SMK, SK, MK, VK of docs/spec/wire-hex.md; the keys of kdf_id 1. */
sgx_status_t soft_derive_keys(const sgx_ec256_dh_shared_t *shared, sgx_ec_key_128bit_t *smk, sgx_ec_key_128bit_t *sk,
    sgx_ec_key_128bit_t *mk, sgx_ec_key_128bit_t *vk);

#endif
