#!/bin/sh
# make -C enclave fuzz: the fuzzers of the C code, or one line that says what is missing for them
set -eu
cd "$(dirname "$0")"
unset MAKEFLAGS MAKELEVEL MAKEOVERRIDES MFLAGS || true

try='int LLVMFuzzerTestOneInput(void) { return 0; }'
if ! command -v clang > /dev/null; then
    echo "the C code is not fuzzed: clang is missing (package clang)" >&2
    exit 1
fi
if ! echo "$try" | clang -fsanitize=fuzzer,address,undefined -x c -o /dev/null - 2> /dev/null; then
    echo "the C code is not fuzzed: clang has no libFuzzer (package libclang-rt-14-dev or later)" >&2
    exit 1
fi
make -s -j "$(getconf _NPROCESSORS_ONLN 2> /dev/null || echo 1)"
