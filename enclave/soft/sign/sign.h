/* Making a signed enclave */
#ifndef SIGN_SIGN_H
#define SIGN_SIGN_H

#include <stddef.h>
#include <stdint.h>

#include "config.h"
#include "sigstruct.h"

/* A SIGSTRUCT for an enclave with this MRENCLAVE, by an RSA-3072 key with exponent 3. 0 after a line on stderr. */
int make_sigstruct(const char *key_path, const config_t *config, const uint8_t mr_enclave[32], sigstruct_t *css);

#endif
