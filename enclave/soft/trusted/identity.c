/* SOFT: the identity the loader gives the enclave at launch */
#include "soft_trusted.h"

#include <openssl/crypto.h>

static soft_launch_t identity;
static int launched;

sgx_status_t soft_set_identity(const soft_launch_t *launch)
{
    if (launch == NULL) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    if (launched) {
        return SGX_ERROR_INVALID_STATE;
    }
    identity = *launch;
    launched = 1;
    return SGX_SUCCESS;
}

const soft_launch_t *soft_identity(void)
{
    return launched ? &identity : NULL;
}

void soft_clear_identity(void)
{
    OPENSSL_cleanse(&identity, sizeof identity);
    launched = 0;
}
