#!/bin/sh
# make -C enclave test: the SOFT tests with each compiler there is, then the recipes for the SDK.
set -eu
cd "$(dirname "$0")"
unset MAKEFLAGS MAKELEVEL MAKEOVERRIDES MFLAGS || true

command -v gcc > /dev/null || { echo "gcc is missing: install the package gcc" >&2; exit 1; }
for compiler in gcc clang; do
    if command -v "$compiler" > /dev/null; then
        # clang's sanitizers are a package of their own.
        if echo 'int main(void) { return 0; }' | "$compiler" -fsanitize=address,undefined -x c -o /dev/null - 2> /dev/null; then
            echo "== $compiler"
            make -s CC="$compiler"
        else
            echo "== $compiler: no sanitizers (package libclang-rt-14-dev or later), not tested"
        fi
    fi
done
sh build_test.sh
sh sdk_test.sh
