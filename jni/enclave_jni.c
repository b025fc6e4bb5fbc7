/*
 * The natives of org.sgxra.client.bridge.EnclaveNatives: byte arrays and numbers to the SGX API and back. Every array's
 * length is checked; no Java exception is raised here, nor left pending; no key crosses. Those of the key exchanges and
 * of quoting are in epid_jni.c and ecdsa_jni.c, those for secrets in secrets_jni.c.
 */
#include <stdlib.h>
#include <string.h>

#include <jni.h>

#include "sgx_urts.h"

#include "Enclave_u.h"
#include "arrays.h"
#include "callback.h"
#include "natives.h"

#if defined(RA_SGX_MODE_HW)
enum { MODE = 0 };
#elif defined(RA_SGX_MODE_SIM)
enum { MODE = 1 };
#elif defined(RA_SGX_MODE_SOFT)
enum { MODE = 2 };
#endif

NATIVE(jint, mode)(JNIEnv *env, jclass class)
{
    (void) env;
    (void) class;
    return MODE;
}

NATIVE(jint, debugFlag)(JNIEnv *env, jclass class)
{
    (void) env;
    (void) class;
    return SGX_DEBUG_FLAG;
}

/* The path in the encoding of the file system. */
NATIVE(jint, createEnclaveAt)(JNIEnv *env, jclass class, jbyteArray path, jint debug, jlongArray eid)
{
    sgx_enclave_id_t id = 0;
    sgx_status_t status = SGX_ERROR_INVALID_PARAMETER;
    uint32_t size = 0;
    char *file_name;

    (void) class;
    if (path == NULL || !has_length(env, eid, 1)) {
        return (jint) status;
    }
    file_name = get_all(env, path, &size);
    if (file_name == NULL) {
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    if (strlen(file_name) == size) {
        status = sgx_create_enclave(file_name, debug, NULL, NULL, &id, NULL);
    }
    if (status == SGX_SUCCESS) {
        const jlong element = (jlong) id;
        (*env)->SetLongArrayRegion(env, eid, 0, 1, &element);
    }
    free(file_name);
    return (jint) status;
}

NATIVE(jint, destroyEnclave)(JNIEnv *env, jclass class, jlong eid)
{
    (void) env;
    (void) class;
    return (jint) sgx_destroy_enclave((sgx_enclave_id_t) eid);
}

NATIVE(jint, getReport)(JNIEnv *env, jclass class, jlong eid, jbyteArray target_info, jbyteArray report)
{
    sgx_target_info_t target;
    sgx_report_t made;
    sgx_status_t call, function = SGX_ERROR_UNEXPECTED;

    (void) class;
    if (!get(env, target_info, &target, sizeof target) || !has_length(env, report, sizeof made)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    memset(&made, 0, sizeof made);
    call = get_report((sgx_enclave_id_t) eid, &function, &made, &target);
    if (call == SGX_SUCCESS && function == SGX_SUCCESS) {
        put(env, report, &made, sizeof made);
    }
    return first_failure(call, function);
}

NATIVE(jint, raGetKeyHash)(JNIEnv *env, jclass class, jlong eid, jint context, jint type, jbyteArray hash)
{
    sgx_sha256_hash_t made = {0};
    sgx_status_t call, function = SGX_ERROR_UNEXPECTED;

    (void) class;
    if (!has_length(env, hash, sizeof made)) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    call = enclave_ra_get_key_hash((sgx_enclave_id_t) eid, &function, (uint32_t) context, (uint32_t) type, &made);
    if (call == SGX_SUCCESS && function == SGX_SUCCESS) {
        put(env, hash, made, sizeof made);
    }
    return first_failure(call, function);
}

NATIVE(jint, raClose)(JNIEnv *env, jclass class, jlong eid, jint context)
{
    sgx_status_t function = SGX_ERROR_UNEXPECTED;
    sgx_status_t call = enclave_ra_close((sgx_enclave_id_t) eid, &function, (uint32_t) context);
    (void) env;
    (void) class;
    return first_failure(call, function);
}

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved)
{
    (void) reserved;
#if defined(RA_SGX_MODE_SOFT)
    if (!callback_bind(vm)) {
        return JNI_ERR;
    }
#else
    (void) vm;
#endif
    return JNI_VERSION_10;
}
