#!/bin/sh
# What a SIGSTRUCT (Enclave.css) says about the enclave; offsets in docs/spec/sdk-api.md 2.
#   identity.sh CSS mrenclave | mrsigner | prodid | isvsvn     prints it
#   identity.sh CSS policy < policy.in                         fills in a policy template
set -eu

css=$1
test "$(wc -c < "$css")" -eq 1808 || { echo "$css is no SIGSTRUCT: not 1808 bytes" >&2; exit 1; }

# u16 OFFSET: little-endian, decimal
u16() {
    set -- $(od -An -v -tu1 -j "$1" -N 2 "$css")
    echo $(($1 + 256 * $2))
}

mrenclave() { od -An -v -tx1 -j 960 -N 32 "$css" | tr -d ' \n'; echo; }
mrsigner() { tail -c +129 "$css" | head -c 384 | sha256sum | cut -c 1-64; }
prodid() { u16 1024; }
isvsvn() { u16 1026; }

policy() {
    sed -e "s/@MRENCLAVE@/$(mrenclave)/g" -e "s/@MRSIGNER@/$(mrsigner)/g" \
        -e "s/@PRODID@/$(prodid)/g" -e "s/@ISVSVN@/$(isvsvn)/g"
}

case $2 in
    mrenclave | mrsigner | prodid | isvsvn | policy) "$2" ;;
    *) echo "unknown: $2" >&2; exit 1 ;;
esac
