/* Java arrays to C and back */
#include "arrays.h"

#include <stdlib.h>

int has_length(JNIEnv *env, jarray array, size_t length)
{
    return array != NULL && (*env)->GetArrayLength(env, array) == (jsize) length;
}

int get(JNIEnv *env, jbyteArray array, void *to, size_t size)
{
    if (!has_length(env, array, size)) {
        return 0;
    }
    (*env)->GetByteArrayRegion(env, array, 0, (jsize) size, to);
    return 1;
}

int get_optional(JNIEnv *env, jbyteArray array, void *to, size_t size, int *given)
{
    *given = array != NULL;
    return array == NULL || get(env, array, to, size);
}

void put(JNIEnv *env, jbyteArray array, const void *from, size_t size)
{
    (*env)->SetByteArrayRegion(env, array, 0, (jsize) size, from);
}

void put_int(JNIEnv *env, jintArray array, uint32_t value)
{
    const jint element = (jint) value;
    (*env)->SetIntArrayRegion(env, array, 0, 1, &element);
}

void *get_all(JNIEnv *env, jbyteArray array, uint32_t *size)
{
    const jsize length = (*env)->GetArrayLength(env, array);
    void *copy = calloc(1, (size_t) length + 1);
    if (copy != NULL) {
        (*env)->GetByteArrayRegion(env, array, 0, length, copy);
        *size = (uint32_t) length;
    }
    return copy;
}

sgx_status_t put_new(JNIEnv *env, jobjectArray place, const void *from, uint32_t size)
{
    jbyteArray array = size > INT32_MAX ? NULL : (*env)->NewByteArray(env, (jsize) size);
    if (array == NULL) {
        (*env)->ExceptionClear(env);
        return SGX_ERROR_OUT_OF_MEMORY;
    }
    put(env, array, from, size);
    (*env)->SetObjectArrayElement(env, place, 0, array);
    (*env)->DeleteLocalRef(env, array);
    return SGX_SUCCESS;
}
