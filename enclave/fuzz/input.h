/* The bytes of a fuzzer, taken from the front; what is asked for beyond their end is zero */
#ifndef FUZZ_INPUT_H
#define FUZZ_INPUT_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint8_t *at;
    size_t left;
    void *buffers[64]; /* freed at the end */
    size_t count;
} input_t;

uint8_t input_byte(input_t *in);
uint32_t input_u32(input_t *in);
void input_bytes(input_t *in, void *to, size_t size);

/* Memory of exactly this size outside the enclave, filled from the bytes; now and then NULL, or memory inside the enclave. */
void *input_buffer(input_t *in, size_t size);

/* A length: mostly short. */
uint32_t input_length(input_t *in);

void input_end(input_t *in);

/* A finding. */
void fuzz_require(int holds, const char *what);

#endif
