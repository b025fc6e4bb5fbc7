/*
 * Enclave files: the bytes as they are, or as an image and the fields of its SIGSTRUCT that are signed, signed with a key of its own as
 * anybody may. Of the first kind nothing is loaded but what is signed.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "input.h"
#include "peer.h"
#include "sgx_urts.h"
#include "sigstruct.h"
#include "soft_platform.h"

enum { MOST = 4096, SELF_SIGNED = 0 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static EVP_PKEY *key(void)
{
    static EVP_PKEY *made;
    unsigned int bits = 8 * RSA_SIZE, exponent = 3;
    OSSL_PARAM params[] = {OSSL_PARAM_construct_uint(OSSL_PKEY_PARAM_RSA_BITS, &bits),
        OSSL_PARAM_construct_uint(OSSL_PKEY_PARAM_RSA_E, &exponent), OSSL_PARAM_construct_end()};
    EVP_PKEY_CTX *context;

    if (made == NULL) {
        context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
        fuzz_require(EVP_PKEY_keygen_init(context) == 1 && EVP_PKEY_CTX_set_params(context, params) == 1
                && EVP_PKEY_generate(context, &made) == 1,
            "no key");
        EVP_PKEY_CTX_free(context);
    }
    return made;
}

static void sign(sigstruct_t *css)
{
    uint8_t bytes[SIGNED_BYTES], signature[RSA_SIZE];
    size_t length = sizeof signature;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    BIGNUM *modulus = NULL;

    fuzz_require(EVP_PKEY_get_bn_param(key(), OSSL_PKEY_PARAM_RSA_N, &modulus) == 1
            && BN_bn2lebinpad(modulus, css->modulus, RSA_SIZE) == RSA_SIZE,
        "no modulus");
    sigstruct_signed_bytes(css, bytes);
    fuzz_require(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key()) == 1
            && EVP_DigestSign(context, signature, &length, bytes, sizeof bytes) == 1,
        "no signature");
    for (size_t i = 0; i < RSA_SIZE; i++) {
        css->signature[i] = signature[RSA_SIZE - 1 - i];
    }
    BN_free(modulus);
    EVP_MD_CTX_free(context);
}

/* An image that begins as an ELF file, with its own measurement. */
static size_t self_signed(input_t *in, uint8_t file[MOST])
{
    const size_t image_size = 4 + input_byte(in);
    sigstruct_t css;

    memset(&css, 0, sizeof css);
    input_bytes(in, file, image_size);
    memcpy(file,
        "\x7f"
        "ELF",
        4);
    memcpy(css.header, sigstruct_header, sizeof css.header);
    memcpy(css.header2, sigstruct_header2, sizeof css.header2);
    css.exponent = 3;
    css.type = input_u32(in);
    css.date = input_u32(in);
    css.misc_select = input_u32(in);
    css.misc_mask = input_u32(in);
    input_bytes(in, &css.attributes, sizeof css.attributes);
    input_bytes(in, &css.attribute_mask, sizeof css.attribute_mask);
    input_bytes(in, css.reserved3, input_byte(in) % (1 + sizeof css.reserved3));
    fuzz_require(sha256(file, image_size, css.enclave_hash), "no measurement");
    sign(&css);
    memcpy(file + image_size, &css, sizeof css);
    memcpy(file + image_size + sizeof css, sigstruct_trailer, TRAILER_SIZE);
    return image_size + sizeof css + TRAILER_SIZE;
}

static void load(const uint8_t *bytes, size_t size, int debug)
{
    static int fd = -1;
    sgx_enclave_id_t id = 0;
    sgx_status_t status;
    char path[32];

    if (fd < 0) {
        fd = memfd_create("fuzzed", MFD_CLOEXEC);
    }
    fuzz_require(fd >= 0 && ftruncate(fd, 0) == 0 && pwrite(fd, bytes, size, 0) == (ssize_t) size, "no file");
    (void) snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    status = sgx_create_enclave(path, debug, NULL, NULL, &id, NULL);
    fuzz_require(status != SGX_SUCCESS, "bytes that are no program are loaded");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t file[MOST];
    input_t in = {.at = data, .left = size};
    sigstruct_t css;
    size_t image_size = 0;
    const uint8_t kind = input_byte(&in);

    soft_set_platform(test_platform);
    if (kind % 2 == SELF_SIGNED) {
        load(file, self_signed(&in, file), kind >> 1 & 1);
    } else {
        uint8_t *exact = malloc(in.left + 1);
        fuzz_require(exact != NULL, "no memory");
        memcpy(exact, in.at, in.left);
        (void) sigstruct_check(exact, in.left, &css, &image_size);
        free(exact);
        load(in.at, in.left, kind >> 1 & 1);
    }
    return 0;
}
