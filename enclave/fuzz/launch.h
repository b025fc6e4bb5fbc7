/* The trusted half, linked in, as an enclave that has been launched */
#ifndef FUZZ_LAUNCH_H
#define FUZZ_LAUNCH_H

#include <stdint.h>

#include "sgx_error.h"

sgx_status_t enclave_entry(uint32_t function, void *ms);

/* Once; the test platform's secrets. The enclave's random numbers are the same for each input from here on. */
void launch_once(void);
void launch_random_again(void);

#endif
