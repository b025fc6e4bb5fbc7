/* SOFT: reading and checking a signed enclave */
#include "sigstruct.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rsa.h>

const uint8_t sigstruct_header[12] = {0x06, 0, 0, 0, 0xe1, 0, 0, 0, 0, 0, 0x01, 0};
const uint8_t sigstruct_header2[16] = {0x01, 0x01, 0, 0, 0x60, 0, 0, 0, 0x60, 0, 0, 0, 0x01, 0, 0, 0};
const uint8_t sigstruct_trailer[TRAILER_SIZE] = {'S', 'O', 'F', 'T', ' ', 'S', 'I', 'G', 'S', 'T', 'R', 'U', 'C', 'T',
    ' ', '1'};

int is_elf(const uint8_t *file, size_t size)
{
    static const uint8_t magic[] = {0x7f, 'E', 'L', 'F'};
    return size >= sizeof magic && memcmp(file, magic, sizeof magic) == 0;
}

int is_signed(const uint8_t *file, size_t size)
{
    return size > SIGSTRUCT_SIZE + TRAILER_SIZE
        && memcmp(file + size - TRAILER_SIZE, sigstruct_trailer, TRAILER_SIZE) == 0;
}

void sigstruct_signed_bytes(const sigstruct_t *css, uint8_t bytes[SIGNED_BYTES])
{
    memcpy(bytes, css, SIGNED_BYTES / 2);
    memcpy(bytes + SIGNED_BYTES / 2, &css->misc_select, SIGNED_BYTES / 2);
}

int sha256(const void *bytes, size_t size, uint8_t hash[32])
{
    return EVP_Digest(bytes, size, hash, NULL, EVP_sha256(), NULL) == 1;
}

static int all_zero(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0) {
            return 0;
        }
    }
    return 1;
}

static int fixed_fields_fit(const sigstruct_t *css)
{
    return memcmp(css->header, sigstruct_header, sizeof css->header) == 0
        && memcmp(css->header2, sigstruct_header2, sizeof css->header2) == 0 && (css->type & 0x7fffffffU) == 0
        && css->hw_version == 0 && css->exponent == 3 && all_zero(css->reserved1, sizeof css->reserved1)
        && all_zero(css->reserved2, sizeof css->reserved2) && all_zero(css->reserved3, sizeof css->reserved3)
        && all_zero(css->reserved4, sizeof css->reserved4);
}

/* On x86-64 the integers of OSSL_PARAM are little-endian, as the modulus is. */
static EVP_PKEY *signer_key(const sigstruct_t *css)
{
    uint8_t modulus[RSA_SIZE];
    unsigned int exponent = css->exponent;
    OSSL_PARAM params[] = {OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, modulus, sizeof modulus),
        OSSL_PARAM_construct_uint(OSSL_PKEY_PARAM_RSA_E, &exponent), OSSL_PARAM_construct_end()};
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);

    memcpy(modulus, css->modulus, sizeof modulus);
    if (context == NULL || EVP_PKEY_fromdata_init(context) != 1
        || EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1) {
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    return key;
}

static int signature_fits(const sigstruct_t *css)
{
    uint8_t bytes[SIGNED_BYTES], hash[32], signature[RSA_SIZE];
    EVP_PKEY *key = signer_key(css);
    EVP_PKEY_CTX *context = key == NULL ? NULL : EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    int fits;

    for (size_t i = 0; i < RSA_SIZE; i++) {
        signature[i] = css->signature[RSA_SIZE - 1 - i];
    }
    sigstruct_signed_bytes(css, bytes);
    fits = context != NULL && EVP_PKEY_get_bits(key) == 8 * RSA_SIZE && sha256(bytes, sizeof bytes, hash)
        && EVP_PKEY_verify_init(context) == 1 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
        && EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1
        && EVP_PKEY_verify(context, signature, sizeof signature, hash, sizeof hash) == 1;
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(key);
    return fits;
}

sgx_status_t sigstruct_check(const uint8_t *file, size_t size, sigstruct_t *css, size_t *image_size)
{
    uint8_t hash[32];

    if (!is_elf(file, size)) {
        return SGX_ERROR_INVALID_ENCLAVE;
    }
    if (!is_signed(file, size)) {
        return SGX_ERROR_INVALID_METADATA;
    }
    *image_size = size - SIGSTRUCT_SIZE - TRAILER_SIZE;
    memcpy(css, file + *image_size, sizeof *css);
    if (!fixed_fields_fit(css) || !signature_fits(css)) {
        return SGX_ERROR_INVALID_SIGNATURE;
    }
    if (!sha256(file, *image_size, hash) || CRYPTO_memcmp(hash, css->enclave_hash, sizeof hash) != 0) {
        return SGX_ERROR_INVALID_SIGNATURE;
    }
    return SGX_SUCCESS;
}
