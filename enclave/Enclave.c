/*
 * The enclave: reports, and a key exchange whose keys stay inside. The same source is built with Intel's SDK (HW, SIM)
 * and against soft/ (SOFT).
 */
#include "Enclave_t.h"

#include <string.h>

/*
 * The sample's service provider key, for demonstrations only: its private half is published. Little-endian, see
 * docs/spec/wire-hex.md, Keys.
 */
static const sgx_ec256_public_t def_service_public_key = {
    {0x72, 0x12, 0x8a, 0x7a, 0x17, 0x52, 0x6e, 0xbf, 0x85, 0xd0, 0x3a, 0x62, 0x37, 0x30, 0xae, 0xad,
     0x3e, 0x3d, 0xaa, 0xee, 0x9c, 0x60, 0x73, 0x1d, 0xb0, 0x5b, 0xe8, 0x62, 0x1c, 0x4b, 0xeb, 0x38},
    {0xd4, 0x81, 0x40, 0xd9, 0x50, 0xe2, 0x57, 0x7b, 0x26, 0xee, 0xb7, 0x41, 0xe7, 0xc6, 0x14, 0xe2,
     0x24, 0xb7, 0xbd, 0xc9, 0x03, 0xf2, 0x9a, 0x28, 0xa8, 0x3c, 0xc8, 0x10, 0x11, 0x14, 0x5e, 0x06}};

sgx_status_t get_report(sgx_report_t *report, sgx_target_info_t *target_info)
{
    return sgx_create_report(target_info, NULL, report);
}

sgx_status_t enclave_ra_init(sgx_ec256_public_t key, int b_pse, sgx_ra_context_t *ctx)
{
    return sgx_ra_init(&key, b_pse, ctx);
}

sgx_status_t enclave_ra_init_def(int b_pse, sgx_ra_context_t *ctx)
{
    return sgx_ra_init(&def_service_public_key, b_pse, ctx);
}

sgx_status_t enclave_ra_get_key_hash(sgx_ra_context_t ctx, sgx_ra_key_type_t type, sgx_sha256_hash_t *hash)
{
    sgx_ra_key_128_t key;
    sgx_status_t status = sgx_ra_get_keys(ctx, type, &key);
    if (status == SGX_SUCCESS) {
        status = sgx_sha256_msg(key, sizeof key, hash);
    }
    (void) memset_s(key, sizeof key, 0, sizeof key);
    return status;
}

sgx_status_t enclave_ra_close(sgx_ra_context_t ctx)
{
    return sgx_ra_close(ctx);
}
