/* Java arrays to C and back. An array's length is checked before anything is read or written. */
#ifndef ENCLAVE_ARRAYS_H
#define ENCLAVE_ARRAYS_H

#include <stddef.h>
#include <stdint.h>

#include <jni.h>

#include "sgx_error.h"

int has_length(JNIEnv *env, jarray array, size_t length);

/* Reads an array of exactly size bytes; 0 for any other, and for null. */
int get(JNIEnv *env, jbyteArray array, void *to, size_t size);

/* The same for an argument that may be null; *given says whether it was there. */
int get_optional(JNIEnv *env, jbyteArray array, void *to, size_t size, int *given);

/* A copy of an array of any length, aligned for any structure, with a zero byte after it, to be freed; or NULL. */
void *get_all(JNIEnv *env, jbyteArray array, uint32_t *size);

/* Writes to an array whose length has been checked. */
void put(JNIEnv *env, jbyteArray array, const void *from, size_t size);
void put_int(JNIEnv *env, jintArray array, uint32_t value);

/* A new array with these bytes into the first place of an array of arrays; OUT_OF_MEMORY without an exception. */
sgx_status_t put_new(JNIEnv *env, jobjectArray place, const void *from, uint32_t size);

#endif
