/* SOFT: loading and calling enclaves (docs/spec/sdk-api.md 4); SGX_DEBUG_FLAG is 0 in a release build only */
#ifndef SGX_URTS_H
#define SGX_URTS_H

#include <stdint.h>
#include "sgx_attributes.h"
#include "sgx_defs.h"
#include "sgx_eid.h"
#include "sgx_error.h"

typedef uint8_t sgx_launch_token_t[1024];

#if defined(NDEBUG) && !defined(EDEBUG)
#define SGX_DEBUG_FLAG 0
#else
#define SGX_DEBUG_FLAG 1
#endif

#ifdef __cplusplus
extern "C" {
#endif

sgx_status_t SGXAPI sgx_create_enclave(const char *file_name, const int debug, sgx_launch_token_t *launch_token,
    int *launch_token_updated, sgx_enclave_id_t *enclave_id, sgx_misc_attribute_t *misc_attr);

sgx_status_t SGXAPI sgx_destroy_enclave(const sgx_enclave_id_t enclave_id);

/* What the proxies of the ECALLs call; ms is the marshalled call. The OCALL table is ignored: there are none. */
sgx_status_t SGXAPI sgx_ecall(const sgx_enclave_id_t eid, const int index, const void *ocall_table, void *ms);

#ifdef __cplusplus
}
#endif

#endif
