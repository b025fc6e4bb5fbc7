/* Runs the tests of the trusted half */
#include <string.h>

#include "check.h"
#include "peer.h"
#include "soft_trusted.h"
#include "test_random.h"
#include "tests.h"

sgx_status_t (*test_random)(uint8_t *bytes, size_t size);

sgx_status_t enclave_entry(uint32_t function, void *ms);

static void launch(void)
{
    soft_launch_t launch;
    memset(&launch, 0, sizeof launch);
    memcpy(launch.report_root, platform_report_root, 16);
    memcpy(launch.seal_root, platform_seal_root, 16);
    memcpy(&launch.cpu_svn, platform_cpu_svn, 16);
    launch.attributes.flags = 7;
    launch.attributes.xfrm = 3;
    memset(&launch.mr_enclave, 0xaa, 32);
    memset(&launch.mr_signer, 0xbb, 32);
    launch.isv_prod_id = 3;
    launch.isv_svn = 4;
    CHECK_STATUS(SGX_SUCCESS, enclave_entry(SOFT_LAUNCH, &launch));
    CHECK(launch.tcs_num > 0);
    CHECK_STATUS(SGX_ERROR_INVALID_STATE, enclave_entry(SOFT_LAUNCH, &launch));
    CHECK_STATUS(SGX_ERROR_INVALID_FUNCTION, enclave_entry(ECALL_COUNT, &launch));
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, enclave_entry(ECALL_GET_REPORT, NULL));
}

int main(void)
{
    launch();
    test_primitives();
    test_vectors();
    test_recorded_sessions();
    test_contexts();
    test_state_machine();
    test_msg2_refusals();
    test_msg3_refusals();
    test_own_derivation();
    test_sigma_steps();
    test_sigma_arguments();
    test_sigma_msg2_refusals();
    test_sigma_other_signers();
    test_sigma_msg3_refusals();
    test_sigma_secrets();
    test_sigma_contexts();
    test_reports();
    test_sealing();
    test_sealing_refusals();
    test_result_mac();
    test_put_secret();
    test_verify_secret_data();
    test_sealed_secret();
    test_changing_lengths();
    test_wiped_memory();
    CHECK_STATUS(SGX_SUCCESS, enclave_entry(SOFT_UNLOAD, NULL));
    CHECK(soft_identity() == NULL);
    return check_summary("trusted_test");
}
