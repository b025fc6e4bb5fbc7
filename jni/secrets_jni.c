/* The natives of org.sgxra.client.bridge.EnclaveNatives for secrets of the service provider; see enclave_jni.c */
#include <stdlib.h>
#include <string.h>

#include <jni.h>

#include "Enclave_u.h"
#include "arrays.h"
#include "natives.h"

NATIVE(jint, verifyResultMac)(JNIEnv *env, jclass class, jlong eid, jint context, jbyteArray message, jbyteArray mac)
{
    sgx_cmac_128bit_tag_t expected;
    uint8_t *bytes;
    uint32_t size = 0;
    sgx_status_t call, function = SGX_ERROR_UNEXPECTED;

    (void) class;
    if (message == NULL || !get(env, mac, expected, sizeof expected)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    bytes = get_all(env, message, &size);
    if (bytes == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    call = verify_att_result_mac((sgx_enclave_id_t) eid, &function, (uint32_t) context, bytes, size, expected);
    free(bytes);
    return first_failure(call, function);
}

/* A secret as it came: everything that put_secret and seal_secret take. */
typedef struct {
    uint8_t iv[SGX_AESGCM_IV_SIZE], tag[SGX_AESGCM_MAC_SIZE];
    uint8_t *aad, *ciphertext;
    uint32_t aad_size, size;
} encrypted_t;

static sgx_status_t get_encrypted(JNIEnv *env, jbyteArray iv, jbyteArray aad, jbyteArray ciphertext, jbyteArray tag,
    encrypted_t *secret)
{
    memset(secret, 0, sizeof *secret);
    if (!get(env, iv, secret->iv, sizeof secret->iv) || !get(env, tag, secret->tag, sizeof secret->tag) || aad == NULL
        || ciphertext == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    secret->aad = get_all(env, aad, &secret->aad_size);
    secret->ciphertext = get_all(env, ciphertext, &secret->size);
    return secret->aad == NULL || secret->ciphertext == NULL ? SGX_ERROR_OUT_OF_MEMORY : SGX_SUCCESS;
}

static void free_encrypted(encrypted_t *secret)
{
    free(secret->aad);
    free(secret->ciphertext);
}

NATIVE(jint, putSecret)(JNIEnv *env, jclass class, jlong eid, jint context, jbyteArray iv, jbyteArray aad,
    jbyteArray ciphertext, jbyteArray tag, jbyteArray hash)
{
    encrypted_t secret;
    sgx_sha256_hash_t made = {0};
    sgx_status_t status, function = SGX_ERROR_UNEXPECTED;

    (void) class;
    if (!has_length(env, hash, sizeof made)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    status = get_encrypted(env, iv, aad, ciphertext, tag, &secret);
    if (status == SGX_SUCCESS) {
        status = put_secret((sgx_enclave_id_t) eid, &function, (uint32_t) context, secret.iv, secret.aad,
            secret.aad_size, secret.ciphertext, secret.size, secret.tag, &made);
        status = (sgx_status_t) first_failure(status, function);
    }
    if (status == SGX_SUCCESS) {
        put(env, hash, made, sizeof made);
    }
    free_encrypted(&secret);
    return (jint) status;
}

NATIVE(jint, sealSecret)(JNIEnv *env, jclass class, jlong eid, jint context, jbyteArray iv, jbyteArray aad,
    jbyteArray ciphertext, jbyteArray tag, jbyteArray sealed)
{
    encrypted_t secret;
    sgx_status_t status, function = SGX_ERROR_UNEXPECTED;
    uint32_t size = 0;
    uint8_t *made = sealed == NULL ? NULL : get_all(env, sealed, &size);

    (void) class;
    if (made == NULL) {
        return sealed == NULL ? SGX_ERROR_INVALID_PARAMETER : SGX_ERROR_OUT_OF_MEMORY;
    }
    status = get_encrypted(env, iv, aad, ciphertext, tag, &secret);
    if (status == SGX_SUCCESS) {
        status = seal_secret((sgx_enclave_id_t) eid, &function, (uint32_t) context, secret.iv, secret.aad,
            secret.aad_size, secret.ciphertext, secret.size, secret.tag, made, size);
        status = (sgx_status_t) first_failure(status, function);
    }
    if (status == SGX_SUCCESS) {
        put(env, sealed, made, size);
    }
    free_encrypted(&secret);
    free(made);
    return (jint) status;
}

NATIVE(jint, unsealSecret)(JNIEnv *env, jclass class, jlong eid, jbyteArray sealed, jbyteArray hash)
{
    sgx_sha256_hash_t made = {0};
    uint8_t *bytes;
    uint32_t size = 0;
    sgx_status_t call, function = SGX_ERROR_UNEXPECTED;

    (void) class;
    if (sealed == NULL || !has_length(env, hash, sizeof made)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    bytes = get_all(env, sealed, &size);
    if (bytes == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    call = unseal_secret((sgx_enclave_id_t) eid, &function, bytes, size, &made);
    if (call == SGX_SUCCESS && function == SGX_SUCCESS) {
        put(env, hash, made, sizeof made);
    }
    free(bytes);
    return first_failure(call, function);
}

NATIVE(jint, verifySecretData)(JNIEnv *env, jclass class, jlong eid, jint context, jbyteArray ciphertext,
    jbyteArray tag)
{
    sgx_aes_gcm_128bit_tag_t expected;
    uint8_t *bytes;
    uint32_t size = 0;
    sgx_status_t call, function = SGX_ERROR_UNEXPECTED;

    (void) class;
    if (ciphertext == NULL || !get(env, tag, expected, sizeof expected)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    bytes = get_all(env, ciphertext, &size);
    if (bytes == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    call = verify_secret_data((sgx_enclave_id_t) eid, &function, (uint32_t) context, bytes, size, expected);
    free(bytes);
    return first_failure(call, function);
}
