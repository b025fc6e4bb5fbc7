#!/bin/sh
# Names what is missing, and its package (docs/spec/sdk-api.md 7, "Which library has what"; dcap.md 8.4).
#   libraries.sh header SDK            the header for ECDSA quotes; exit code 1 when it is missing
#   libraries.sh link SDK LIBRARY...   what the JNI library is made with; exit code 1 when one is missing
#   libraries.sh run LIBRARY           what it will need when it runs (HW): a note for each, exit code 0
set -eu

package_of() {
    case $1 in
        libsgx_urts.so*) echo libsgx-urts ;;
        libsgx_epid.so*) echo libsgx-epid ;;
        libsgx_quote_ex.so*) echo libsgx-quote-ex ;;
        libsgx_uae_service.so*) echo libsgx-uae-service ;;
        *) echo "" ;;
    esac
}

# What a library of the platform software needs in turn, beside aesmd.
needed_by() {
    case $1 in
        libsgx_quote_ex.so*) echo "; for ECDSA quotes also sgx-aesm-service, libsgx-aesm-quote-ex-plugin," \
            "libsgx-aesm-ecdsa-plugin and libsgx-dcap-default-qpl" ;;
    esac
}

header() {
    test -e "$1/include/sgx_uae_quote_ex.h" || {
        echo "sgx_uae_quote_ex.h is missing in $1/include: it belongs to Intel's SGX SDK 2.8 or later," \
            "or to the package libsgx-quote-ex-dev" >&2
        exit 1
    }
}

link() {
    sdk=$1
    shift
    for library; do
        found=
        for directory in "$sdk/lib64" /usr/lib/x86_64-linux-gnu /usr/lib64 /usr/lib; do
            test ! -e "$directory/$library" || found=1
        done
        if test -z "$found"; then
            package=$(package_of "$library")
            echo "$library is missing in $sdk/lib64:" \
                "it belongs to Intel's SGX SDK 2.8 or later${package:+, or to the package $package-dev}" >&2
            exit 1
        fi
    done
}

run() {
    ldd "$1" 2> /dev/null | sed -n 's/^[[:space:]]*\(libsgx_[^ ]*\) => not found.*/\1/p' | while read -r library; do
        echo "note: to run this, $library is missing: install the package $(package_of "$library")" \
            "of Intel's SGX repository (aesmd must run, too)$(needed_by "$library")"
    done
}

"$@"
