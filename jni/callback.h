/* SOFT: from C to Java */
#ifndef ENCLAVE_CALLBACK_H
#define ENCLAVE_CALLBACK_H

#include <jni.h>

/* Makes EnclaveNatives.platform the platform of the SOFT API. 0 when it is not there. */
int callback_bind(JavaVM *vm);

#endif
