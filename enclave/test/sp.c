/* The service provider of the tests, on OpenSSL directly */
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/x509.h>

#include "check.h"
#include "peer.h"

void cmac(const uint8_t key[16], const void *bytes, size_t size, uint8_t mac[16])
{
    size_t length = 0;
    unsigned char *done = EVP_Q_mac(NULL, "CMAC", NULL, "AES-128-CBC", NULL, key, 16, bytes, size, mac, 16, &length);
    CHECK(done != NULL && length == 16);
}

void hash(const void *bytes, size_t size, uint8_t digest[32])
{
    CHECK(EVP_Digest(bytes, size, digest, NULL, EVP_sha256(), NULL) == 1);
}

void reverse32(uint8_t to[32], const uint8_t from[32])
{
    for (size_t i = 0; i < 32; i++) {
        to[i] = from[31 - i];
    }
}

static EVP_PKEY *fail_without(EVP_PKEY *key)
{
    if (key == NULL) {
        abort();
    }
    return key;
}

EVP_PKEY *new_key(sgx_ec256_public_t *public_key)
{
    EVP_PKEY *key = fail_without(EVP_EC_gen("P-256"));
    uint8_t *encoded = NULL;
    CHECK(EVP_PKEY_get1_encoded_public_key(key, &encoded) == 65);
    reverse32(public_key->gx, encoded + 1);
    reverse32(public_key->gy, encoded + 33);
    OPENSSL_free(encoded);
    return key;
}

EVP_PKEY *sample_key(void)
{
    uint8_t der[128];
    const uint8_t *cursor = der;
    const size_t size = unhex("30310201010420018c03d1533457adeaaeb6653b6a861fec879c4311de663bcea1522dbb6ce790"
                              "a00a06082a8648ce3d030107",
        der, sizeof der);
    return fail_without(d2i_PrivateKey(EVP_PKEY_EC, NULL, &cursor, (long) size));
}

static void shared_secret(EVP_PKEY *own, const sgx_ec256_public_t *point, uint8_t secret[32])
{
    uint8_t encoded[65] = {4};
    uint8_t x[32];
    size_t length = sizeof x;
    EVP_PKEY *peer = EVP_PKEY_new();
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, own, NULL);

    reverse32(encoded + 1, point->gx);
    reverse32(encoded + 33, point->gy);
    CHECK(EVP_PKEY_copy_parameters(peer, own) == 1);
    CHECK(EVP_PKEY_set1_encoded_public_key(peer, encoded, sizeof encoded) == 1);
    CHECK(EVP_PKEY_derive_init(context) == 1 && EVP_PKEY_derive_set_peer(context, peer) == 1);
    CHECK(EVP_PKEY_derive(context, x, &length) == 1);
    reverse32(secret, x);
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(peer);
}

static void sign_points(EVP_PKEY *signer, const sgx_ec256_public_t points[2], sgx_ec256_signature_t *signature)
{
    uint8_t der[80];
    const uint8_t *cursor = der;
    size_t length = sizeof der;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    ECDSA_SIG *sig;

    CHECK(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, signer) == 1);
    CHECK(EVP_DigestSign(context, der, &length, (const uint8_t *) points, 128) == 1);
    sig = d2i_ECDSA_SIG(NULL, &cursor, (long) length);
    CHECK(BN_bn2lebinpad(ECDSA_SIG_get0_r(sig), (uint8_t *) signature->x, 32) == 32);
    CHECK(BN_bn2lebinpad(ECDSA_SIG_get0_s(sig), (uint8_t *) signature->y, 32) == 32);
    ECDSA_SIG_free(sig);
    EVP_MD_CTX_free(context);
}

void sp_msg2(sp_t *sp, const sgx_ec256_public_t *g_a, const uint8_t *sig_rl, uint32_t sig_rl_size, sgx_ra_msg2_t *msg2)
{
    static const uint8_t zeros[16];
    uint8_t secret[32], kdk[16];
    sgx_ec256_public_t points[2];
    EVP_PKEY *own = new_key(&msg2->g_b);

    shared_secret(own, g_a, secret);
    cmac(zeros, secret, sizeof secret, kdk);
    cmac(kdk, "\x01SMK\x00\x80\x00", 7, sp->smk);
    cmac(kdk, "\x01SK\x00\x80\x00", 6, sp->sk);
    cmac(kdk, "\x01MK\x00\x80\x00", 6, sp->mk);
    cmac(kdk, "\x01VK\x00\x80\x00", 6, sp->vk);
    memset(msg2->spid.id, 0x53, sizeof msg2->spid.id);
    msg2->quote_type = 0;
    msg2->kdf_id = sp->kdf_id;
    points[0] = msg2->g_b;
    points[1] = *g_a;
    sign_points(sp->signer, points, &msg2->sign_gb_ga);
    cmac(sp->smk, msg2, 148, msg2->mac);
    msg2->sig_rl_size = sig_rl_size;
    if (sig_rl_size > 0) {
        memcpy(msg2->sig_rl, sig_rl, sig_rl_size);
    }
    EVP_PKEY_free(own);
}
