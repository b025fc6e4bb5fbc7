#!/bin/sh
# What the Makefiles promise in SOFT mode: rebuilding, the policy, and clear words about what is missing. With "long" also in
# folders of any name, and in all kinds of build.
set -eu

long=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. ./checkout.sh
copy_checkout "$work"
cd "$work/enclave"
unset SGX_SDK SGX_MODE SGX_DEBUG SGX_PRERELEASE CC || true

fail() {
    echo "build_test: $*" >&2
    cat "$work/log" >&2
    exit 1
}

build() { make "$@" > "$work/log" 2>&1 || fail "make $* failed"; }

# says TEXT COMMAND...: fails with that text
says() {
    text=$1
    shift
    ! "$@" > "$work/log" 2>&1 || fail "not refused: $*"
    grep -q -e "$text" "$work/log" || fail "no '$text' from: $*"
}

value() { sed -n "s/^$1=//p" ../policy/policy; }

build
grep -q 'signed Enclave.signed.so (SOFT)' "$work/log" || fail "SOFT is not the default"
test "$(stat -c %a Enclave_private_test.pem)" = 600 || fail "the key can be read by others"
debug=$(cat Enclave.mrenclave)
test "$(value MRSIGNER)" = "$(sh identity.sh Enclave.css mrsigner)" || fail "MRSIGNER"
test "$(value PRODID)/$(value MIN_ISVSVN)/$(value ALLOW_DEBUG)" = 0/1/1 || fail "numbers of the policy"
grep -q "^# This build's is $debug\$" ../policy/policy || fail "MRENCLAVE in the policy"
grep -q "^set \"RA_MRSIGNER=$(value MRSIGNER)\"\$" ../policy/policy.cmd || fail "policy.cmd"

in_other_folders() { # of any name, and by a link
    another="another's place'; touch injected; '"
    copy_checkout "$work/$another"
    ln -s "$another" "$work/link"
    make -C "$work/$another/enclave" > "$work/log" 2>&1 || fail "no build in a folder with blanks and quotes in its name"
    test -z "$(find "$work" -name injected)" || fail "the folder's name became a command"
    test "$(cat "$work/$another/enclave/Enclave.mrenclave")" = "$debug" || fail "MRENCLAVE depends on the folder"
    (cd "$work/link/enclave" && make clean && make) > "$work/log" 2>&1 || fail "no build by a link"
    test "$(cat "$work/link/enclave/Enclave.mrenclave")" = "$debug" || fail "MRENCLAVE depends on the way to the folder"
}
test -z "$long" || in_other_folders

echo 'PRODID=7' >> ../policy/policy
build
test "$(value PRODID | tail -n 1)" = 7 || fail "an edited policy was overwritten although nothing was signed"
grep -q -e '-c -o' "$work/log" && fail "compiled although nothing had changed"

build SGX_DEBUG=0
release=$(cat Enclave.mrenclave)
test "$debug" != "$release" || fail "SGX_DEBUG=0 did not rebuild the enclave"
test "$(value PRODID)" = 0 || fail "the policy is not the new enclave's"
prerelease() {
    build SGX_DEBUG=0 SGX_PRERELEASE=1
    grep -q -e '-O2 -DNDEBUG -DEDEBUG -UDEBUG' "$work/log" || fail "prerelease flags"
}
test -z "$long" || prerelease
sed -i 's|<ProdID>0<|<ProdID>513<|; s|<ISVSVN>1<|<ISVSVN>2<|' Enclave.config.xml
build SGX_DEBUG=0
test "$(value PRODID)/$(value MIN_ISVSVN)" = 513/2 || fail "the policy does not follow the configuration"

says 'HW, SIM or SOFT' make SGX_MODE=SOFTWARE
says 'exclude each other' make SGX_DEBUG=1 SGX_PRERELEASE=1
says 'no-such-cc is missing: install the package' make CC=no-such-cc
says 'sgx_edger8r is missing: install Intel' make SGX_SDK=/nowhere
says 'sgx_edger8r is missing: install Intel' make SGX_MODE=SIM
printf '#!/bin/sh\nexit 1\n' > "$work/gcc-without-headers"
chmod +x "$work/gcc-without-headers"
says 'install the package libssl-dev' make CC="$work/gcc-without-headers"
echo "build_test: passed"
