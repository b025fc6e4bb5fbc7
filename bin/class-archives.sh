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
pids=
# shellcheck disable=SC2086
stop() {
    trap '' HUP INT TERM
    [ -z "$pids" ] || kill $pids 2>/dev/null && wait $pids 2>/dev/null
    exit "$1"
}
trap 'rm -rf "$new"' EXIT
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM

# train NAME COMMAND...: in the background, with a folder of its own for the archives and a log of its own.
train() {
    training=$new/$1
    shift
    SGXRA_NEW_ARCHIVES=$training "$@" >"$training.log" 2>&1 9>&- &
    pids="$pids $!"
}

# One attestation of each system, and what else there is, at the same time, since most of it is done by one processor at a time. The
# emulator's keys are kept for the tests: they take seconds to make. The second system has an emulator of its own; of two archives
# of one command the first would be lost, so that there it finds one that is empty.
unset SGXRA_JAVA_OPTIONS
export JAVA_HOME="$java_home"
state=$root/target/archives/state
mkdir "$new/epid" "$new/tls" "$new/tool" && : >"$new/tls/ias" || fail "cannot write in $new"
train epid "$root/run-demo" --state="$state"
train tls "$root/run-demo" --tls --state="$new/tls/state"
train tool "$root/bin/sgx-ra" decode "$root/enclave/Enclave.css"
trained=1
# A shell hears signals while it waits.
for pid in $pids; do
    wait "$pid" || trained=
done
cat "$new"/*.log >"$archives/log"
[ -n "$trained" ] || note "some commands start without class-data archives; $archives/log says why"
# A JVM that finds half of an archive may crash: they get their names when they are whole.
for command in $commands; do
    for archive in "$new"/*/"$command"; do
        if [ -f "$archive" ] && [ -s "$archive" ]; then mv -f "$archive" "$archives/$command"; fi
    done
done
exit 0
