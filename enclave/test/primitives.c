/* The primitives, and recorded sessions against them */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "peer.h"
#include "recorded.h"
#include "sgx_trts.h"
#include "soft_trusted.h"
#include "tests.h"

static void test_cmac(void)
{
    /* RFC 4493, examples 1, 2 and 3 */
    static const struct {
        const char *message, *mac;
    } examples[] = {{"", "bb1d6929e95937287fa37d129b756746"},
        {"6bc1bee22e409f96e93d7e117393172a", "070a16b46b4d4144f79bdd9dd04a287c"},
        {"6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411",
            "dfa66747de9ae63030ca32611497c827"}};
    sgx_cmac_128bit_key_t key;
    sgx_cmac_128bit_tag_t mac, expected;
    uint8_t message[64];

    CHECK(unhex("2b7e151628aed2a6abf7158809cf4f3c", key, sizeof key) == 16);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const size_t size = unhex(examples[i].message, message, sizeof message);
        CHECK(unhex(examples[i].mac, expected, sizeof expected) == 16);
        CHECK_STATUS(SGX_SUCCESS, sgx_rijndael128_cmac_msg(&key, message, (uint32_t) size, &mac));
        CHECK(memcmp(mac, expected, sizeof mac) == 0);
    }
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_rijndael128_cmac_msg(NULL, message, 1, &mac));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_rijndael128_cmac_msg(&key, NULL, 1, &mac));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_rijndael128_cmac_msg(&key, message, 1, NULL));
}

static void test_sha256(void)
{
    sgx_sha256_hash_t digest, expected;
    CHECK_STATUS(SGX_SUCCESS, sgx_sha256_msg((const uint8_t *) "abc", 3, &digest));
    CHECK(unhex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", expected, 32) == 32);
    CHECK(memcmp(digest, expected, sizeof digest) == 0);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_sha256_msg(NULL, 0, &digest));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_sha256_msg(expected, 1, NULL));
}

static void test_gcm(void)
{
    /* The GCM specification's test case 4, AES-128 */
    sgx_aes_gcm_128bit_key_t key;
    sgx_aes_gcm_128bit_tag_t tag, expected_tag;
    uint8_t iv[12], text[60], aad[20], cipher[60], expected[60], back[60];
    static const uint8_t zeros[60];

    unhex("feffe9928665731c6d6a8f9467308308", key, sizeof key);
    unhex("cafebabefacedbaddecaf888", iv, sizeof iv);
    unhex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0d"
          "e657ba637b39",
        text, sizeof text);
    unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2", aad, sizeof aad);
    unhex("42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0a"
          "ac973d58e091",
        expected, sizeof expected);
    unhex("5bc94fbc3221a5db94fae95ae7121a47", expected_tag, sizeof expected_tag);
    CHECK_STATUS(SGX_SUCCESS, sgx_rijndael128GCM_encrypt(&key, text, 60, cipher, iv, 12, aad, 20, &tag));
    CHECK(memcmp(cipher, expected, 60) == 0 && memcmp(tag, expected_tag, 16) == 0);
    CHECK_STATUS(SGX_SUCCESS,
        sgx_rijndael128GCM_decrypt(&key, cipher, 60, back, iv, 12, aad, 20, (const sgx_aes_gcm_128bit_tag_t *) &tag));
    CHECK(memcmp(back, text, 60) == 0);
    tag[15] ^= 1;
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH,
        sgx_rijndael128GCM_decrypt(&key, cipher, 60, back, iv, 12, aad, 20, (const sgx_aes_gcm_128bit_tag_t *) &tag));
    CHECK(memcmp(back, zeros, 60) == 0);
    CHECK_STATUS(SGX_SUCCESS, sgx_rijndael128GCM_encrypt(&key, NULL, 0, NULL, iv, 12, aad, 20, &tag));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sgx_rijndael128GCM_encrypt(&key, text, 60, cipher, iv, 16, aad, 20, &tag));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_rijndael128GCM_encrypt(&key, NULL, 0, cipher, iv, 12, NULL, 0, &tag));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_rijndael128GCM_encrypt(&key, NULL, 5, cipher, iv, 12, aad, 20, &tag));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_rijndael128GCM_encrypt(&key, text, 5, NULL, iv, 12, aad, 20, &tag));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_rijndael128GCM_encrypt(&key, text, 5, cipher, iv, 12, NULL, 1, &tag));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER,
        sgx_rijndael128GCM_encrypt(&key, text, 5, cipher, NULL, 12, NULL, 0, &tag));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_rijndael128GCM_encrypt(NULL, text, 5, cipher, iv, 12, NULL, 0, &tag));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_rijndael128GCM_encrypt(&key, text, 5, cipher, iv, 12, NULL, 0, NULL));
}

static void test_ranges(void)
{
    static const uint8_t in_the_image[64];
    uint8_t on_the_stack[64];
    const void *end = (const void *) (UINTPTR_MAX - 7);
    sgx_read_rand(on_the_stack, sizeof on_the_stack);
    CHECK(sgx_is_within_enclave(in_the_image, sizeof in_the_image) == 1);
    CHECK(sgx_is_outside_enclave(in_the_image, sizeof in_the_image) == 0);
    CHECK(sgx_is_outside_enclave(in_the_image, 0) == 0);
    CHECK(sgx_is_within_enclave(on_the_stack, sizeof on_the_stack) == 1);
    CHECK(sgx_is_outside_enclave(on_the_stack, sizeof on_the_stack) == 1);
    CHECK(sgx_is_outside_enclave(end, 8) == 1);
    CHECK(sgx_is_outside_enclave(end, 9) == 0);
    CHECK(sgx_is_within_enclave(end, 9) == 0);
    CHECK(sgx_is_outside_enclave((const void *) 1, SIZE_MAX - 1) == 0);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_read_rand(NULL, 1));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_read_rand(on_the_stack, 0));
}

static void test_memset_s(void)
{
    uint8_t bytes[8] = {1, 1, 1, 1, 1, 1, 1, 1};
    CHECK(memset_s(bytes, 8, 2, 4) == 0 && bytes[3] == 2 && bytes[4] == 1);
    CHECK(memset_s(bytes, 6, 3, 8) == EOVERFLOW && bytes[5] == 3 && bytes[6] == 1);
    CHECK(memset_s(NULL, 8, 0, 8) == EINVAL);
}

static void test_points(void)
{
    sgx_ec256_public_t point;
    sgx_ec256_private_t number = {{1}};
    sgx_ec256_dh_shared_t x;
    EVP_PKEY *key = new_key(&point);
    CHECK_STATUS(SGX_SUCCESS, soft_p256_check_point(&point));
    CHECK_STATUS(SGX_SUCCESS, soft_p256_shared(&number, &point, &x));
    CHECK(memcmp(x.s, point.gx, 32) == 0);
    point.gy[0] ^= 1;
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, soft_p256_check_point(&point));
    memset(&point, 0, sizeof point);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, soft_p256_check_point(&point));
    memset(&point, 0xff, sizeof point);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, soft_p256_check_point(&point));
    EVP_PKEY_free(key);
}

void test_primitives(void)
{
    test_cmac();
    test_sha256();
    test_gcm();
    test_ranges();
    test_memset_s();
    test_points();
}

static void check_key(const char *expected, const sgx_ec_key_128bit_t *key)
{
    uint8_t bytes[16];
    CHECK(unhex(expected, bytes, sizeof bytes) == 16);
    CHECK(memcmp(bytes, *key, 16) == 0);
}

/* Keys, the service provider's signature, both MACs and the report data, from the shared secret on. */
static void check_session(const recorded_t *session, const sgx_ec256_public_t *sample)
{
    static uint8_t msg3[4096];
    uint8_t big_endian[32], input[144], msg1[68];
    union {
        sgx_ra_msg2_t fields;
        uint8_t bytes[1024];
    } msg2;
    sgx_ec256_dh_shared_t shared;
    sgx_ec_key_128bit_t smk, sk, mk, vk;
    sgx_mac_t mac;
    sgx_sha256_hash_t digest;
    size_t size;

    CHECK(unhex(session->shared_secret, big_endian, 32) == 32 && unhex(session->msg1, msg1, 68) == 68);
    CHECK(unhex(session->msg2, msg2.bytes, sizeof msg2) >= 168);
    size = unhex(session->msg3, msg3, sizeof msg3);
    reverse32(shared.s, big_endian);
    CHECK_STATUS(SGX_SUCCESS, soft_derive_keys(&shared, &smk, &sk, &mk, &vk));
    check_key(session->smk, &smk);
    check_key(session->sk, &sk);
    check_key(session->mk, &mk);
    check_key(session->vk, &vk);

    memcpy(input, &msg2.fields.g_b, 64);
    memcpy(input + 64, msg1, 64);
    CHECK_STATUS(SGX_SUCCESS, soft_p256_verify(sample, input, 128, &msg2.fields.sign_gb_ga));
    msg2.fields.sign_gb_ga.y[7] ^= 1;
    CHECK_STATUS(SGX_ERROR_INVALID_SIGNATURE, soft_p256_verify(sample, input, 128, &msg2.fields.sign_gb_ga));
    msg2.fields.sign_gb_ga.y[7] ^= 1;
    CHECK_STATUS(SGX_SUCCESS, sgx_rijndael128_cmac_msg(&smk, msg2.bytes, 148, &mac));
    CHECK(memcmp(mac, msg2.fields.mac, 16) == 0);
    CHECK_STATUS(SGX_SUCCESS, sgx_rijndael128_cmac_msg(&smk, msg3 + 16, (uint32_t) size - 16, &mac));
    CHECK(memcmp(mac, msg3, 16) == 0);

    memcpy(input, msg1, 64);
    memcpy(input + 64, &msg2.fields.g_b, 64);
    memcpy(input + 128, vk, 16);
    CHECK_STATUS(SGX_SUCCESS, sgx_sha256_msg(input, 144, &digest));
    CHECK(memcmp(digest, msg3 + 336 + 48 + 320, 32) == 0);
}

void test_recorded_sessions(void)
{
    sgx_ec256_public_t sample;
    uint8_t *encoded = NULL;
    EVP_PKEY *key = sample_key();
    CHECK(EVP_PKEY_get1_encoded_public_key(key, &encoded) == 65);
    reverse32(sample.gx, encoded + 1);
    reverse32(sample.gy, encoded + 33);
    for (size_t i = 0; i < sizeof recorded / sizeof *recorded; i++) {
        check_session(&recorded[i], &sample);
    }
    CHECK(sizeof recorded / sizeof *recorded >= 4);
    OPENSSL_free(encoded);
    EVP_PKEY_free(key);
}
