/* SOFT: quotes by the platform's ECDSA key (docs/spec/dcap.md 8.4); the platform does the work */
#include "sgx_uae_quote_ex.h"

#include <stdlib.h>
#include <string.h>

#include "soft_platform.h"

enum {
    PUBLIC_KEY_ID = 32,
    LIST_HEAD = 8, /* id u16, version u16, count u32 */
    LIST_MAX = 10,
    GET_QUOTE_EX_REQUEST = 256 + 4 + 432 + 4 + 16 + 512
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

/* No list, or as many entries as it says. */
static int list_fits(const uint8_t *list, uint32_t size)
{
    if (list == NULL || size < LIST_HEAD) {
        return list == NULL && size == 0;
    }
    return get_u32(list + 4) <= LIST_MAX && size == LIST_HEAD + get_u32(list + 4) * sizeof(sgx_att_key_id_t);
}

sgx_status_t sgx_select_att_key_id(const uint8_t *p_att_key_id_list, uint32_t att_key_id_list_size,
    sgx_att_key_id_t *p_selected_key_id)
{
    sgx_att_key_id_t selected;
    sgx_status_t status;

    if (p_selected_key_id == NULL || !list_fits(p_att_key_id_list, att_key_id_list_size)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = soft_platform_exact(PLATFORM_SELECT_ATT_KEY, p_att_key_id_list, att_key_id_list_size, selected.att_key_id,
        sizeof selected);
    if (status == SGX_SUCCESS) {
        *p_selected_key_id = selected;
    }
    return status;
}

sgx_status_t sgx_init_quote_ex(const sgx_att_key_id_t *p_att_key_id, sgx_target_info_t *p_qe_target_info,
    size_t *p_pub_key_id_size, uint8_t *p_pub_key_id)
{
    uint8_t response[sizeof *p_qe_target_info + PUBLIC_KEY_ID];
    sgx_status_t status;

    if (p_att_key_id == NULL || p_qe_target_info == NULL || p_pub_key_id_size == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    if (p_pub_key_id == NULL) {
        *p_pub_key_id_size = PUBLIC_KEY_ID;
        return SGX_SUCCESS;
    }
    if (*p_pub_key_id_size < PUBLIC_KEY_ID) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = soft_platform_exact(PLATFORM_INIT_QUOTE_EX, p_att_key_id->att_key_id, sizeof *p_att_key_id, response,
        sizeof response);
    if (status == SGX_SUCCESS) {
        memcpy(p_qe_target_info, response, sizeof *p_qe_target_info);
        memcpy(p_pub_key_id, response + sizeof *p_qe_target_info, PUBLIC_KEY_ID);
        *p_pub_key_id_size = PUBLIC_KEY_ID;
    }
    return status;
}

sgx_status_t sgx_get_quote_size_ex(const sgx_att_key_id_t *p_att_key_id, uint32_t *p_quote_size)
{
    uint8_t response[4];
    sgx_status_t status;

    if (p_att_key_id == NULL || p_quote_size == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = soft_platform_exact(PLATFORM_GET_QUOTE_SIZE_EX, p_att_key_id->att_key_id, sizeof *p_att_key_id, response,
        sizeof response);
    if (status == SGX_SUCCESS) {
        *p_quote_size = get_u32(response);
    }
    return status;
}

static void write_request(uint8_t request[GET_QUOTE_EX_REQUEST], const sgx_report_t *report,
    const sgx_att_key_id_t *key, const sgx_qe_report_info_t *info, uint32_t quote_size)
{
    memset(request, 0, GET_QUOTE_EX_REQUEST);
    memcpy(request, key, 256);
    put_u32(request + 256, quote_size);
    memcpy(request + 260, report, 432);
    put_u32(request + 692, info != NULL);
    if (info != NULL) {
        memcpy(request + 696, &info->nonce, 16);
        memcpy(request + 712, &info->app_enclave_target_info, 512);
    }
}

sgx_status_t sgx_get_quote_ex(const sgx_report_t *p_app_report, const sgx_att_key_id_t *p_att_key_id,
    sgx_qe_report_info_t *p_qe_report_info, uint8_t *p_quote, uint32_t quote_size)
{
    const size_t response_cap = sizeof(sgx_report_t) + quote_size;
    uint8_t request[GET_QUOTE_EX_REQUEST];
    uint8_t *response = NULL;
    size_t length = 0;
    sgx_status_t status;

    if (p_app_report == NULL || p_att_key_id == NULL || p_quote == NULL || quote_size == 0) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    response = malloc(response_cap);
    if (response == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    write_request(request, p_app_report, p_att_key_id, p_qe_report_info, quote_size);
    status = soft_platform_call(PLATFORM_GET_QUOTE_EX, request, sizeof request, response, response_cap, &length);
    /* A quote of Intel's quoting enclave fills exactly what sgx_get_quote_size_ex says. */
    if (status == SGX_SUCCESS && length != response_cap) {
        status = SGX_ERROR_UNEXPECTED;
    }
    if (status == SGX_SUCCESS) {
        if (p_qe_report_info != NULL) {
            memcpy(&p_qe_report_info->qe_report, response, sizeof(sgx_report_t));
        }
        memcpy(p_quote, response + sizeof(sgx_report_t), quote_size);
    }
    free(response);
    return status;
}
