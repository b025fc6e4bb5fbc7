#include "launch.h"

#include <string.h>

#include "input.h"
#include "peer.h"
#include "soft_enclave.h"
#include "test_random.h"

sgx_status_t (*test_random)(uint8_t *bytes, size_t size);

static uint64_t state;

/* xorshift64: an input that is found once shows the same a second time. */
static sgx_status_t repeatable(uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes[i] = (uint8_t) (state >> 24);
    }
    return SGX_SUCCESS;
}

void launch_random_again(void)
{
    state = 0x9e3779b97f4a7c15U;
    test_random = repeatable;
}

void launch_once(void)
{
    static int launched;
    soft_launch_t launch;

    if (launched) {
        return;
    }
    launched = 1;
    memset(&launch, 0, sizeof launch);
    memcpy(launch.report_root, platform_report_root, 16);
    memcpy(launch.seal_root, platform_seal_root, 16);
    memcpy(&launch.cpu_svn, platform_cpu_svn, 16);
    launch.attributes.flags = 7;
    fuzz_require(enclave_entry(SOFT_LAUNCH, &launch) == SGX_SUCCESS, "no launch");
}
