/* Runs the tests in which many threads use enclaves; built with ThreadSanitizer. The argument is as in enclave_main.c. */
#include <stdio.h>
#include <unistd.h>

#include "check.h"
#include "test_random.h"
#include "tests.h"

__attribute__((visibility("default"))) sgx_status_t (*test_random)(uint8_t *bytes, size_t size);

int main(int argc, char **argv)
{
    if (argc != 2) {
        (void) fprintf(stderr, "usage: threads_test DIRECTORY\n");
        return 1;
    }
    (void) alarm(300); /* a test that waits for ever fails */
    test_sigma_attestation(argv[1]);
    test_threads(argv[1]);
    return check_summary("threads_test");
}
