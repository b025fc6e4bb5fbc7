/* Files of the tests */
#ifndef TEST_FILES_H
#define TEST_FILES_H

#include <stddef.h>
#include <stdint.h>

#include "sgx_eid.h"

enum { PATH_SIZE = 512 };

/* directory/name, into path */
const char *file_path(const char *directory, const char *name, char path[PATH_SIZE]);

/* The whole file, to be freed. */
uint8_t *file_read(const char *path, size_t *size);
void file_write(const char *path, const uint8_t *bytes, size_t size);

/* Loads an enclave that must load. */
sgx_enclave_id_t load(const char *directory, const char *name, int debug);

#endif
