/* Fills in and signs a SIGSTRUCT (docs/spec/sdk-api.md 2) */
#include "sign.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

static int complain(const char *path, const char *what)
{
    (void) fprintf(stderr, "%s: %s\n", path, what);
    return 0;
}

/* The key, or NULL after a line on stderr. */
static EVP_PKEY *read_key(const char *path)
{
    BIGNUM *exponent = NULL;
    EVP_PKEY *key = NULL;
    FILE *file = fopen(path, "rb");
    int fits;

    if (file == NULL) {
        (void) complain(path, "cannot be read");
        return NULL;
    }
    key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
    (void) fclose(file);
    fits = key != NULL && EVP_PKEY_is_a(key, "RSA") && EVP_PKEY_get_bits(key) == 8 * RSA_SIZE
        && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1 && BN_is_word(exponent, 3);
    if (!fits) {
        (void) complain(path, "is no RSA key of 3072 bits with exponent 3 (unencrypted PEM)");
        EVP_PKEY_free(key);
        key = NULL;
    }
    BN_free(exponent);
    return key;
}

/* Today as 0xyyyymmdd. */
static uint32_t bcd_date(void)
{
    time_t now = time(NULL);
    struct tm today;
    uint32_t decimal, bcd = 0;

    if (gmtime_r(&now, &today) == NULL) {
        return 0x20260101;
    }
    decimal = (uint32_t) ((today.tm_year + 1900) * 10000 + (today.tm_mon + 1) * 100 + today.tm_mday);
    for (unsigned shift = 0; shift < 32; shift += 4, decimal /= 10) {
        bcd |= decimal % 10 << shift;
    }
    return bcd;
}

static void fill_in(const config_t *config, const uint8_t mr_enclave[32], sigstruct_t *css)
{
    memset(css, 0, sizeof *css);
    memcpy(css->header, sigstruct_header, sizeof css->header);
    memcpy(css->header2, sigstruct_header2, sizeof css->header2);
    css->date = bcd_date();
    css->exponent = 3;
    css->misc_select = (uint32_t) config->misc_select;
    css->misc_mask = (uint32_t) config->misc_mask;
    css->attributes.flags = SGX_FLAGS_MODE64BIT;
    css->attributes.xfrm = SGX_XFRM_LEGACY;
    css->attribute_mask.flags = config->disable_debug ? ~0ULL : ~SGX_FLAGS_DEBUG;
    css->attribute_mask.xfrm = 0xffffffffffffff1bULL;
    memcpy(css->enclave_hash, mr_enclave, sizeof css->enclave_hash);
    css->isv_prod_id = (uint16_t) config->prod_id;
    css->isv_svn = (uint16_t) config->isv_svn;
}

static int sign(EVP_PKEY *key, sigstruct_t *css)
{
    uint8_t bytes[SIGNED_BYTES], signature[RSA_SIZE];
    size_t length = sizeof signature;
    EVP_PKEY_CTX *padding = NULL;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int done;

    sigstruct_signed_bytes(css, bytes);
    done = context != NULL && EVP_DigestSignInit(context, &padding, EVP_sha256(), NULL, key) == 1
        && EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PADDING) == 1
        && EVP_DigestSign(context, signature, &length, bytes, sizeof bytes) == 1 && length == sizeof signature;
    for (size_t i = 0; done && i < RSA_SIZE; i++) {
        css->signature[i] = signature[RSA_SIZE - 1 - i];
    }
    EVP_MD_CTX_free(context);
    return done;
}

/* q1 = floor(s^2 / n); q2 = floor((s^3 - q1 s n) / n) = floor(s (s^2 mod n) / n) */
static int quotients(const BIGNUM *n, sigstruct_t *css)
{
    BN_CTX *context = BN_CTX_new();
    BIGNUM *s = BN_lebin2bn(css->signature, RSA_SIZE, NULL);
    BIGNUM *product = BN_new(), *quotient = BN_new(), *rest = BN_new();
    int done = context != NULL && s != NULL && product != NULL && quotient != NULL && rest != NULL
        && BN_sqr(product, s, context) == 1 && BN_div(quotient, rest, product, n, context) == 1
        && BN_bn2lebinpad(quotient, css->q1, RSA_SIZE) == RSA_SIZE && BN_mul(product, s, rest, context) == 1
        && BN_div(quotient, NULL, product, n, context) == 1 && BN_bn2lebinpad(quotient, css->q2, RSA_SIZE) == RSA_SIZE;
    BN_free(rest);
    BN_free(quotient);
    BN_free(product);
    BN_free(s);
    BN_CTX_free(context);
    return done;
}

int make_sigstruct(const char *key_path, const config_t *config, const uint8_t mr_enclave[32], sigstruct_t *css)
{
    BIGNUM *modulus = NULL;
    EVP_PKEY *key = read_key(key_path);
    int done;

    if (key == NULL) {
        return 0;
    }
    fill_in(config, mr_enclave, css);
    done = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &modulus) == 1
        && BN_bn2lebinpad(modulus, css->modulus, RSA_SIZE) == RSA_SIZE && sign(key, css) && quotients(modulus, css);
    if (!done) {
        (void) complain(key_path, "signing failed");
    }
    BN_free(modulus);
    EVP_PKEY_free(key);
    return done;
}
