/* SOFT: quotes, and what surrounds them (docs/spec/sdk-api.md 2, sgx-quote.md) */
#ifndef SGX_QUOTE_H
#define SGX_QUOTE_H

#include <stddef.h>
#include <stdint.h>
#include "sgx_report.h"

#define SGX_PLATFORM_INFO_SIZE 101

typedef enum { SGX_UNLINKABLE_SIGNATURE = 0, SGX_LINKABLE_SIGNATURE = 1 } sgx_quote_sign_type_t;

#pragma pack(push, 1)

typedef uint8_t sgx_epid_group_id_t[4];

typedef struct _spid_t {
    uint8_t id[16];
} sgx_spid_t;

typedef struct _basename_t {
    uint8_t name[32];
} sgx_basename_t;

typedef struct _quote_nonce {
    uint8_t rand[16];
} sgx_quote_nonce_t;

typedef struct _quote_t {
    uint16_t version;
    uint16_t sign_type;
    sgx_epid_group_id_t epid_group_id;
    sgx_isv_svn_t qe_svn;
    sgx_isv_svn_t pce_svn;
    uint32_t xeid;
    sgx_basename_t basename;
    sgx_report_body_t report_body;
    uint32_t signature_len;
    uint8_t signature[];
} sgx_quote_t;

typedef struct _platform_info {
    uint8_t platform_info[SGX_PLATFORM_INFO_SIZE];
} sgx_platform_info_t;

typedef struct _update_info_bit {
    int ucodeUpdate;
    int csmeFwUpdate;
    int pswUpdate;
} sgx_update_info_bit_t;

/* Which key a quote is signed with; the fields are in docs/spec/dcap.md 6.1. */
typedef struct _att_key_id_t {
    uint8_t att_key_id[256];
} sgx_att_key_id_t;

#pragma pack(pop)

/* The quoting enclave's report on a quote, for the enclave that is the target. */
typedef struct _qe_report_info_t {
    sgx_quote_nonce_t nonce;
    sgx_target_info_t app_enclave_target_info;
    sgx_report_t qe_report;
} sgx_qe_report_info_t;

_Static_assert(sizeof(sgx_quote_t) == 436, "sgx_quote_t");
_Static_assert(offsetof(sgx_quote_t, report_body) == 48, "report_body");
_Static_assert(sizeof(sgx_qe_report_info_t) == 960, "sgx_qe_report_info_t");
_Static_assert(sizeof(sgx_platform_info_t) == 101, "sgx_platform_info_t");
_Static_assert(sizeof(sgx_update_info_bit_t) == 12, "sgx_update_info_bit_t");

#endif
