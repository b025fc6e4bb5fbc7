#include "input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INSIDE = 1 << 14 };

/* What the program itself holds counts as inside the enclave. */
static uint8_t inside[INSIDE];

uint8_t input_byte(input_t *in)
{
    if (in->left == 0) {
        return 0;
    }
    in->left--;
    return *in->at++;
}

uint32_t input_u32(input_t *in)
{
    uint32_t value;
    input_bytes(in, &value, sizeof value);
    return value;
}

void input_bytes(input_t *in, void *to, size_t size)
{
    const size_t count = size < in->left ? size : in->left;
    memset(to, 0, size);
    if (count > 0) {
        memcpy(to, in->at, count);
        in->at += count;
        in->left -= count;
    }
}

void *input_buffer(input_t *in, size_t size)
{
    const uint8_t kind = input_byte(in);
    uint8_t *bytes;

    if (kind == 0xff || in->count == sizeof in->buffers / sizeof *in->buffers) {
        return NULL;
    }
    if (kind == 0xfe && size <= INSIDE) {
        return inside;
    }
    bytes = malloc(size == 0 ? 1 : size);
    if (bytes == NULL) {
        abort();
    }
    input_bytes(in, bytes, size);
    in->buffers[in->count++] = bytes;
    return bytes;
}

uint32_t input_length(input_t *in)
{
    const uint32_t most = input_byte(in) < 0xf0 ? 64 : 4096;
    return (input_byte(in) | (uint32_t) input_byte(in) << 8) % (most + 1);
}

void input_end(input_t *in)
{
    while (in->count > 0) {
        free(in->buffers[--in->count]);
    }
    for (size_t i = 0; i < INSIDE; i++) {
        fuzz_require(inside[i] == 0, "the enclave's own memory is written for a host");
    }
}

void fuzz_require(int holds, const char *what)
{
    if (!holds) {
        (void) fprintf(stderr, "%s\n", what);
        abort();
    }
}
