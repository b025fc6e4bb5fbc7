/* SOFT: quoting and the attestation status (docs/spec/sdk-api.md 4, sgx-quote.md 5); the platform does the work */
#include "sgx_uae_epid.h"

#include <stdlib.h>
#include <string.h>

#include "soft_platform.h"

enum {
    QUOTE_SIZE = 1116,  /* without a revocation list */
    PROOF_SIZE = 160,   /* for each of its entries */
    LIST_OVERHEAD = 80, /* header 16, signature 64 */
    LIST_ENTRY = 128,
    GET_QUOTE_REQUEST = 480 /* without the list */
};

static void put_u32(uint8_t *to, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        to[i] = (uint8_t) (value >> (8 * i));
    }
}

static uint32_t get_u32(const uint8_t *from)
{
    return (uint32_t) from[0] | (uint32_t) from[1] << 8 | (uint32_t) from[2] << 16 | (uint32_t) from[3] << 24;
}

sgx_status_t sgx_init_quote(sgx_target_info_t *p_target_info, sgx_epid_group_id_t *p_gid)
{
    uint8_t response[sizeof *p_target_info + sizeof *p_gid];
    sgx_status_t status;

    if (p_target_info == NULL || p_gid == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = soft_platform_exact(PLATFORM_INIT_QUOTE, NULL, 0, response, sizeof response);
    if (status == SGX_SUCCESS) {
        memcpy(p_target_info, response, sizeof *p_target_info);
        memcpy(*p_gid, response + sizeof *p_target_info, sizeof *p_gid);
    }
    return status;
}

sgx_status_t sgx_calc_quote_size(const uint8_t *p_sig_rl, uint32_t sig_rl_size, uint32_t *p_quote_size)
{
    static const uint8_t header[4] = {0x00, 0x02, 0x00, 0x0e};
    uint64_t entries = 0;

    if (p_quote_size == NULL || (p_sig_rl == NULL && sig_rl_size != 0)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    if (p_sig_rl != NULL) {
        if (sig_rl_size < 64 + LIST_OVERHEAD || memcmp(p_sig_rl, header, sizeof header) != 0) {
            return SGX_ERROR_INVALID_PARAMETER;
        }
        entries = (uint64_t) p_sig_rl[12] << 24 | (uint64_t) p_sig_rl[13] << 16 | (uint64_t) p_sig_rl[14] << 8
            | (uint64_t) p_sig_rl[15];
        if (sig_rl_size != LIST_OVERHEAD + LIST_ENTRY * entries || entries > (UINT32_MAX - QUOTE_SIZE) / PROOF_SIZE) {
            return SGX_ERROR_INVALID_PARAMETER;
        }
    }
    *p_quote_size = (uint32_t) (QUOTE_SIZE + PROOF_SIZE * entries);
    return SGX_SUCCESS;
}

/* Splits the platform's response; a quote that does not fit its own length or the buffer is the platform's fault. */
static sgx_status_t take_quote(const uint8_t *response, size_t length, sgx_report_t *p_qe_report, sgx_quote_t *p_quote,
    uint32_t quote_size)
{
    const size_t head = sizeof *p_qe_report + sizeof *p_quote;
    size_t quote_length;

    if (length < head) {
        return SGX_ERROR_UNEXPECTED;
    }
    quote_length = length - sizeof *p_qe_report;
    if (quote_length > quote_size
        || quote_length - sizeof *p_quote != get_u32(response + head - sizeof p_quote->signature_len)) {
        return SGX_ERROR_UNEXPECTED;
    }
    if (p_qe_report != NULL) {
        memcpy(p_qe_report, response, sizeof *p_qe_report);
    }
    memcpy(p_quote, response + sizeof *p_qe_report, quote_length);
    return SGX_SUCCESS;
}

static void write_request(uint8_t *request, const sgx_report_t *p_report, sgx_quote_sign_type_t quote_type,
    const sgx_spid_t *p_spid, const sgx_quote_nonce_t *p_nonce, uint32_t quote_size)
{
    memcpy(request, p_report, sizeof *p_report);
    memcpy(request + 432, p_spid, sizeof *p_spid);
    put_u32(request + 448, quote_type);
    put_u32(request + 452, p_nonce != NULL);
    if (p_nonce != NULL) {
        memcpy(request + 456, p_nonce, sizeof *p_nonce);
    }
    put_u32(request + 472, quote_size);
}

sgx_status_t sgx_get_quote(const sgx_report_t *p_report, sgx_quote_sign_type_t quote_type, const sgx_spid_t *p_spid,
    const sgx_quote_nonce_t *p_nonce, const uint8_t *p_sig_rl, uint32_t sig_rl_size, sgx_report_t *p_qe_report,
    sgx_quote_t *p_quote, uint32_t quote_size)
{
    const size_t request_size = GET_QUOTE_REQUEST + (size_t) sig_rl_size;
    const size_t response_cap = sizeof(sgx_report_t) + quote_size;
    uint8_t *request = NULL, *response = NULL;
    size_t length = 0;
    uint32_t needed = 0;
    sgx_status_t status = SGX_ERROR_INVALID_PARAMETER;

    if (p_report == NULL || p_spid == NULL || p_quote == NULL || quote_size == 0
        || (p_sig_rl == NULL) != (sig_rl_size == 0)
        || (quote_type != SGX_UNLINKABLE_SIGNATURE && quote_type != SGX_LINKABLE_SIGNATURE)
        || (p_nonce == NULL) != (p_qe_report == NULL)
        || sgx_calc_quote_size(p_sig_rl, sig_rl_size, &needed) != SGX_SUCCESS || quote_size < needed) {
        goto cleanup;
    }
    request = calloc(1, request_size);
    response = malloc(response_cap);
    if (request == NULL || response == NULL) {
        status = SGX_ERROR_OUT_OF_MEMORY;
        goto cleanup;
    }
    write_request(request, p_report, quote_type, p_spid, p_nonce, quote_size);
    put_u32(request + 476, sig_rl_size);
    if (sig_rl_size > 0) {
        memcpy(request + 480, p_sig_rl, sig_rl_size);
    }
    status = soft_platform_call(PLATFORM_GET_QUOTE, request, request_size, response, response_cap, &length);
    if (status == SGX_SUCCESS) {
        status = take_quote(response, length, p_qe_report, p_quote, quote_size);
    }
cleanup:
    free(request);
    free(response);
    return status;
}

sgx_status_t sgx_get_extended_epid_group_id(uint32_t *p_extended_epid_group_id)
{
    uint8_t response[4];
    sgx_status_t status;

    if (p_extended_epid_group_id == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = soft_platform_exact(PLATFORM_EXTENDED_GROUP_ID, NULL, 0, response, sizeof response);
    if (status == SGX_SUCCESS) {
        *p_extended_epid_group_id = get_u32(response);
    }
    return status;
}

sgx_status_t sgx_report_attestation_status(const sgx_platform_info_t *p_platform_info, int attestation_status,
    sgx_update_info_bit_t *p_update_info)
{
    uint8_t request[sizeof *p_platform_info + 4];
    uint8_t response[12];
    sgx_status_t status;

    if (p_platform_info == NULL || p_update_info == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    memcpy(request, p_platform_info, sizeof *p_platform_info);
    put_u32(request + sizeof *p_platform_info, (uint32_t) attestation_status);
    status = soft_platform_exact(PLATFORM_ATTESTATION_STATUS, request, sizeof request, response, sizeof response);
    if (status == SGX_SUCCESS || status == SGX_ERROR_UPDATE_NEEDED) {
        p_update_info->ucodeUpdate = (int) get_u32(response);
        p_update_info->csmeFwUpdate = (int) get_u32(response + 4);
        p_update_info->pswUpdate = (int) get_u32(response + 8);
    }
    return status;
}
