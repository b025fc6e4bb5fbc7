/*
 * SOFT: the platform is Java. Each operation becomes one call of EnclaveNatives.platform(int, byte[]), whose result
 * begins with the status, u32 little-endian, then the response.
 */
#include "callback.h"

#include <stdlib.h>

#include <openssl/crypto.h>

#include "soft_platform.h"

static JavaVM *java;
static jclass natives;
static jmethodID platform;

/* The platform's keys may be in it. */
static void clear_result(JNIEnv *env, jbyteArray result, size_t size)
{
    jbyte *bytes = (*env)->GetPrimitiveArrayCritical(env, result, NULL);
    if (bytes != NULL) {
        OPENSSL_cleanse(bytes, size);
        (*env)->ReleasePrimitiveArrayCritical(env, result, bytes, 0);
    }
}

/* Copies the result out, and clears the Java array whether it fits or not. */
static sgx_status_t take_result(JNIEnv *env, jbyteArray result, uint8_t *response, size_t cap, size_t *length)
{
    uint8_t head[4];
    const size_t total = (size_t) (*env)->GetArrayLength(env, result);
    sgx_status_t status = SGX_ERROR_UNEXPECTED;

    if (total >= sizeof head && total - sizeof head <= cap) {
        (*env)->GetByteArrayRegion(env, result, 0, (jsize) sizeof head, (jbyte *) head);
        *length = total - sizeof head;
        if (*length > 0) {
            (*env)->GetByteArrayRegion(env, result, (jsize) sizeof head, (jsize) *length, (jbyte *) response);
        }
        status = (sgx_status_t) ((uint32_t) head[0] | (uint32_t) head[1] << 8 | (uint32_t) head[2] << 16
            | (uint32_t) head[3] << 24);
    }
    clear_result(env, result, total);
    return status;
}

static sgx_status_t call(JNIEnv *env, uint32_t operation, const uint8_t *request, size_t request_len, uint8_t *response,
    size_t cap, size_t *length)
{
    sgx_status_t status = SGX_ERROR_OUT_OF_MEMORY;
    jbyteArray argument, result;

    if (request_len > INT32_MAX || (*env)->PushLocalFrame(env, 4) != 0) {
        (*env)->ExceptionClear(env);
        return status;
    }
    argument = (*env)->NewByteArray(env, (jsize) request_len);
    if (argument == NULL) {
        goto cleanup;
    }
    if (request_len > 0) {
        (*env)->SetByteArrayRegion(env, argument, 0, (jsize) request_len, (const jbyte *) request);
    }
    result = (*env)->CallStaticObjectMethod(env, natives, platform, (jint) operation, argument);
    if ((*env)->ExceptionCheck(env) || result == NULL) {
        status = SGX_ERROR_UNEXPECTED;
        goto cleanup;
    }
    status = take_result(env, result, response, cap, length);
cleanup:
    (*env)->ExceptionClear(env);
    (*env)->PopLocalFrame(env, NULL);
    return status;
}

/* From a thread Java does not know, too: it is attached for the length of the call. */
static sgx_status_t ask_java(uint32_t operation, const uint8_t *request, size_t request_len, uint8_t *response,
    size_t response_cap, size_t *response_len)
{
    void *env = NULL;
    sgx_status_t status;
    const jint known = (*java)->GetEnv(java, &env, JNI_VERSION_10);

    if (known == JNI_EDETACHED) {
        if ((*java)->AttachCurrentThreadAsDaemon(java, &env, NULL) != JNI_OK) {
            return SGX_ERROR_OUT_OF_MEMORY;
        }
    } else if (known != JNI_OK) {
        return SGX_ERROR_UNEXPECTED;
    }
    status = call(env, operation, request, request_len, response, response_cap, response_len);
    if (known == JNI_EDETACHED) {
        (*java)->DetachCurrentThread(java);
    }
    return status;
}

int callback_bind(JavaVM *vm)
{
    void *pointer = NULL;
    JNIEnv *env;
    jclass found;

    if ((*vm)->GetEnv(vm, &pointer, JNI_VERSION_10) != JNI_OK) {
        return 0;
    }
    env = pointer;
    found = (*env)->FindClass(env, "org/sgxra/client/bridge/EnclaveNatives");
    if (found == NULL) {
        return 0;
    }
    natives = (*env)->NewGlobalRef(env, found);
    (*env)->DeleteLocalRef(env, found);
    platform = natives == NULL ? NULL : (*env)->GetStaticMethodID(env, natives, "platform", "(I[B)[B");
    if (platform == NULL) {
        return 0;
    }
    java = vm;
    soft_set_platform(ask_java);
    return 1;
}
