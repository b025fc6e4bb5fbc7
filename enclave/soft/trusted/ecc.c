/* SOFT: P-256 as the SGX API has it (docs/spec/sdk-api.md 5). A handle holds nothing; it must be given, as to Intel's. */
#include "sgx_tcrypto.h"
#include "soft_trusted.h"

static char curve;

sgx_status_t sgx_ecc256_open_context(sgx_ecc_state_handle_t *p_ecc_handle)
{
    if (p_ecc_handle == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    *p_ecc_handle = &curve;
    return SGX_SUCCESS;
}

sgx_status_t sgx_ecc256_close_context(sgx_ecc_state_handle_t ecc_handle)
{
    return ecc_handle == &curve ? SGX_SUCCESS : SGX_ERROR_INVALID_PARAMETER;
}

sgx_status_t sgx_ecc256_create_key_pair(sgx_ec256_private_t *p_private, sgx_ec256_public_t *p_public,
    sgx_ecc_state_handle_t ecc_handle)
{
    if (p_private == NULL || p_public == NULL || ecc_handle != &curve) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    return soft_p256_generate(p_private, p_public);
}

sgx_status_t sgx_ecc256_check_point(const sgx_ec256_public_t *p_point, const sgx_ecc_state_handle_t ecc_handle,
    int *p_valid)
{
    if (p_point == NULL || ecc_handle != &curve || p_valid == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    *p_valid = soft_p256_check_point(p_point) == SGX_SUCCESS;
    return SGX_SUCCESS;
}

sgx_status_t sgx_ecc256_compute_shared_dhkey(const sgx_ec256_private_t *p_private_b,
    const sgx_ec256_public_t *p_public_ga, sgx_ec256_dh_shared_t *p_shared_key, sgx_ecc_state_handle_t ecc_handle)
{
    if (p_private_b == NULL || p_public_ga == NULL || p_shared_key == NULL || ecc_handle != &curve) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    return soft_p256_shared(p_private_b, p_public_ga, p_shared_key);
}

sgx_status_t sgx_ecdsa_verify(const uint8_t *p_data, uint32_t data_size, const sgx_ec256_public_t *p_public,
    const sgx_ec256_signature_t *p_signature, uint8_t *p_result, sgx_ecc_state_handle_t ecc_handle)
{
    sgx_status_t status;

    if (p_data == NULL || data_size == 0 || p_public == NULL || p_signature == NULL || p_result == NULL
        || ecc_handle != &curve) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = soft_p256_verify(p_public, p_data, data_size, p_signature);
    *p_result = status == SGX_SUCCESS ? SGX_EC_VALID : SGX_EC_INVALID_SIGNATURE;
    return status == SGX_ERROR_INVALID_SIGNATURE ? SGX_SUCCESS : status;
}
