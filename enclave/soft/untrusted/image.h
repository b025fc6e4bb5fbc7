/* SOFT: bringing an enclave file into memory */
#ifndef SOFT_IMAGE_H
#define SOFT_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "sgx_error.h"
#include "soft_enclave.h"

typedef struct {
    int fd;
    void *library;
    soft_entry_t entry;
} image_t;

/* The whole file, to be freed: ENCLAVE_FILE_ACCESS, or OUT_OF_MEMORY for a directory or an empty or huge file. */
sgx_status_t image_read(const char *file_name, uint8_t **bytes, size_t *size);

/* Loads exactly these bytes, an image of its own each time: UNDEFINED_SYMBOL, INVALID_ENCLAVE, OUT_OF_MEMORY. */
sgx_status_t image_load(const uint8_t *bytes, size_t size, image_t *image);

void image_unload(image_t *image);

#endif
