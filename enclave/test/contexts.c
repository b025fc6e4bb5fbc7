/* The table of contexts */
#include <string.h>

#include "Enclave_t.h"
#include "check.h"
#include "peer.h"
#include "soft_trusted.h"
#include "tests.h"

enum { CONTEXTS = 9990 };

void test_contexts(void)
{
    sgx_ec256_public_t zeros, off_curve, key;
    EVP_PKEY *owner = new_key(&key);
    sgx_ra_context_t id = 0;

    memset(&zeros, 0, sizeof zeros);
    off_curve = key;
    off_curve.gx[5] ^= 4;
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_init(zeros, 0, &id));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_init(off_curve, 0, &id));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_init(key, 0, NULL));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_init(NULL, 0, &id));
    for (sgx_ra_context_t i = 0; i < CONTEXTS; i++) {
        sgx_status_t status = enclave_ra_init_def((int) i % 2, &id);
        if (status != SGX_SUCCESS || id != i) {
            CHECK_STATUS(SGX_SUCCESS, status);
            CHECK(id == i);
            break;
        }
    }
    CHECK_STATUS(SGX_ERROR_OUT_OF_MEMORY, enclave_ra_init_def(0, &id));
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(4000));
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(17));
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init(key, 1, &id));
    CHECK(id == 17);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init_def(0, &id));
    CHECK(id == 4000);
    soft_close_contexts();
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_ra_close(0));
    EVP_PKEY_free(owner);
}
