/* SOFT: P-256 for the key exchange on OpenSSL's EVP; outside OpenSSL all numbers are little-endian */
#include <limits.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/x509.h>

#include "soft_trusted.h"

enum { SIZE = SGX_ECP256_KEY_SIZE, POINT = 1 + 2 * SIZE, DRAWS = 64 };

/* The order of the group, big-endian. */
/* clang-format off */
static const uint8_t order[SIZE] = {
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};
/* clang-format on */

/* ECPrivateKey of RFC 5915 without its optional public key: version 1, the number, the curve. */
static const uint8_t der_head[] = {0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20};
static const uint8_t der_tail[] = {0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};

static void reverse(uint8_t *to, const uint8_t *from)
{
    for (size_t i = 0; i < SIZE; i++) {
        to[i] = from[SIZE - 1 - i];
    }
}

static EVP_PKEY *public_pkey(const sgx_ec256_public_t *point)
{
    static char curve[] = "prime256v1";
    uint8_t encoded[POINT] = {POINT_CONVERSION_UNCOMPRESSED};
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, encoded, sizeof encoded),
        OSSL_PARAM_construct_end()};
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);

    reverse(encoded + 1, point->gx);
    reverse(encoded + 1 + SIZE, point->gy);
    if (context == NULL || EVP_PKEY_fromdata_init(context) != 1
        || EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1) {
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    return key;
}

/* OpenSSL computes the public key of an ECPrivateKey that carries none; EVP_PKEY_fromdata would not. */
static EVP_PKEY *private_pkey(const sgx_ec256_private_t *private_key)
{
    uint8_t der[sizeof der_head + SIZE + sizeof der_tail];
    const uint8_t *cursor = der;
    EVP_PKEY *key = NULL;

    memcpy(der, der_head, sizeof der_head);
    reverse(der + sizeof der_head, private_key->r);
    memcpy(der + sizeof der_head + SIZE, der_tail, sizeof der_tail);
    key = d2i_PrivateKey(EVP_PKEY_EC, NULL, &cursor, sizeof der);
    OPENSSL_cleanse(der, sizeof der);
    return key;
}

/* A number in 1 .. order - 1, by rejection. */
static sgx_status_t draw_scalar(sgx_ec256_private_t *private_key)
{
    uint8_t big_endian[SIZE];
    sgx_status_t status = SGX_ERROR_UNEXPECTED;

    for (int draw = 0; draw < DRAWS; draw++) {
        uint8_t any = 0;
        status = soft_random(private_key->r, SIZE);
        if (status != SGX_SUCCESS) {
            break;
        }
        reverse(big_endian, private_key->r);
        for (size_t i = 0; i < SIZE; i++) {
            any = (uint8_t) (any | big_endian[i]);
        }
        if (any != 0 && memcmp(big_endian, order, SIZE) < 0) {
            break;
        }
        status = SGX_ERROR_UNEXPECTED;
    }
    OPENSSL_cleanse(big_endian, sizeof big_endian);
    return status;
}

sgx_status_t soft_p256_generate(sgx_ec256_private_t *private_key, sgx_ec256_public_t *public_key)
{
    uint8_t *encoded = NULL;
    EVP_PKEY *key = NULL;
    sgx_status_t status = draw_scalar(private_key);

    if (status != SGX_SUCCESS) {
        goto cleanup;
    }
    status = SGX_ERROR_UNEXPECTED;
    key = private_pkey(private_key);
    if (key == NULL || EVP_PKEY_get1_encoded_public_key(key, &encoded) != POINT) {
        goto cleanup;
    }
    reverse(public_key->gx, encoded + 1);
    reverse(public_key->gy, encoded + 1 + SIZE);
    status = SGX_SUCCESS;
cleanup:
    if (status != SGX_SUCCESS) {
        OPENSSL_cleanse(private_key, sizeof *private_key);
    }
    OPENSSL_free(encoded);
    EVP_PKEY_free(key);
    return status;
}

/* fromdata has already refused what is off the curve or not below the prime; the cofactor is 1. */
sgx_status_t soft_p256_check_point(const sgx_ec256_public_t *point)
{
    EVP_PKEY *key = public_pkey(point);
    EVP_PKEY_CTX *context = key == NULL ? NULL : EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    int valid = context != NULL && EVP_PKEY_public_check_quick(context) == 1;
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(key);
    return valid ? SGX_SUCCESS : SGX_ERROR_INVALID_PARAMETER;
}

sgx_status_t soft_p256_shared(const sgx_ec256_private_t *private_key, const sgx_ec256_public_t *point,
    sgx_ec256_dh_shared_t *shared)
{
    uint8_t x[SIZE];
    size_t length = sizeof x;
    sgx_status_t status = SGX_ERROR_UNEXPECTED;
    EVP_PKEY *own = private_pkey(private_key);
    EVP_PKEY *peer = public_pkey(point);
    EVP_PKEY_CTX *context = own == NULL ? NULL : EVP_PKEY_CTX_new_from_pkey(NULL, own, NULL);

    if (context != NULL && peer != NULL && EVP_PKEY_derive_init(context) == 1
        && EVP_PKEY_derive_set_peer(context, peer) == 1 && EVP_PKEY_derive(context, x, &length) == 1
        && length == sizeof x) {
        reverse(shared->s, x);
        status = SGX_SUCCESS;
    }
    OPENSSL_cleanse(x, sizeof x);
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(peer);
    EVP_PKEY_free(own);
    return status;
}

/* r and s as the DER sequence OpenSSL wants; the caller frees it. Its length, or -1. */
static int der_signature(const sgx_ec256_signature_t *signature, uint8_t **der)
{
    int length = -1;
    ECDSA_SIG *sig = ECDSA_SIG_new();
    BIGNUM *r = BN_lebin2bn((const uint8_t *) signature->x, SIZE, NULL);
    BIGNUM *s = BN_lebin2bn((const uint8_t *) signature->y, SIZE, NULL);

    if (sig != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(sig, r, s) == 1) {
        r = NULL;
        s = NULL;
        length = i2d_ECDSA_SIG(sig, der);
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(sig);
    return length;
}

sgx_status_t soft_p256_verify(const sgx_ec256_public_t *key, const uint8_t *message, size_t size,
    const sgx_ec256_signature_t *signature)
{
    uint8_t *der = NULL;
    int der_length = der_signature(signature, &der);
    EVP_PKEY *pkey = public_pkey(key);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    sgx_status_t status = SGX_ERROR_INVALID_SIGNATURE;

    if (der_length <= 0 || context == NULL) {
        status = SGX_ERROR_OUT_OF_MEMORY;
    } else if (pkey != NULL && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, pkey) == 1
        && EVP_DigestVerify(context, der, (size_t) der_length, message, size) == 1) {
        status = SGX_SUCCESS;
    }
    OPENSSL_free(der);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(pkey);
    return status;
}
