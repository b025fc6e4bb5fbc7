# shellcheck shell=sh
# Sourced by tests of the recipes, in enclave/test; what a build needs of a checkout.

root=$(cd ../.. && pwd)

# copy_checkout DIR: makes DIR/enclave, DIR/policy and DIR/jni, without anything that was built
copy_checkout() {
    mkdir -p "$1/enclave" "$1/policy" "$1/jni"
    (cd "$root/enclave" && cp -R Makefile ./*.mk ./*.sh ./*.[ch] Enclave.config.xml Enclave.edl Enclave.lds soft "$1/enclave")
    cp "$root"/policy/*.in "$1/policy"
    (cd "$root/jni" && cp Makefile ./*.sh ./*.c ./*.h "$1/jni")
}
