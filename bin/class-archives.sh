#!/bin/sh
# Makes archives of the classes that each command loads (class-data sharing), for the Java in use: with them commands start in
# half the time. The build calls it; for another Java call it yourself, with JAVA_HOME. Commands whose archive is missing or does
# not fit their Java or their jars start without.
program=class-archives.sh
self=$(readlink -f "$0")
root=${self%/bin/*}
. "$root/bin/environment.sh"
case ${1:-} in
    '') ;;
    -h | --help)
        printf 'usage: bin/class-archives.sh\n\n%s\n%s\n%s\n' \
            'Makes archives of the classes that each command loads, in target/archives, for' \
            'the Java of JAVA_HOME: commands start faster with them. Does nothing if they' \
            'are newer than the jars. Needs a SOFT enclave.'
        exit 0
        ;;
    *) fail "'$1' is too much (bin/class-archives.sh --help)" ;;
esac
find_java
find_archives
commands='ias sp client isv-app isv-sp sgx-ra'

# What a machine with Intel's SGX makes is not trained here: nobody may be there to answer.
if ! is_built enclave/Enclave.signed.so jni/libenclave_jni.so policy/policy ||
    ! grep -q '^SOFT' "$root/enclave/build/configuration" 2>/dev/null; then
    note "no SOFT enclave here: commands start without class-data archives"
    exit 0
fi

are_new() {
    for command in $commands; do
        [ -e "$archives/$command" ] || return 1
        [ -z "$(find "$root"/services/target "$root"/sp/target "$root"/client/target "$root"/tool/target -maxdepth 2 \
            -name '*.jar' -newer "$archives/$command" | head -n 1)" ] || return 1
    done
}

mkdir -p "$archives" || fail "cannot make the folder $archives"
if command -v flock >/dev/null 2>&1; then
    exec 9>"$root/target/archives/lock" || exit 1
    flock 9
fi
if are_new; then exit 0; fi
new=$(mktemp -d "$archives/new.XXXXXX") || fail "cannot make a folder in $archives"
pid=
stop() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
    exit "$1"
}
trap 'rm -rf "$new"' EXIT
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM

# In the background, because a shell hears signals while it waits.
step() {
    "$@" 9>&- &
    pid=$!
    wait "$pid"
}

# One attestation of each system, and what else there is. The emulator's keys are kept: they take seconds to make.
train() {
    state=$root/target/archives/state
    step "$root/run-demo" --state="$state" &&
        step "$root/run-demo" --tls --state="$state" &&
        step "$root/bin/sgx-ra" decode "$root/enclave/Enclave.css"
}

unset SGXRA_JAVA_OPTIONS
export SGXRA_NEW_ARCHIVES="$new" JAVA_HOME="$java_home"
train >"$archives/log" 2>&1 || note "some commands start without class-data archives; $archives/log says why"
# A JVM that finds half of an archive may crash: they get their names when they are whole.
for command in $commands; do
    if [ -s "$new/$command" ]; then mv -f "$new/$command" "$archives/$command"; fi
done
exit 0
