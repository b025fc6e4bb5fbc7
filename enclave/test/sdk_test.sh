#!/bin/sh
# The recipes for Intel's SDK (docs/spec/sdk-api.md 7) against an imitation of it: tools that note how they were called,
# headers (those of SOFT, they declare the same) and libraries of empty functions. It shows the command lines and that
# they compile and link; what a real SDK makes of them it cannot show. With "long" for all kinds of build.
set -eu

long=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sdk=$work/sdk
. ./checkout.sh
copy_checkout "$work"
unset SGX_SDK SGX_MODE SGX_DEBUG SGX_PRERELEASE CC || true

fail() {
    echo "sdk_test: $*" >&2
    cat "$work/log" >&2
    exit 1
}

library() { # NAME FUNCTION...: libNAME.a
    name=$1
    shift
    for function in "$@"; do echo "int $function(void); int $function(void) { return 0; }"; done > "$work/$name.c"
    gcc -c -fPIC -fno-builtin -o "$work/$name.o" "$work/$name.c"
    ar rcs "$sdk/lib64/lib$name.a" "$work/$name.o"
}

shared() { # NAME FUNCTION...: libNAME.so
    name=$1
    library "$@"
    gcc -shared -Wl,-soname,"lib$name.so" -o "$sdk/lib64/lib$name.so" "$work/$name.o"
    rm "$sdk/lib64/lib$name.a"
}

make_sdk() { # one with EPID, as up to 2.27
    mkdir -p "$sdk/bin/x64" "$sdk/include/tlibc" "$sdk/lib64"
    cp "$root"/enclave/soft/include/*.h "$sdk/include"
    printf '#ifndef T_STDINT_H\n#define T_STDINT_H\n' > "$sdk/include/tlibc/stdint.h"
    for n in 8 16 32 64; do
        printf 'typedef __UINT%s_TYPE__ uint%s_t;\ntypedef __INT%s_TYPE__ int%s_t;\n' $n $n $n $n
    done >> "$sdk/include/tlibc/stdint.h"
    echo '#endif' >> "$sdk/include/tlibc/stdint.h"
    printf '#ifndef T_STDDEF_H\n#define T_STDDEF_H\ntypedef __SIZE_TYPE__ size_t;\n#define NULL ((void *) 0)\n%s\n#endif\n' \
        '#define offsetof(t, m) __builtin_offsetof(t, m)' > "$sdk/include/tlibc/stddef.h"
    printf '#include <stddef.h>\ntypedef int errno_t;\nerrno_t memset_s(void *s, size_t smax, int c, size_t n);\n%s\n%s\n%s\n' \
        'void *memcpy(void *to, const void *from, size_t n);' 'void *memset(void *s, int c, size_t n);' \
        'int memcmp(const void *a, const void *b, size_t n);' > "$sdk/include/tlibc/string.h"
    printf '#include <stddef.h>\nvoid *malloc(size_t n);\nvoid *calloc(size_t m, size_t n);\nvoid free(void *p);\n' \
        > "$sdk/include/tlibc/stdlib.h"

    cat > "$sdk/include/sgx_tkey_exchange.edl" << EOF
enclave {
    include "sgx_key_exchange.h"
    trusted {
        public sgx_status_t sgx_ra_get_ga(sgx_ra_context_t context, [out] sgx_ec256_public_t *g_a);
        public sgx_status_t sgx_ra_proc_msg2_trusted(sgx_ra_context_t context, [in] const sgx_ra_msg2_t *p_msg2,
            [in] const sgx_target_info_t *p_qe_target, [out] sgx_report_t *p_report, [out] sgx_quote_nonce_t *p_nonce);
        public sgx_status_t sgx_ra_get_msg3_trusted(sgx_ra_context_t context, uint32_t quote_size,
            [in] sgx_report_t *qe_report, [user_check] sgx_ra_msg3_t *p_msg3, uint32_t msg3_size);
    };
};
EOF

    cat > "$sdk/bin/x64/sgx_edger8r" << EOF
#!/bin/sh
echo "sgx_edger8r \$*" >> "$work/calls"
exec sh "$root/enclave/test/imitated_edger8r.sh" "\$@"
EOF
    cat > "$sdk/bin/x64/sgx_sign" << EOF
#!/bin/sh
echo "sgx_sign \$*" >> "$work/calls"
case \$1 in
    sign) cp "\$5" "\$7" ;;
    dump) test "\$4" = -dumpfile || exit 255; echo text > "\$5"; head -c 1808 /dev/zero > "\$7" ;;
esac
EOF
    chmod +x "$sdk"/bin/x64/*

    for s in "" _sim; do
        library sgx_trts$s enclave_entry sgx_read_rand
        library sgx_tservice$s sgx_create_report sgx_verify_report sgx_seal_data sgx_unseal_data sgx_calc_sealed_data_size \
            sgx_get_encrypt_txt_len sgx_get_add_mac_txt_len
        shared sgx_urts$s sgx_create_enclave sgx_destroy_enclave sgx_ecall
    done
    library sgx_tstdc memset_s memcpy memset memcmp malloc calloc free
    library sgx_tcxx unused
    library sgx_tkey_exchange sgx_ra_init sgx_ra_get_keys sgx_ra_close
    library sgx_tcrypto sgx_sha256_msg sgx_rijndael128_cmac_msg sgx_rijndael128GCM_decrypt sgx_ecc256_open_context \
        sgx_ecc256_close_context sgx_ecc256_create_key_pair sgx_ecc256_check_point sgx_ecc256_compute_shared_dhkey \
        sgx_ecdsa_verify
    quoting="sgx_init_quote sgx_calc_quote_size sgx_get_quote sgx_report_attestation_status sgx_get_extended_epid_group_id"
    shared sgx_epid $quoting
    quoting_ex="sgx_select_att_key_id sgx_init_quote_ex sgx_get_quote_size_ex sgx_get_quote_ex"
    shared sgx_quote_ex $quoting_ex
    shared sgx_uae_service_sim $quoting $quoting_ex
    printf '%s\n' 'int sgx_init_quote_ex(void); int sgx_ra_get_msg1(void); int sgx_ra_proc_msg2(void);' \
        'int sgx_ra_get_msg1(void) { return sgx_init_quote_ex(); } int sgx_ra_proc_msg2(void) { return 0; }' > "$work/u.c"
    gcc -c -fPIC -o "$work/u.o" "$work/u.c"
    ar rcs "$sdk/lib64/libsgx_ukey_exchange.a" "$work/u.o"
}

# What 2.28 did away with.
remove_epid() {
    (cd "$sdk/include" && rm sgx_uae_epid.h sgx_ukey_exchange.h sgx_tkey_exchange.h sgx_tkey_exchange.edl sgx_key_exchange.h \
        sgx_ecp_types.h)
    (cd "$sdk/lib64" && rm libsgx_tkey_exchange.a libsgx_ukey_exchange.a libsgx_epid.so libsgx_uae_service_sim.so)
    shared sgx_quote_ex_sim $quoting_ex
}

build() { # MAKE ARGUMENTS: both folders from scratch
    : > "$work/calls"
    make -C "$work/enclave" clean > /dev/null
    make -C "$work/jni" clean > /dev/null
    make -C "$work/enclave" SGX_SDK="$sdk" "$@" > "$work/log" 2>&1 || fail "enclave: make $* failed"
    if test -n "$have_jdk"; then
        make -C "$work/jni" SGX_SDK="$sdk" "$@" >> "$work/log" 2>&1 || fail "jni: make $* failed"
    fi
    # one command a line, single blanks
    sed -e ':a' -e '/\\$/N; s/\\\n//; ta' -e 's/[[:space:]][[:space:]]*/ /g' "$work/log" > "$work/commands"
}

has() { grep -q -F -e "$1" "$work/commands" || { cat "$work/commands"; fail "missing: $1"; }; }
hasnot() { ! grep -q -F -e "$1" "$work/commands" || { cat "$work/commands"; fail "unexpected: $1"; }; }
called() { grep -q -x -F -e "$1" "$work/calls" || { cat "$work/calls"; fail "not called: $1"; }; }

names() { sed -n 's/^sgx_status_t \([a-z_0-9]*\)(.*/\1/p' "$1"; } # of the functions that a header declares

debug='-O0 -g -DDEBUG -UNDEBUG -UEDEBUG'
prerelease='-O2 -DNDEBUG -DEDEBUG -UDEBUG'
release='-O2 -DNDEBUG -UEDEBUG -UDEBUG'

check_common() { # FLAGS SUFFIX: what is the same in all modes; $epid is empty for an SDK without it
    includes="-I$sdk/include -I$sdk/include/tlibc"
    has "-m64 $1 -nostdinc -fvisibility=hidden -fpie -ffunction-sections -fdata-sections -fstack-protector-strong"
    has "$includes"
    has '-Wl,-z,relro,-z,now,-z,noexecstack -Wl,--no-undefined -nostdlib -nodefaultlibs -nostartfiles'
    has "-L$sdk/lib64 -Wl,--whole-archive -lsgx_trts$2 -Wl,--no-whole-archive -Wl,--start-group -lsgx_tstdc -lsgx_tcxx${epid:+ -lsgx_tkey_exchange} -lsgx_tcrypto -lsgx_tservice$2 -Wl,--end-group -Wl,-Bstatic -Wl,-Bsymbolic -Wl,--no-undefined -Wl,-pie,-eenclave_entry -Wl,--export-dynamic -Wl,--defsym,__ImageBase=0 -Wl,--gc-sections -Wl,--version-script=Enclave.lds -Wl,--build-id=none"
    if test -n "$epid"; then
        called "sgx_edger8r --trusted Enclave.edl --search-path . --search-path $sdk/include --trusted-dir build/sdk"
    else
        called "sgx_edger8r --trusted build/sdk/Enclave.edl --search-path build/sdk --search-path $sdk/include --trusted-dir build/sdk"
    fi
    has "-DSGXRA_EPID=${epid:-0}"
    called 'sgx_sign sign -key Enclave_private_test.pem -enclave build/Enclave.so -out Enclave.signed.so -config Enclave.config.xml'
    called 'sgx_sign dump -enclave Enclave.signed.so -dumpfile build/Enclave.dump -cssfile Enclave.css'
    test -n "$have_jdk" || return 0
    if test -n "$epid"; then
        called "sgx_edger8r --untrusted Enclave.edl --search-path . --search-path $sdk/include --untrusted-dir $work/jni/build/sdk"
    else
        called "sgx_edger8r --untrusted build/sdk/Enclave.edl --search-path build/sdk --search-path $sdk/include --untrusted-dir $work/jni/build/sdk"
    fi
    has "-m64 $1 -fPIC -fvisibility=hidden -Wno-attributes -I$sdk/include"
    has "-shared -o libenclave_jni.so build/enclave_jni.o build/secrets_jni.o build/ecdsa_jni.o build/$jni_epid build/arrays.o build/Enclave_u.o -Wl,-z,defs -Wl,--exclude-libs,ALL -L$sdk/lib64 -lsgx_u"
}

check_hw() {
    check_common "$1" ""
    test -n "$have_jdk" || return 0
    has "-L$sdk/lib64 ${epid:+-lsgx_ukey_exchange }-lsgx_urts ${epid:+-lsgx_epid }-lsgx_quote_ex -lpthread"
    hasnot rpath
    has 'libsgx_urts.so is missing: install the package libsgx-urts'
    has 'for ECDSA quotes also sgx-aesm-service, libsgx-aesm-quote-ex-plugin, libsgx-aesm-ecdsa-plugin and libsgx-dcap-default-qpl'
    test -z "$epid" || has 'libsgx_epid.so is missing: install the package libsgx-epid'
    has 'libsgx_quote_ex.so is missing: install the package libsgx-quote-ex'
}

epid=1
jni_epid=epid_jni.o
have_jdk=
if command -v javac > /dev/null; then have_jdk=1; fi
make_sdk

# What SOFT says of the interface by hand is what the EDL file says: the same functions, in the same order.
for half in trusted untrusted; do
    header=Enclave_$(echo $half | cut -c 1).h
    (cd "$root/enclave" && "$sdk/bin/x64/sgx_edger8r" --$half Enclave.edl --search-path . --search-path "$sdk/include" --$half-dir "$work/$half")
    soft=$root/enclave/soft/$half/$header
    printf '#include "%s"\n#include "%s"\n' "$soft" "$work/$half/$header" > "$work/both.c"
    gcc -fsyntax-only -I"$root/enclave/soft/include" "$work/both.c" > "$work/log" 2>&1 || fail "$header of SOFT differs from the EDL file"
    names "$soft" > "$work/log"
    names "$work/$half/$header" | cmp -s - "$work/log" || fail "$header of SOFT has other functions than the EDL file"
done

build
check_hw "$debug"
other_hw_builds() { # another folder, no debugging
    # The measurement is of what is loaded; the imitation of sgx_sign copies all of it.
    copy_checkout "$work/elsewhere"
    make -C "$work/elsewhere/enclave" SGX_SDK="$sdk" > "$work/log" 2>&1 || fail "no build in another folder"
    cmp -s "$work/enclave/Enclave.signed.so" "$work/elsewhere/enclave/Enclave.signed.so" || fail "the enclave depends on the folder"
    build SGX_MODE=HW SGX_DEBUG=0 SGX_PRERELEASE=1
    check_hw "$prerelease"
    build SGX_DEBUG=0
    check_hw "$release"
}
test -z "$long" || other_hw_builds

build SGX_MODE=SIM
check_common "$debug" _sim
if test -n "$have_jdk"; then
    has "-lsgx_ukey_exchange -lsgx_urts_sim -lsgx_uae_service_sim -lpthread -Wl,--disable-new-dtags,-rpath,$sdk/lib64"
    readelf -d "$work/jni/libenclave_jni.so" | grep -q "RPATH.*$sdk/lib64" || fail "no RPATH in the SIM library"
fi
hasnot buildenv

other_sdks() { # of 2.9 and later; changing over without cleaning
    # SDK 2.9 and later; the first target of the file must not become the default one.
    mkdir -p "$sdk/lib64/cve_2020_0551_load"
    cat > "$sdk/buildenv.mk" << 'EOF'
show_env:
	@echo $(MITIGATION_CFLAGS)
MITIGATION_CFLAGS := -fno-plt
MITIGATION_LDFLAGS := -Wl,--no-warn-mismatch
SGX_TRUSTED_LIBRARY_PATH := $(SGX_SDK)/lib64/cve_2020_0551_load
EOF
    build
    check_hw "$debug"
    has "-fstack-protector-strong -fno-plt -I$sdk/include"
    has "-nostartfiles -Wl,--no-warn-mismatch -L$sdk/lib64/cve_2020_0551_load -L$sdk/lib64"
    build SGX_MODE=SIM
    check_common "$debug" _sim
    hasnot -fno-plt
    hasnot cve_2020_0551_load

    # From one mode to the other and back without cleaning.
    for mode in SOFT SIM SOFT HW; do
        for folder in enclave ${have_jdk:+jni}; do
            make -C "$work/$folder" SGX_SDK="$sdk" SGX_MODE=$mode > "$work/log" 2>&1 || fail "$folder: no way to $mode"
            test "$folder" = jni || grep -q "signed Enclave.signed.so ($mode)" "$work/log" || fail "not rebuilt for $mode"
            test "$folder" = enclave || grep -q -e '-shared' "$work/log" || fail "jni: not rebuilt for $mode"
            test "$folder/$mode" != jni/SOFT || readelf -d "$work/jni/libenclave_jni.so" | grep -q BIND_NOW \
                || fail "jni: SOFT library with lazy binding"
        done
    done

    # A newer SDK in the place of an older one.
    : > "$work/calls"
    touch -d '1 day ago' "$sdk/bin/x64/sgx_sign"
    for folder in enclave ${have_jdk:+jni}; do
        make -C "$work/$folder" SGX_SDK="$sdk" > "$work/log" 2>&1 || fail "$folder: not built with the other SDK"
    done
    called 'sgx_sign sign -key Enclave_private_test.pem -enclave build/Enclave.so -out Enclave.signed.so -config Enclave.config.xml'
    grep -q -e --trusted "$work/calls" || fail "not generated again with the other SDK"
    test -z "$have_jdk" || grep -q -e --untrusted "$work/calls" || fail "jni: not generated again with the other SDK"
}
test -z "$long" || other_sdks

# SDK 2.28 and later in that place.
remove_epid
epid=
jni_epid=no_epid_jni.o
hw_without_epid() {
    for folder in enclave ${have_jdk:+jni}; do
        make -C "$work/$folder" SGX_SDK="$sdk" > "$work/log" 2>&1 || fail "$folder: no way to an SDK without EPID"
    done
    build
    check_hw "$debug"
    hasnot tkey_exchange
    hasnot ukey_exchange
    build SGX_DEBUG=0
    check_hw "$release"
}
test -z "$long" || hw_without_epid
build SGX_MODE=SIM
check_common "$debug" _sim
hasnot tkey_exchange
hasnot ukey_exchange
! grep -q -e tkey_exchange -e enclave_ra_init "$work/enclave/build/sdk/Enclave_t.h" || fail "EPID in the interface"
grep -q sigma_open "$work/enclave/build/sdk/Enclave_t.h" || fail "no interface"
if test -n "$have_jdk"; then
    has "-L$sdk/lib64 -lsgx_urts_sim -lsgx_quote_ex_sim -lpthread -Wl,--disable-new-dtags,-rpath,$sdk/lib64"
    mkdir "$work/classes"
    (cd "$root" && javac -Xlint:all -Werror -d "$work/classes" jni/test/WithoutEpidCheck.java \
        client/src/main/java/org/sgxra/client/bridge/*.java common/src/main/java/org/sgxra/common/message/SgxStatus.java)
    java -Xcheck:jni --enable-native-access=ALL-UNNAMED -cp "$work/classes" WithoutEpidCheck \
        "$work/jni/libenclave_jni.so" > "$work/log" 2>&1 || fail "natives without EPID"
fi
without_tcxx() {
    rm "$sdk/lib64/libsgx_tcxx.a"
    build SGX_MODE=SIM
    hasnot sgx_tcxx
}
test -z "$long" || without_tcxx

# What is missing is named with its package.
missing() { # FILE WORDS: for the JNI library
    mv "$sdk/$1" "$work/away"
    make -C "$work/jni" clean > /dev/null
    ! make -C "$work/jni" SGX_SDK="$sdk" > "$work/log" 2>&1 || fail "made without $1"
    grep -q -e "$2" "$work/log" || fail "$1 is missing, but not named"
    mv "$work/away" "$sdk/$1"
}
if test -n "$have_jdk"; then
    missing lib64/libsgx_quote_ex.so 'libsgx_quote_ex.so is missing.*libsgx-quote-ex-dev'
    missing include/sgx_uae_quote_ex.h 'sgx_uae_quote_ex.h is missing.*SDK 2.8 or later.*libsgx-quote-ex-dev'
fi
echo "sdk_test: passed${have_jdk:+, with the JNI library}"
