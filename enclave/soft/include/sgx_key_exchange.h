/* SOFT: messages of the key exchange (docs/spec/sdk-api.md 2, wire-hex.md) */
#ifndef SGX_KEY_EXCHANGE_H
#define SGX_KEY_EXCHANGE_H

#include <stddef.h>
#include <stdint.h>
#include "sgx_quote.h"
#include "sgx_ecp_types.h"
#include "sgx_tcrypto.h"

typedef uint32_t sgx_ra_context_t;
typedef uint8_t sgx_ra_key_128_t[16];

typedef enum _ra_key_type_t { SGX_RA_KEY_SK = 1, SGX_RA_KEY_MK = 2 } sgx_ra_key_type_t;

typedef struct _ra_msg1_t {
    sgx_ec256_public_t g_a;
    sgx_epid_group_id_t gid;
} sgx_ra_msg1_t;

typedef struct _ra_msg2_t {
    sgx_ec256_public_t g_b;
    sgx_spid_t spid;
    uint16_t quote_type;
    uint16_t kdf_id;
    sgx_ec256_signature_t sign_gb_ga;
    sgx_mac_t mac;
    uint32_t sig_rl_size;
    uint8_t sig_rl[];
} sgx_ra_msg2_t;

typedef struct _ps_sec_prop_desc {
    uint8_t sgx_ps_sec_prop_desc[256];
} sgx_ps_sec_prop_desc_t;

typedef struct _ra_msg3_t {
    sgx_mac_t mac;
    sgx_ec256_public_t g_a;
    sgx_ps_sec_prop_desc_t ps_sec_prop;
    uint8_t quote[];
} sgx_ra_msg3_t;

_Static_assert(sizeof(sgx_ra_msg1_t) == 68, "sgx_ra_msg1_t");
_Static_assert(sizeof(sgx_ra_msg2_t) == 168, "sgx_ra_msg2_t");
_Static_assert(offsetof(sgx_ra_msg2_t, mac) == 148, "mac");
_Static_assert(sizeof(sgx_ra_msg3_t) == 336, "sgx_ra_msg3_t");

#endif
