#!/bin/sh
# Names the library that is missing, and its package (docs/spec/sdk-api.md 7, "Which library has what").
#   libraries.sh link HW|SIM LIB64     what the JNI library is linked with; exit code 1 when one is missing
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

link() {
    case $1 in
        HW) wanted="libsgx_ukey_exchange.a libsgx_urts.so libsgx_epid.so libsgx_quote_ex.so" ;;
        *) wanted="libsgx_ukey_exchange.a libsgx_urts_sim.so libsgx_uae_service_sim.so" ;;
    esac
    for library in $wanted; do
        found=
        for directory in "$2" /usr/lib/x86_64-linux-gnu /usr/lib64 /usr/lib; do
            test ! -e "$directory/$library" || found=1
        done
        if test -z "$found"; then
            package=$(package_of "$library")
            echo "$library is missing in $2:" \
                "it belongs to Intel's SGX SDK 2.8 or later${package:+, or to the package $package-dev}" >&2
            exit 1
        fi
    done
}

run() {
    ldd "$1" 2> /dev/null | sed -n 's/^[[:space:]]*\(libsgx_[^ ]*\) => not found.*/\1/p' | while read -r library; do
        echo "note: to run this, $library is missing: install the package $(package_of "$library")" \
            "of Intel's SGX repository (aesmd must run, too)"
    done
}

"$@"
