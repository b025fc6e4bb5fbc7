/* SOFT: reports made and checked inside the enclave (docs/spec/sdk-api.md 5) */
#ifndef SGX_UTILS_H
#define SGX_UTILS_H

#include <stdint.h>
#include "sgx_defs.h"
#include "sgx_error.h"
#include "sgx_key.h"
#include "sgx_report.h"

#ifdef __cplusplus
extern "C" {
#endif

sgx_status_t SGXAPI sgx_create_report(const sgx_target_info_t *target_info, const sgx_report_data_t *report_data,
    sgx_report_t *report);

const sgx_report_t *sgx_self_report(void);

sgx_status_t SGXAPI sgx_verify_report(const sgx_report_t *report);

#ifdef __cplusplus
}
#endif

#endif
