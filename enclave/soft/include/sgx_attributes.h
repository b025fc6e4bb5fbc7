/* SOFT: enclave attributes (docs/spec/sdk-api.md 2) */
#ifndef SGX_ATTRIBUTES_H
#define SGX_ATTRIBUTES_H

#include <stdint.h>

#define SGX_FLAGS_INITTED        0x0000000000000001ULL
#define SGX_FLAGS_DEBUG          0x0000000000000002ULL
#define SGX_FLAGS_MODE64BIT      0x0000000000000004ULL
#define SGX_FLAGS_PROVISION_KEY  0x0000000000000010ULL
#define SGX_FLAGS_EINITTOKEN_KEY 0x0000000000000020ULL
#define SGX_FLAGS_KSS            0x0000000000000080ULL

#define SGX_XFRM_LEGACY 0x0000000000000003ULL

typedef struct _attributes_t {
    uint64_t flags;
    uint64_t xfrm;
} sgx_attributes_t;

typedef uint32_t sgx_misc_select_t;

typedef struct _sgx_misc_attribute_t {
    sgx_attributes_t secs_attr;
    sgx_misc_select_t misc_select;
} sgx_misc_attribute_t;

_Static_assert(sizeof(sgx_attributes_t) == 16, "sgx_attributes_t");
_Static_assert(sizeof(sgx_misc_attribute_t) == 24, "sgx_misc_attribute_t");

#endif
