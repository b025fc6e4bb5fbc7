/* What every native of org.sgxra.client.bridge.EnclaveNatives is made with */
#ifndef ENCLAVE_NATIVES_H
#define ENCLAVE_NATIVES_H

#include <jni.h>

#include "sgx_error.h"

#define NATIVE(type, name) JNIEXPORT type JNICALL Java_org_sgxra_client_bridge_EnclaveNatives_##name

/* The status of an ECALL: that of the call, else that of the function. */
static inline jint first_failure(sgx_status_t call, sgx_status_t function)
{
    return (jint) (call != SGX_SUCCESS ? call : function);
}

#endif
