#!/bin/sh
# sh format.sh: fails when the C sources are not laid out as .clang-format says; sh format.sh -i lays them out.
set -eu
cd "$(dirname "$0")/../.."

version=$(clang-format --version 2> /dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p')
if [ -z "$version" ]; then
    echo "format: clang-format is not installed, not checked (package clang-format)"
    exit 0
fi
if [ "$version" != 14 ]; then
    echo "format: clang-format $version lays some lines out in another way than 14, not checked"
    exit 0
fi
sources=$(find enclave jni -name build -prune -o -name '*.[ch]' -print | LC_ALL=C sort)
if [ "${1:-}" = -i ]; then
    # shellcheck disable=SC2086 # names without blanks
    clang-format --style=file -i $sources
    exit 0
fi
# shellcheck disable=SC2086
if ! faults=$(clang-format --style=file --dry-run -Werror $sources 2>&1); then
    echo "$faults" | sed -n 's/: error: code should be clang-formatted.*//p' | head -20 >&2
    echo "format: these lines are not as .clang-format says: run make -C enclave format" >&2
    exit 1
fi
echo "format: passed"
