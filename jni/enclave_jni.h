/* What the two sources of the JNI library share */
#ifndef ENCLAVE_JNI_H
#define ENCLAVE_JNI_H

#include <jni.h>

/* callback.c, SOFT only: makes EnclaveNatives.platform the platform of the SOFT API. 0 when it is not there. */
int callback_bind(JavaVM *vm);

#endif
