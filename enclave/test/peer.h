/*
 * The other ends of the enclave, for tests: a service provider that makes msg2, and a platform whose quoting enclave
 * verifies reports and gives out quotes that only look like quotes.
 */
#ifndef TEST_PEER_H
#define TEST_PEER_H

#include <stddef.h>
#include <stdint.h>

#include <openssl/evp.h>

#include "sgx_key_exchange.h"
#include "sgx_report.h"

void cmac(const uint8_t key[16], const void *bytes, size_t size, uint8_t mac[16]);
void hash(const void *bytes, size_t size, uint8_t digest[32]);
void reverse32(uint8_t to[32], const uint8_t from[32]);

/* A P-256 key pair and its public half, little-endian. */
EVP_PKEY *new_key(sgx_ec256_public_t *public_key);
/* The private half of the key that is built into the enclave; it is published. */
EVP_PKEY *sample_key(void);

/* The service provider's session. */
typedef struct {
    EVP_PKEY *signer; /* not owned */
    uint16_t kdf_id;  /* 1 */
    uint8_t smk[16], sk[16], mk[16], vk[16];
} sp_t;

/* Signed and MACed; msg2 has room for 168 bytes and the list. */
void sp_msg2(sp_t *sp, const sgx_ec256_public_t *g_a, const uint8_t *sig_rl, uint32_t sig_rl_size, sgx_ra_msg2_t *msg2);

/* What the platform does wrong, when a test wants it to. All zero: nothing. */
typedef struct {
    uint32_t failing_operation;
    sgx_status_t failure;
    int short_response; /* of the failing operation, with status 0 */
    int long_response;
    int wrong_hash, wrong_mac, wrong_mr_enclave, wrong_attributes, wrong_signature_len;
    const uint8_t *quote;   /* to give out instead of a made one; of the usual size */
    const char *gid;        /* hexadecimal, instead of 0b000000 */
    uint32_t quote_size;    /* of an ECDSA quote, 0: as it should be */
    unsigned uninitialised; /* so many questions for the size of a quote are answered with ATT_KEY_UNINITIALIZED */
} platform_faults_t;

extern platform_faults_t platform_faults;

/* What it was asked last. */
typedef struct {
    sgx_report_t report;
    uint8_t spid[16];
    uint32_t sign_type;
    uint32_t sig_rl_size;
    unsigned calls;
} platform_record_t;

extern platform_record_t platform_record;

extern const uint8_t platform_report_root[16];
extern const uint8_t platform_seal_root[16];
extern const uint8_t platform_cpu_svn[16];

/* The target info of the quoting enclave. */
void platform_target(sgx_target_info_t *target);

/* That of the quoting enclave for ECDSA. */
void platform_ecdsa_target(sgx_target_info_t *target);

/* The id of its key, as a client asks for it. */
void platform_ecdsa_key_id(uint8_t key_id[256]);

/* Size of its quotes: 436 and as many bytes as the least that can be authentication data. */
enum { ECDSA_QUOTE = 436 + 584 + 500 };

/* The ECDSA operations of test_platform. */
sgx_status_t platform_ecdsa(uint32_t operation, const uint8_t *request, size_t request_len, uint8_t *response,
    size_t *length);

/* The report of the quoting enclave self on a quote, for the enclave target. */
void platform_qe_report(const sgx_target_info_t *self, const sgx_target_info_t *target, const uint8_t nonce[16],
    const uint8_t *quote, size_t size, sgx_report_t *qe_report);

/* MAC of a report for the enclave described, by the derivation of soft_platform.h. */
void platform_mac(const sgx_measurement_t *mr_enclave, const sgx_attributes_t *attributes, uint32_t misc_select,
    sgx_report_t *report);

/* A revocation list of two entries, of the platform's group. */
enum { LIST_SIZE = 80 + 2 * 128 };
void make_list(uint8_t list[LIST_SIZE]);

/* A soft_platform_fn. */
sgx_status_t test_platform(uint32_t operation, const uint8_t *request, size_t request_len, uint8_t *response,
    size_t response_cap, size_t *response_len);

#endif
