/* Runs the tests that load enclaves; the argument is the directory they are in */
#include <stdio.h>
#include <unistd.h>

#include "check.h"
#include "test_random.h"
#include "tests.h"

/* The test enclaves look it up here. */
__attribute__((visibility("default"))) sgx_status_t (*test_random)(uint8_t *bytes, size_t size);

int main(int argc, char **argv)
{
    if (argc != 2) {
        (void) fprintf(stderr, "usage: enclave_test DIRECTORY\n");
        return 1;
    }
    (void) alarm(120); /* a test that waits for ever fails */
    test_loading(argv[1]);
    test_sigstruct(argv[1]);
    test_changed_files(argv[1]);
    test_calls(argv[1]);
    test_attestation(argv[1]);
    test_quoting(argv[1]);
    test_quoting_ex(argv[1]);
    test_replay(argv[1]);
    test_sigma_attestation(argv[1]);
    test_sigma_replay(argv[1]);
    test_threads(argv[1]);
    return check_summary("enclave_test");
}
