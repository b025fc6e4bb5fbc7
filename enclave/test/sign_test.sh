#!/bin/sh
# The signing tool's refusals. The argument is the directory it was built in.
set -eu

build=$1
sign=$build/soft_sign
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# refused TEXT COMMAND...: exit code 1 and a line with that text on stderr
refused() {
    text=$1
    shift
    if "$@" > /dev/null 2> "$work/err"; then
        echo "sign_test: not refused: $*" >&2
        exit 1
    fi
    grep -q -e "$text" "$work/err" || { echo "sign_test: no '$text' in: $(cat "$work/err")" >&2; exit 1; }
}

# with KEY ENCLAVE CONFIG: a signing run
with() {
    "$sign" sign -key "$1" -enclave "$2" -out "$work/out" -config "$3"
}

config() {
    printf '<!-- c --><EnclaveConfiguration>%s</EnclaveConfiguration>\n' "$1" > "$work/config.xml"
}

key=$build/key.pem
enclave=$build/product.so
openssl genrsa -out "$work/small.pem" -3 2048 2> /dev/null
openssl genrsa -out "$work/exponent.pem" 3072 2> /dev/null
openssl ecparam -name prime256v1 -genkey -noout -out "$work/ec.pem"
openssl rsa -in "$key" -traditional -out "$work/traditional.pem" 2> /dev/null
config ''
with "$key" "$enclave" "$work/config.xml"
with "$work/traditional.pem" "$enclave" "$work/config.xml"

for bad in small exponent ec; do
    refused '3072 bits with exponent 3' with "$work/$bad.pem" "$enclave" "$work/config.xml"
done
refused 'cannot be read' with "$work/missing.pem" "$enclave" "$work/config.xml"
refused 'cannot be read' with "$key" "$work/missing" "$work/config.xml"
refused 'signed already' with "$key" "$build/product.signed.so" "$work/config.xml"
refused 'no ELF file' with "$key" "$work/config.xml" "$work/config.xml"
refused 'cannot be read' with "$key" "$enclave" "$work/missing.xml"

for bad in '<Prodid>0</Prodid>' '<ProdID>x</ProdID>' '<ProdID></ProdID>' '<ProdID>-1</ProdID>' '<ProdID>65536</ProdID>' \
    '<ProdID>0</ISVSVN>' '<ProdID>0' '<!-- ' '<ProdID>1</ProdID><ProdID>1</ProdID>' '<TCSNum>0</TCSNum>' 'text' \
    '<DisableDebug>2</DisableDebug>' '<ISVSVN>99999999999999999999999</ISVSVN>'; do
    config "$bad"
    refused 'config.xml' with "$key" "$enclave" "$work/config.xml"
done
printf '<EnclaveConfiguration></EnclaveConfiguration>x' > "$work/config.xml"
refused 'does not end' with "$key" "$enclave" "$work/config.xml"

refused 'unknown option' "$sign" sign -resign yes
refused 'value is missing' "$sign" sign -key
refused 'required' "$sign" dump -enclave "$build/product.signed.so"
refused 'no signed enclave' "$sign" dump -enclave "$enclave" -dumpfile "$work/dump"
"$sign" dump -enclave "$build/product.signed.so" -dumpfile "$work/dump" -cssfile "$work/css"
test "$(wc -c < "$work/css")" -eq 1808
signer=$(sh ../identity.sh "$work/css" mrsigner)
grep -q "^mrsigner $signer\$" "$work/dump"
grep -q "^mrenclave $(sh ../identity.sh "$work/css" mrenclave)\$" "$work/dump"
test "$signer" = "$(openssl rsa -in "$key" -noout -modulus | sed 's/.*=//' | tr A-F a-f | sed 's/../&\n/g' | tac \
    | tr -d '\n' | sed 's/../\\x&/g' | xargs -0 printf '%b' | openssl dgst -sha256 -r | cut -c 1-64)"
echo "sign_test: passed"
