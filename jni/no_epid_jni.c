/*
 * In the place of epid_jni.c where the SDK has no EPID (2.28 and later): every such native says so. Java knows the number
 * and the types of arguments, so that none is read here.
 */
#include <jni.h>

#include "natives.h"

#define NOT_HERE(name) \
    NATIVE(jint, name)(JNIEnv * env, jclass class) \
    { \
        (void) env; \
        (void) class; \
        return (jint) SGX_ERROR_FEATURE_NOT_SUPPORTED; \
    }

NOT_HERE(getExtendedEpidGroupId)
NOT_HERE(initQuote)
NOT_HERE(raInit)
NOT_HERE(raGetMsg1)
NOT_HERE(raProcMsg2)
NOT_HERE(calcQuoteSize)
NOT_HERE(getQuote)
NOT_HERE(reportAttestationStatus)
