/*
 * SOFT: the way to the platform (the quoting side, which is no part of the C half). All integers are little-endian.
 *
 *   operation           request                             response
 *   LOAD                -                                   report_root 16, seal_root 16, cpu_svn 16
 *   INIT_QUOTE          -                                   target_info 512 (of the quoting enclave), gid 4
 *   EXTENDED_GROUP_ID   -                                   u32
 *   GET_QUOTE           report 432, spid 16, sign_type u32, qe_report 432 (zeros without nonce), quote
 *                       nonce_present u32, nonce 16,
 *                       quote_capacity u32,
 *                       sig_rl_size u32, sig_rl
 *   ATTESTATION_STATUS  pib 101, attestation_status i32     ucodeUpdate i32, csmeFwUpdate i32, pswUpdate i32
 *   SELECT_ATT_KEY      nothing, or a list of key ids       key id 256
 *                       (docs/spec/dcap.md 6.1)
 *   INIT_QUOTE_EX       key id 256                          target_info 512 (of the quoting enclave), public key id 32
 *   GET_QUOTE_SIZE_EX   key id 256                          u32
 *   GET_QUOTE_EX        key id 256, quote_size u32,         qe_report 432 (zeros without report info), quote of
 *                       report 432, info_present u32,       quote_size bytes
 *                       nonce 16, target_info 512
 *
 * Report keys: AES-CMAC(report_root, mr_enclave 32 | attributes 16 | misc_select u32 | cpu_svn 16 | key_id 32) of the
 * target; the platform verifies reports with them and MACs the quoting enclave's.
 */
#ifndef SOFT_PLATFORM_H
#define SOFT_PLATFORM_H

#include <stddef.h>
#include <stdint.h>

#include "sgx_error.h"

enum {
    PLATFORM_LOAD = 1,
    PLATFORM_INIT_QUOTE = 2,
    PLATFORM_EXTENDED_GROUP_ID = 3,
    PLATFORM_GET_QUOTE = 4,
    PLATFORM_ATTESTATION_STATUS = 5,
    PLATFORM_SELECT_ATT_KEY = 6,
    PLATFORM_INIT_QUOTE_EX = 7,
    PLATFORM_GET_QUOTE_SIZE_EX = 8,
    PLATFORM_GET_QUOTE_EX = 9
};

/*
 * Answers one operation: at most response_cap bytes, their number in *response_len. A response accompanies status 0,
 * and ATTESTATION_STATUS's also SGX_ERROR_UPDATE_NEEDED. Called from any thread.
 */
typedef sgx_status_t (*soft_platform_fn)(uint32_t operation, const uint8_t *request, size_t request_len,
    uint8_t *response, size_t response_cap, size_t *response_len);

/* Set it before anything else of the SOFT API; NULL takes it away: everything then is SGX_ERROR_SERVICE_UNAVAILABLE. */
void soft_set_platform(soft_platform_fn platform);

/* An operation whose response has exactly response_size bytes; another length is SGX_ERROR_UNEXPECTED. */
sgx_status_t soft_platform_exact(uint32_t operation, const uint8_t *request, size_t request_len, uint8_t *response,
    size_t response_size);

/* An operation whose response has at most response_cap bytes. */
sgx_status_t soft_platform_call(uint32_t operation, const uint8_t *request, size_t request_len, uint8_t *response,
    size_t response_cap, size_t *response_len);

#endif
