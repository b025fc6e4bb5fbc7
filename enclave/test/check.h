/* Checks that count, and say where they failed */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include "sgx_error.h"

void check(int holds, const char *file, int line, const char *what);
void check_status(sgx_status_t expected, sgx_status_t actual, const char *file, int line, const char *what);

#define CHECK(condition)             check((condition) ? 1 : 0, __FILE__, __LINE__, #condition)
#define CHECK_STATUS(expected, call) check_status(expected, call, __FILE__, __LINE__, #call)

/* Prints the counts; the process's exit code. */
int check_summary(const char *name);

/* Hexadecimal to bytes: how many there were. */
size_t unhex(const char *hex, uint8_t *bytes, size_t capacity);

#endif
