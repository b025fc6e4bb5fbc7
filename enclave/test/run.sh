#!/bin/sh
# make -C enclave test: the SOFT tests with gcc and, beside them, layout and the recipes for SOFT and for the SDK;
# make -C enclave test-long: the tests with each compiler there is, the recipes for all kinds of build and SDK, the tests with
# eight threads under ThreadSanitizer with each, and a minute of a host that writes over calls in progress.
set -eu
cd "$(dirname "$0")"
unset MAKEFLAGS MAKELEVEL MAKEOVERRIDES MFLAGS || true
jobs=$(getconf _NPROCESSORS_ONLN 2> /dev/null || echo 1)

compilers=gcc seconds=0
test "${1:-}" != long || { compilers='gcc clang' seconds=60; }
command -v gcc > /dev/null || { echo "gcc is missing: install the package gcc" >&2; exit 1; }

recipes=$(mktemp)
trap 'rm -f "$recipes"' EXIT
(sh format.sh && sh build_test.sh "${1:-}" && sh sdk_test.sh "${1:-}") > "$recipes" 2>&1 &
recipes_pid=$!

sanitized() { # COMPILER, which need not be there
    command -v "$1" > /dev/null || return 0
    # clang's sanitizers are a package of their own.
    if echo 'int main(void) { return 0; }' | "$1" -fsanitize=address,undefined -x c -o /dev/null - 2> /dev/null; then
        echo "== $1"
        make -s -j "$jobs" CC="$1" RACE_SECONDS="$seconds"
    else
        echo "== $1: no sanitizers (package libclang-rt-14-dev or later), not tested"
    fi
}

failed=
for compiler in $compilers; do
    sanitized "$compiler" || failed=1
    seconds=0
done
threads() { # COMPILER, which need not be there
    command -v "$1" > /dev/null || return 0
    if echo 'int main(void) { return 0; }' | "$1" -fsanitize=thread -x c -o /dev/null - 2> /dev/null; then
        echo "== threads, $1"
        make -s -j "$jobs" CC="$1" threads
    else
        echo "== threads, $1: no ThreadSanitizer, not tested"
    fi
}

if [ "${1:-}" = long ]; then
    for compiler in $compilers; do
        threads "$compiler" || failed=1
    done
fi
wait "$recipes_pid" || failed=1
cat "$recipes"
test -z "$failed"
