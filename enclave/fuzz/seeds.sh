#!/bin/sh
# sh seeds.sh BUILD: bytes for the fuzzers to begin with, in BUILD/seeds/NAME
set -eu
build=$1
for name in c-ecalls c-sigma c-loader c-sign-config; do
    mkdir -p "$build/seeds/$name"
done

# Each ECALL once, the own session and closing among them; then every step of the own key exchange.
call=0
: > "$build/seeds/c-ecalls/all"
while [ "$call" -le 18 ]; do
    printf "\\$(printf %o "$call")\\0\\0\\0\\0\\0\\0\\0" > "$build/seeds/c-ecalls/$call"
    cat "$build/seeds/c-ecalls/$call" >> "$build/seeds/c-ecalls/all"
    call=$((call + 1))
done
# An attested context, then a sealed secret of it.
printf '\022\022\010\0\020\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' > "$build/seeds/c-ecalls/sealed"
for step in 0 1 2 3; do
    printf "\\$step\\0\\0\\0\\0\\0" > "$build/seeds/c-sigma/$step"
    printf "\\$step\\0\\0\\1" > "$build/seeds/c-sigma/changed-$step"
done

cp ../Enclave.config.xml "$build/seeds/c-sign-config/own"
printf '<EnclaveConfiguration><TCSNum>0x10</TCSNum></EnclaveConfiguration>' > "$build/seeds/c-sign-config/short"

# Of the second kind: the bytes as they are.
openssl genrsa -out "$build/key.pem" -3 3072 2> /dev/null
printf '\177ELF and nothing more' > "$build/small.so"
"$build/soft_sign" sign -key "$build/key.pem" -enclave "$build/small.so" -out "$build/small.signed.so" \
    -config ../Enclave.config.xml
{ printf '\001'; cat "$build/small.signed.so"; } > "$build/seeds/c-loader/signed"
printf '\002\020code' > "$build/seeds/c-loader/own"
