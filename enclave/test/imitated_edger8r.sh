#!/bin/sh
# What sdk_test.sh takes for sgx_edger8r: the declarations that the real one makes of an EDL file, with bodies that do
# nothing. So the C code is compiled against the interface that the EDL file states, not against SOFT's copy of it.
#   edger8r --trusted|--untrusted FILE.edl --search-path DIR... --trusted-dir|--untrusted-dir DIR
set -eu

side=$1
edl=$2
shift 2
paths=
while test $# -gt 1; do
    case $1 in
        --search-path) paths="$paths $2" ;;
        *-dir) out=$2 ;;
    esac
    shift 2
done
name=$(basename "$edl" .edl)
mkdir -p "$out"

# The file itself is looked for in the search paths, too.
for path in . $paths; do
    test -e "$edl" || edl=$path/$(basename "$edl")
done
test -e "$edl" || { echo "edger8r: $name.edl: not found" >&2; exit 1; }

# import NAME: the file of that name in the search paths
import() {
    for path in $paths; do
        if test -e "$path/$1"; then
            cat "$path/$1"
            return
        fi
    done
    echo "edger8r: $1: not found" >&2
    exit 1
}

# plain FILE: without comments, one declaration a line
plain() {
    sed -e 's|//.*||' "$1" | tr '\n' ' ' | sed -e 's|/\*[^*]*\*\(\*\|[^*/][^*]*\*\)*/||g' -e 's/[[:space:]][[:space:]]*/ /g' \
        -e 's/include *\("[^"]*"\)/\n#include \1\n/g' -e 's/[;{}]/;\n/g'
}

whole=$(mktemp)
trap 'rm -f "$whole" "$whole.1"' EXIT
plain "$edl" > "$whole"
for imported in $(sed -n 's/^ *from "\([^"]*\)" import.*/\1/p' "$whole"); do
    import "$imported" > "$whole.1"
    plain "$whole.1" >> "$whole"
done

# declarations ARGUMENTS: of every ECALL, with these before its own arguments
declarations() {
    sed -n -e 's/ *;$//' -e 's/\[[^]]*\] *//g' -e 's/^ *public \(.*\)/\1/p' "$whole" | sed -e "s/(/($1/" -e 's/, *)/)/'
}

case $side in
    --trusted) suffix=t arguments= body='' ;;
    --untrusted) suffix=u arguments='sgx_enclave_id_t eid, sgx_status_t *retval, ' body=' { (void) eid; (void) retval; return 0; }' ;;
esac
{
    echo "#pragma once"
    echo '#include <stdint.h>'
    echo '#include <stddef.h>'
    test $suffix = t || echo '#include "sgx_eid.h"'
    grep '^#include' "$whole" | LC_ALL=C awk '!seen[$0]++'
    declarations "$arguments" | sed 's/$/;/'
} > "$out/${name}_$suffix.h"
{
    echo "#include \"${name}_$suffix.h\""
    test -z "$body" || declarations "$arguments" | sed "s/\$/$body/"
} > "$out/${name}_$suffix.c"
