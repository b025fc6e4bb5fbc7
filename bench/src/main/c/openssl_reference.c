/* The cryptography of one attestation by OpenSSL, for comparison: what sp computes from msg1 to the verdict. */
#include <jni.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <string.h>

#define KEY 16
#define COORDINATE 32
#define POINT 65
#define MAC 16

struct reference {
    EVP_PKEY *service;
    EVP_PKEY *signer;
    EVP_MAC *cmac;
    EVP_MD *sha256;
};

/* Bytes of msg2 and msg3 that are authenticated, of a report and of its signature. */
struct inputs {
    unsigned char peer[POINT];
    unsigned char *msg2;
    size_t msg2_size;
    unsigned char *msg3;
    size_t msg3_size;
    unsigned char *report;
    size_t report_size;
    unsigned char *signature;
    size_t signature_size;
};

static int mac(const struct reference *r, const unsigned char *key, const unsigned char *data, size_t size,
               unsigned char *out) {
    char cipher[] = "AES-128-CBC";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, cipher, 0),
                               OSSL_PARAM_construct_end()};
    size_t length = 0;
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(r->cmac);
    int good = context != NULL && EVP_MAC_init(context, key, KEY, parameters) == 1 &&
               EVP_MAC_update(context, data, size) == 1 && EVP_MAC_final(context, out, &length, MAC) == 1;
    EVP_MAC_CTX_free(context);
    return good;
}

static int derive(const struct reference *r, const unsigned char *kdk, const char *label, unsigned char *key) {
    unsigned char input[8] = {1};
    size_t length = strlen(label);
    memcpy(input + 1, label, length);
    input[length + 2] = 0x80;
    return mac(r, kdk, input, length + 4, key);
}

/*
 * An ephemeral key pair; own gets 0x04 and both coordinates. The shared x coordinate is big-endian. That the peer's point is on the
 * curve is checked when it is set; P-256 has no other subgroup that a second check, as slow as the agreement, would find.
 */
static int agree(const unsigned char *peer, unsigned char *own, unsigned char *shared) {
    size_t own_size = 0, shared_size = COORDINATE;
    EVP_PKEY_CTX *context = NULL;
    EVP_PKEY *other = NULL;
    EVP_PKEY *key = EVP_EC_gen("P-256");
    int good = key != NULL && (other = EVP_PKEY_new()) != NULL && EVP_PKEY_copy_parameters(other, key) == 1 &&
               EVP_PKEY_set1_encoded_public_key(other, peer, POINT) == 1 &&
               EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, own, POINT, &own_size) == 1 &&
               (context = EVP_PKEY_CTX_new(key, NULL)) != NULL && EVP_PKEY_derive_init(context) == 1 &&
               EVP_PKEY_derive_set_peer_ex(context, other, 0) == 1 && EVP_PKEY_derive(context, shared, &shared_size) == 1;
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(other);
    EVP_PKEY_free(key);
    return good;
}

static int sign(const struct reference *r, const unsigned char *own, const unsigned char *peer) {
    unsigned char message[2 * (POINT - 1)], signature[80];
    size_t size = sizeof signature;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    memcpy(message, own + 1, POINT - 1);
    memcpy(message + POINT - 1, peer + 1, POINT - 1);
    int good = context != NULL && EVP_DigestSignInit(context, NULL, r->sha256, NULL, r->service) == 1 &&
               EVP_DigestSign(context, signature, &size, message, sizeof message) == 1;
    EVP_MD_CTX_free(context);
    return good;
}

static int report_data(const struct reference *r, const unsigned char *own, const unsigned char *peer,
                       const unsigned char *vk) {
    unsigned char digest[32];
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int good = context != NULL && EVP_DigestInit_ex(context, r->sha256, NULL) == 1 &&
               EVP_DigestUpdate(context, peer + 1, POINT - 1) == 1 &&
               EVP_DigestUpdate(context, own + 1, POINT - 1) == 1 && EVP_DigestUpdate(context, vk, KEY) == 1 &&
               EVP_DigestFinal_ex(context, digest, NULL) == 1;
    EVP_MD_CTX_free(context);
    return good;
}

static int verify(const struct reference *r, const struct inputs *in) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int good = context != NULL && EVP_DigestVerifyInit(context, NULL, r->sha256, NULL, r->signer) == 1 &&
               EVP_DigestVerify(context, in->signature, in->signature_size, in->report, in->report_size) == 1;
    EVP_MD_CTX_free(context);
    return good;
}

static int attest(const struct reference *r, const struct inputs *in) {
    unsigned char own[POINT], shared[COORDINATE], zero[KEY] = {0};
    unsigned char kdk[MAC], smk[MAC], vk[MAC], mk[MAC], sk[MAC], tag[MAC];
    if (!agree(in->peer, own, shared)) {
        return 0;
    }
    for (int i = 0; i < COORDINATE / 2; i++) {
        unsigned char swapped = shared[i];
        shared[i] = shared[COORDINATE - 1 - i];
        shared[COORDINATE - 1 - i] = swapped;
    }
    int good = mac(r, zero, shared, COORDINATE, kdk) && derive(r, kdk, "SMK", smk) && derive(r, kdk, "VK", vk) &&
               sign(r, own, in->peer) && mac(r, smk, in->msg2, in->msg2_size, tag) &&
               mac(r, smk, in->msg3, in->msg3_size, tag) && report_data(r, own, in->peer, vk) && verify(r, in) &&
               derive(r, kdk, "MK", mk) && derive(r, kdk, "SK", sk);
    OPENSSL_cleanse(shared, sizeof shared);
    OPENSSL_cleanse(kdk, sizeof kdk);
    OPENSSL_cleanse(smk, sizeof smk);
    OPENSSL_cleanse(vk, sizeof vk);
    OPENSSL_cleanse(mk, sizeof mk);
    OPENSSL_cleanse(sk, sizeof sk);
    return good;
}

/* A copy of a Java array that the caller frees; NULL if there is no memory. */
static unsigned char *bytes(JNIEnv *env, jbyteArray array, size_t *size) {
    jsize length = (*env)->GetArrayLength(env, array);
    unsigned char *copy = OPENSSL_malloc((size_t)length);
    if (copy != NULL) {
        (*env)->GetByteArrayRegion(env, array, 0, length, (jbyte *)copy);
        *size = (size_t)length;
    }
    return copy;
}

static EVP_PKEY *public_key(const unsigned char *spki, size_t size) {
    return spki == NULL ? NULL : d2i_PUBKEY(NULL, &spki, (long)size);
}

JNIEXPORT jint JNICALL Java_org_sgxra_bench_OpenSslReference_attest(JNIEnv *env, jclass type, jint times,
                                                                    jbyteArray peer, jbyteArray msg2, jbyteArray msg3,
                                                                    jbyteArray report, jbyteArray signature,
                                                                    jbyteArray signer) {
    struct reference r = {0};
    struct inputs in = {0};
    size_t signer_size = 0;
    jint done = 0;
    (void)type;
    if ((*env)->GetArrayLength(env, peer) != POINT) {
        return -1;
    }
    (*env)->GetByteArrayRegion(env, peer, 0, POINT, (jbyte *)in.peer);
    in.msg2 = bytes(env, msg2, &in.msg2_size);
    in.msg3 = bytes(env, msg3, &in.msg3_size);
    in.report = bytes(env, report, &in.report_size);
    in.signature = bytes(env, signature, &in.signature_size);
    unsigned char *spki = bytes(env, signer, &signer_size);
    r.signer = public_key(spki, signer_size);
    r.service = EVP_EC_gen("P-256");
    r.cmac = EVP_MAC_fetch(NULL, "CMAC", NULL);
    r.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (in.msg2 != NULL && in.msg3 != NULL && in.report != NULL && in.signature != NULL && r.signer != NULL &&
        r.service != NULL && r.cmac != NULL && r.sha256 != NULL) {
        while (done < times && attest(&r, &in)) {
            done++;
        }
    }
    EVP_MD_free(r.sha256);
    EVP_MAC_free(r.cmac);
    EVP_PKEY_free(r.service);
    EVP_PKEY_free(r.signer);
    OPENSSL_free(spki);
    OPENSSL_free(in.signature);
    OPENSSL_free(in.report);
    OPENSSL_free(in.msg3);
    OPENSSL_free(in.msg2);
    return done;
}
