/* SOFT: sealing to the signer of the enclave (docs/spec/sdk-api.md 5) */
#include <string.h>

#include <openssl/crypto.h>

#include "sgx_trts.h"
#include "sgx_tseal.h"
#include "soft_trusted.h"

#define SEAL_FLAGS_MASK 0xFF0000000000000BULL
#define SEAL_MISC_MASK  0xF0000000U

static const uint8_t zero_iv[SGX_SEAL_IV_SIZE];

/* The numbers of an honest blob: payload = ciphertext | MAC text, text_size and aad_size add up to it. */
typedef struct {
    uint32_t text_size;
    uint32_t aad_size;
} lengths_t;

static int component_above(const sgx_cpu_svn_t *a, const sgx_cpu_svn_t *b)
{
    for (size_t i = 0; i < sizeof a->svn; i++) {
        if (a->svn[i] > b->svn[i]) {
            return 1;
        }
    }
    return 0;
}

static int all_zero(const uint8_t *bytes, size_t size)
{
    uint8_t any = 0;
    for (size_t i = 0; i < size; i++) {
        any = (uint8_t) (any | bytes[i]);
    }
    return any == 0;
}

/* What a processor would refuse to derive a key for. */
static sgx_status_t check_request(const sgx_key_request_t *request, const soft_launch_t *identity)
{
    if (request->key_name != SGX_KEYSELECT_SEAL) {
        return SGX_ERROR_INVALID_KEYNAME;
    }
    if ((request->key_policy & ~(SGX_KEYPOLICY_MRENCLAVE | SGX_KEYPOLICY_MRSIGNER)) != 0 || request->reserved1 != 0
        || request->config_svn != 0 || !all_zero(request->reserved2, sizeof request->reserved2)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    if (component_above(&request->cpu_svn, &identity->cpu_svn)) {
        return SGX_ERROR_INVALID_CPUSVN;
    }
    return request->isv_svn > identity->isv_svn ? SGX_ERROR_INVALID_ISVSVN : SGX_SUCCESS;
}

/*
 * AES-CMAC(seal root, the request as it stands | attributes under its mask | misc_select under its mask | the
 * measurements its policy names | PRODID)
 */
static sgx_status_t seal_key(const sgx_key_request_t *request, sgx_key_128bit_t *key)
{
    static const sgx_measurement_t none;
    const soft_launch_t *identity = soft_identity();
    uint8_t input[sizeof *request + 16 + 4 + 32 + 32 + 2];
    uint8_t *cursor = input;
    sgx_attributes_t attributes;
    sgx_misc_select_t misc;
    sgx_status_t status = identity == NULL ? SGX_ERROR_UNEXPECTED : check_request(request, identity);

    if (status != SGX_SUCCESS) {
        return status;
    }
    attributes.flags = identity->attributes.flags & request->attribute_mask.flags;
    attributes.xfrm = identity->attributes.xfrm & request->attribute_mask.xfrm;
    misc = identity->misc_select & request->misc_mask;
    memcpy(cursor, request, sizeof *request);
    cursor += sizeof *request;
    memcpy(cursor, &attributes, sizeof attributes);
    cursor += sizeof attributes;
    memcpy(cursor, &misc, sizeof misc);
    cursor += sizeof misc;
    memcpy(cursor, (request->key_policy & SGX_KEYPOLICY_MRENCLAVE) != 0 ? &identity->mr_enclave : &none, 32);
    cursor += 32;
    memcpy(cursor, (request->key_policy & SGX_KEYPOLICY_MRSIGNER) != 0 ? &identity->mr_signer : &none, 32);
    cursor += 32;
    memcpy(cursor, &identity->isv_prod_id, sizeof identity->isv_prod_id);
    return sgx_rijndael128_cmac_msg(&identity->seal_root, input, sizeof input, key);
}

uint32_t sgx_calc_sealed_data_size(const uint32_t add_mac_txt_size, const uint32_t txt_encrypt_size)
{
    uint64_t size = sizeof(sgx_sealed_data_t) + (uint64_t) add_mac_txt_size + txt_encrypt_size;
    return size >= UINT32_MAX ? UINT32_MAX : (uint32_t) size;
}

uint32_t sgx_get_add_mac_txt_len(const sgx_sealed_data_t *p_sealed_data)
{
    if (p_sealed_data == NULL || p_sealed_data->plain_text_offset > p_sealed_data->aes_data.payload_size) {
        return UINT32_MAX;
    }
    return p_sealed_data->aes_data.payload_size - p_sealed_data->plain_text_offset;
}

uint32_t sgx_get_encrypt_txt_len(const sgx_sealed_data_t *p_sealed_data)
{
    return p_sealed_data == NULL ? UINT32_MAX : p_sealed_data->plain_text_offset;
}

static int seal_arguments_fit(uint32_t aad_size, const uint8_t *aad, uint32_t text_size, const uint8_t *text,
    uint32_t sealed_size, const sgx_sealed_data_t *sealed)
{
    uint32_t size = sgx_calc_sealed_data_size(aad_size, text_size);
    return text_size > 0 && text != NULL && (aad_size == 0 || aad != NULL) && sealed != NULL && size != UINT32_MAX
        && sealed_size == size && sgx_is_within_enclave(text, text_size) && sgx_is_within_enclave(sealed, size);
}

sgx_status_t sgx_seal_data(const uint32_t additional_MACtext_length, const uint8_t *p_additional_MACtext,
    const uint32_t text2encrypt_length, const uint8_t *p_text2encrypt, const uint32_t sealed_data_size,
    sgx_sealed_data_t *p_sealed_data)
{
    const soft_launch_t *identity = soft_identity();
    sgx_key_request_t request = {.key_name = SGX_KEYSELECT_SEAL, .key_policy = SGX_KEYPOLICY_MRSIGNER};
    sgx_key_128bit_t key;
    sgx_status_t status;

    if (!seal_arguments_fit(additional_MACtext_length, p_additional_MACtext, text2encrypt_length, p_text2encrypt,
            sealed_data_size, p_sealed_data)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    if (identity == NULL) {
        return SGX_ERROR_UNEXPECTED;
    }
    request.isv_svn = identity->isv_svn;
    request.cpu_svn = identity->cpu_svn;
    request.attribute_mask.flags = SEAL_FLAGS_MASK;
    request.misc_mask = SEAL_MISC_MASK;
    status = soft_random(request.key_id.id, sizeof request.key_id.id);
    if (status == SGX_SUCCESS) {
        status = seal_key(&request, &key);
    }
    if (status != SGX_SUCCESS) {
        goto cleanup;
    }
    memset(p_sealed_data, 0, sizeof *p_sealed_data);
    status = sgx_rijndael128GCM_encrypt(&key, p_text2encrypt, text2encrypt_length, p_sealed_data->aes_data.payload,
        zero_iv, sizeof zero_iv, p_additional_MACtext, additional_MACtext_length, &p_sealed_data->aes_data.payload_tag);
    if (status != SGX_SUCCESS) {
        memset(p_sealed_data, 0, sealed_data_size);
        goto cleanup;
    }
    if (additional_MACtext_length > 0) {
        memcpy(p_sealed_data->aes_data.payload + text2encrypt_length, p_additional_MACtext, additional_MACtext_length);
    }
    p_sealed_data->key_request = request;
    p_sealed_data->plain_text_offset = text2encrypt_length;
    p_sealed_data->aes_data.payload_size = text2encrypt_length + additional_MACtext_length;
cleanup:
    OPENSSL_cleanse(key, sizeof key);
    return status;
}

/* The lengths of a blob; MAC_MISMATCH when they contradict each other. */
static sgx_status_t blob_lengths(const sgx_sealed_data_t *sealed, lengths_t *lengths)
{
    lengths->text_size = sgx_get_encrypt_txt_len(sealed);
    lengths->aad_size = sgx_get_add_mac_txt_len(sealed);
    if (lengths->text_size == 0 || lengths->aad_size == UINT32_MAX
        || sgx_calc_sealed_data_size(lengths->aad_size, lengths->text_size) == UINT32_MAX) {
        return SGX_ERROR_MAC_MISMATCH;
    }
    return SGX_SUCCESS;
}

/* The key and the plain text; every refusal that is not about an SVN or memory is MAC_MISMATCH. */
static sgx_status_t open_blob(const sgx_sealed_data_t *sealed, const lengths_t *lengths, uint8_t *text)
{
    const uint8_t *aad = lengths->aad_size == 0 ? NULL : sealed->aes_data.payload + lengths->text_size;
    const soft_launch_t *identity = soft_identity();
    sgx_key_128bit_t key = {0};
    sgx_status_t status = seal_key(&sealed->key_request, &key);

    if (status == SGX_SUCCESS) {
        status = sgx_rijndael128GCM_decrypt(&key, sealed->aes_data.payload, lengths->text_size, text, zero_iv,
            sizeof zero_iv, aad, lengths->aad_size, &sealed->aes_data.payload_tag);
        if (status == SGX_ERROR_MAC_MISMATCH
            && memcmp(&sealed->key_request.cpu_svn, &identity->cpu_svn, sizeof identity->cpu_svn) != 0) {
            /* Below the present one, but no blob was sealed under it: a processor never had that CPUSVN. */
            status = SGX_ERROR_INVALID_CPUSVN;
        }
    }
    OPENSSL_cleanse(key, sizeof key);
    switch (status) {
    case SGX_SUCCESS:
    case SGX_ERROR_INVALID_CPUSVN:
    case SGX_ERROR_INVALID_ISVSVN:
    case SGX_ERROR_OUT_OF_MEMORY:
        return status;
    default:
        return SGX_ERROR_MAC_MISMATCH;
    }
}

sgx_status_t sgx_unseal_data(const sgx_sealed_data_t *p_sealed_data, uint8_t *p_additional_MACtext,
    uint32_t *p_additional_MACtext_length, uint8_t *p_decrypted_text, uint32_t *p_decrypted_text_length)
{
    lengths_t lengths;
    sgx_status_t status;

    if (p_sealed_data == NULL || p_decrypted_text == NULL || p_decrypted_text_length == NULL
        || !sgx_is_within_enclave(p_sealed_data, sizeof *p_sealed_data)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = blob_lengths(p_sealed_data, &lengths);
    if (status != SGX_SUCCESS) {
        return status;
    }
    if (*p_decrypted_text_length < lengths.text_size
        || (lengths.aad_size > 0
            && (p_additional_MACtext == NULL || p_additional_MACtext_length == NULL
                || *p_additional_MACtext_length < lengths.aad_size))
        || !sgx_is_within_enclave(p_sealed_data, sizeof *p_sealed_data + p_sealed_data->aes_data.payload_size)
        || !sgx_is_within_enclave(p_decrypted_text, lengths.text_size)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = open_blob(p_sealed_data, &lengths, p_decrypted_text);
    if (status != SGX_SUCCESS) {
        return status;
    }
    if (lengths.aad_size > 0) {
        memcpy(p_additional_MACtext, p_sealed_data->aes_data.payload + lengths.text_size, lengths.aad_size);
    }
    if (p_additional_MACtext_length != NULL) {
        *p_additional_MACtext_length = lengths.aad_size;
    }
    *p_decrypted_text_length = lengths.text_size;
    return SGX_SUCCESS;
}
