/*
 * SOFT: the SIGSTRUCT (docs/spec/sdk-api.md 2) and the signed enclave: the ELF image, its SIGSTRUCT, a trailer of 16
 * bytes that says so. MRENCLAVE is the SHA-256 of the image, MRSIGNER of the modulus as it stands. All numbers are
 * little-endian.
 */
#ifndef SOFT_SIGSTRUCT_H
#define SOFT_SIGSTRUCT_H

#include <stddef.h>
#include <stdint.h>

#include "sgx_attributes.h"
#include "sgx_error.h"
#include "sgx_report.h"

enum { SIGSTRUCT_SIZE = 1808, RSA_SIZE = 384, TRAILER_SIZE = 16, SIGNED_BYTES = 256 };

#pragma pack(push, 1)
typedef struct {
    uint8_t header[12];
    uint32_t type;
    uint32_t module_vendor;
    uint32_t date;
    uint8_t header2[16];
    uint32_t hw_version;
    uint8_t reserved1[84];
    uint8_t modulus[RSA_SIZE];
    uint32_t exponent;
    uint8_t signature[RSA_SIZE];
    uint32_t misc_select;
    uint32_t misc_mask;
    uint8_t reserved2[4];
    uint8_t isv_family_id[16];
    sgx_attributes_t attributes;
    sgx_attributes_t attribute_mask;
    uint8_t enclave_hash[32];
    uint8_t reserved3[16];
    uint8_t isvext_prod_id[16];
    uint16_t isv_prod_id;
    uint16_t isv_svn;
    uint8_t reserved4[12];
    uint8_t q1[RSA_SIZE];
    uint8_t q2[RSA_SIZE];
} sigstruct_t;
#pragma pack(pop)

_Static_assert(sizeof(sigstruct_t) == SIGSTRUCT_SIZE, "sigstruct_t");
_Static_assert(offsetof(sigstruct_t, modulus) == 128, "modulus");
_Static_assert(offsetof(sigstruct_t, misc_select) == 900, "misc_select");
_Static_assert(offsetof(sigstruct_t, enclave_hash) == 960, "enclave_hash");
_Static_assert(offsetof(sigstruct_t, isv_prod_id) == 1024, "isv_prod_id");
_Static_assert(offsetof(sigstruct_t, q1) == 1040, "q1");

extern const uint8_t sigstruct_header[12];
extern const uint8_t sigstruct_header2[16];
extern const uint8_t sigstruct_trailer[TRAILER_SIZE];

/* Whether the bytes begin as an ELF file, and whether they end as a signed enclave. */
int is_elf(const uint8_t *file, size_t size);
int is_signed(const uint8_t *file, size_t size);

/* Bytes 0..127 and 900..1027: what the signature covers. */
void sigstruct_signed_bytes(const sigstruct_t *css, uint8_t bytes[SIGNED_BYTES]);

/* SHA-256 in one go; 0 on failure. */
int sha256(const void *bytes, size_t size, uint8_t hash[32]);

/*
 * Fixed fields, RSA signature and measurement of a signed enclave: SGX_SUCCESS with the SIGSTRUCT and the size of the
 * image, SGX_ERROR_INVALID_ENCLAVE (no ELF file), SGX_ERROR_INVALID_METADATA (not signed),
 * SGX_ERROR_INVALID_SIGNATURE. q1 and q2 help a processor and are not looked at.
 */
sgx_status_t sigstruct_check(const uint8_t *file, size_t size, sigstruct_t *css, size_t *image_size);

#endif
