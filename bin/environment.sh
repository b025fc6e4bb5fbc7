# Sourced by every command of this checkout, which sets `root` (its top folder) and `program` (its own name) first.
# SGXRA_JAVA_OPTIONS: options for every JVM that they start, separated by blanks.
# shellcheck shell=sh
# shellcheck disable=SC2086,SC2154

# note MESSAGE: in lines of at most 80 columns, but for words that are longer, on standard error. Further lines are indented.
note() (
    words="$program: $1 " line='' blank=''
    while [ -n "$words" ]; do
        word=${words%%' '*}
        words=${words#*' '}
        if [ -n "$blank" ] && [ $((${#line} + 1 + ${#word})) -gt 80 ]; then
            printf '%s\n' "$line" >&2
            line='    ' blank=''
        fi
        line=$line$blank$word blank=' '
    done
    printf '%s\n' "$line" >&2
)

# fail MESSAGE [EXIT CODE]
fail() {
    note "$1"
    exit "${2:-1}"
}

# need TOOL PACKAGE: a tool without which nothing can be built.
need() {
    command -v "$1" >/dev/null 2>&1 || fail "$1 is missing; on Debian and Ubuntu: apt-get install $2"
}

# Sets `java`, a Java 17 or later: that of JAVA_HOME, else the one on the PATH.
find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, where there is no bin/java"
    else
        java=$(command -v java) || fail "Java is missing; on Debian and Ubuntu: apt-get install openjdk-17-jdk-headless"
    fi
    # The release file spares the start of a JVM that only tells its version.
    java_home=$(readlink -f "$java")
    java_home=${java_home%/*/*}
    java_version='' java_vendor=''
    if [ -r "$java_home/release" ]; then
        # shellcheck disable=SC2034
        while IFS='="' read -r name ignored value rest; do
            case $name in
                JAVA_VERSION) java_version=$value ;;
                IMPLEMENTOR) java_vendor=$value ;;
            esac
        done <"$java_home/release"
    fi
    # Without one, java may be a script that starts the real one from somewhere else.
    if [ -z "$java_version" ]; then
        properties=$("$java" -XshowSettings:properties -version 2>&1)
        java_version=$(printf '%s\n' "$properties" | sed -n 's/^ *java\.version = //p')
        java_vendor=$(printf '%s\n' "$properties" | sed -n 's/^ *java\.vendor = //p')
        java_home=$(printf '%s\n' "$properties" | sed -n 's/^ *java\.home = //p')
    fi
    java_major=${java_version%%[!0-9]*}
    if [ "${java_major:-0}" -lt 17 ]; then
        fail "Java 17 or later is needed, $java is version ${java_version:-unknown}; on Debian and Ubuntu: apt-get install openjdk-17-jdk-headless"
    fi
}

check_build_tools() {
    find_java
    [ -x "$java_home/bin/javac" ] || fail "the Java in $java_home has no compiler; on Debian and Ubuntu: apt-get install openjdk-17-jdk-headless"
    need mvn maven
    need make make
    need "${CC:-gcc}" gcc
    need openssl openssl
    if [ -z "${SGX_SDK:-}" ] && ! echo '#include <openssl/evp.h>' | "${CC:-gcc}" -E - >/dev/null 2>&1; then
        fail "the OpenSSL headers are missing; on Debian and Ubuntu: apt-get install libssl-dev"
    fi
}

# asks_for_help ARGUMENT...: true if a command with these arguments only answers --help, --version or --completion: then
# neither settings nor policy nor an enclave is needed.
asks_for_help() {
    for argument in "$@"; do
        case $argument in
            --) return 1 ;;
            --h* | --vers* | --comple*) return 0 ;;
            -[!-]*)
                # h among letters that are no option with an argument in any command
                letters=${argument#-}
                while :; do
                    case $letters in [DGXdelmqvz]*) letters=${letters#?} ;; *) break ;; esac
                done
                case $letters in h*) return 0 ;; esac
                ;;
        esac
    done
    return 1
}

is_built() {
    for built in "$@"; do
        [ -e "$root/$built" ] || return 1
    done
}

# What a command needs is built; run-bench needs one module more.
modules=services,sp,client,tool

# build_missing FILE...: builds everything unless these files, relative to the checkout, are there. An enclave that is there
# stays what it is: it may have been built with an SGX_MODE that is not in the environment now.
build_missing() {
    is_built "$@" && return
    check_build_tools
    # Of several commands started at once in a fresh checkout, one builds and the others wait for it.
    if command -v flock >/dev/null 2>&1; then
        mkdir -p "$root/target" && command exec 9>"$root/target/build.lock" || fail "cannot write in $root/target"
        flock -n 9 || { note "waiting for another build to finish"; flock 9; }
    fi
    is_built "$@" || build
    exec 9>&-
    is_built "$@" || fail "the build left no $*"
}

build() {
    skip=
    if is_built enclave/Enclave.signed.so jni/libenclave_jni.so policy/policy policy/policy.cmd; then
        skip=-Dexec.skip=true
    fi
    note "first use: building with mvn -DskipTests package (this takes a minute)"
    # shellcheck source=build-progress.sh
    . "$root/bin/build-progress.sh"
    mkdir -p "$root/target" || fail "cannot write in $root/target"
    # shellcheck disable=SC2086
    build_step mvn -B -Dstyle.color=never -DskipTests -Dmaven.test.skip=true $skip -pl $modules -am package ||
        fail "the build failed; all that it said is in target/build.log"
    note "making archives of the classes that each command loads"
    run_step "$root/bin/class-archives.sh" >&2 || fail "the build failed"
}

# build_step COMMAND...: what it prints becomes progress.
build_step() {
    pipe=$root/target/build.pipe.$$
    rm -f "$pipe" && mkfifo "$pipe" || fail "cannot write in $root/target"
    show_build "$root/target/build.log" <"$pipe" 9>&- &
    progress_pid=$!
    build_code=0
    run_step "$@" >"$pipe" 2>&1 || build_code=$?
    wait "$progress_pid"
    rm -f "$pipe"
    return "$build_code"
}

# In the background, because a shell hears signals while it waits, but not while a command runs: the build ends with us.
run_step() {
    (cd "$root" && export JAVA_HOME="$java_home" && exec "$@" </dev/null) &
    build_pid=$!
    trap 'stop_build 129' HUP
    trap 'stop_build 130' INT
    trap 'stop_build 143' TERM
    wait "$build_pid" || return
    trap - HUP INT TERM
}

stop_build() {
    trap '' HUP INT TERM
    kill "$build_pid" 2>/dev/null
    wait "$build_pid" 2>/dev/null
    rm -f "${pipe:-}"
    exit "$1"
}

# absolute NAME...: makes the file names in these variables absolute; relative ones start at the checkout.
absolute() {
    for variable in "$@"; do
        eval "value=\${$variable:-}"
        case $value in
            '' | /*) ;;
            *) eval "$variable=\$root/\$value" ;;
        esac
    done
}

# is_on NAME: true if this switch of the settings or of the policy is 1.
is_on() {
    eval "value=\${$1:-0}"
    case $value in
        1) return 0 ;;
        0) return 1 ;;
        *) fail "$1 is '$value' in the settings or the policy; it is a switch, 0 or 1" ;;
    esac
}

# Reads the file with the settings.
read_settings() {
    [ -r "$root/settings" ] || fail "cannot read $root/settings"
    # shellcheck source=../settings
    . "$root/settings"
    absolute IAS_REPORT_SIGNING_CA_FILE IAS_CA_BUNDLE_FILE PLATFORM_STATE PROVISIONING_CA_FILE ISV_CERT ISV_KEY \
        ISV_SECRET_FILE SECRET_FILE DCAP_ROOT_FILE
}

# Reads the policy that the build of the enclave made.
read_policy() {
    # shellcheck disable=SC1091
    . "$root/policy/policy"
}

# What the software platform reads from its environment.
export_platform() {
    export PROVISIONING_URL PLATFORM_STATE PROVISIONING_CA_FILE
}

# run_java ARCHIVE OPTIONS ARGUMENT...: becomes a Java program. OPTIONS are for the JVM, separated by blanks, before those of
# SGXRA_JAVA_OPTIONS; the arguments begin with -jar or -cp. Classes come from the archive that bin/class-archives.sh made of this
# name, where there is one for this Java; the JVM looks itself whether it fits its jars, and goes without if not.
run_java() {
    archive_name=$1
    java_options=$2
    shift 2
    find_java
    find_archives
    archive=
    if [ -n "${SGXRA_NEW_ARCHIVES:-}" ]; then
        # Made by the first run of the command it is named after.
        [ "$program" != "$archive_name" ] || [ -e "$SGXRA_NEW_ARCHIVES/$archive_name" ] ||
            archive=$record_archive=$SGXRA_NEW_ARCHIVES/$archive_name
    elif [ -r "$archives/$archive_name" ]; then
        archive=$use_archive=$archives/$archive_name
    fi
    # Huge pages spare the first touch of each small one. Where the system has them not, the JVM would say so.
    huge_pages=
    [ ! -r /sys/kernel/mm/transparent_hugepage/enabled ] || read -r huge_pages </sys/kernel/mm/transparent_hugepage/enabled
    case $huge_pages in
        *'[always]'* | *'[madvise]'*) huge_pages=-XX:+UseTransparentHugePages ;;
        *) huge_pages= ;;
    esac
    # Of the C library's heaps one for each core and thread is what a JVM needs least.
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
    # Where the caller exported these, the environment of the program would have them. sp gets them in another way.
    unset IAS_PRIMARY_SUBSCRIPTION_KEY IAS_SECONDARY_SUBSCRIPTION_KEY IAS_PROXY_URL
    # protobuf's runtime asks for sun.misc.Unsafe, of which JDK 24 and later warn; older ones do not know the property.
    exec "$java" -XX:+UseSerialGC $huge_pages -Dsun.misc.unsafe.memory.access=allow $java_options ${archive:+$quiet_archive "$archive"} \
        ${SGXRA_JAVA_OPTIONS:-} -Dsgxra.home="$root" "$@"
}

# Sets `archives`, the folder with those of this Java, and how its JVM is told to use and to make one. None of what a JVM has to
# say about an archive is for users.
find_archives() {
    archives=${SGXRA_ARCHIVES:-$root/target/archives/$java_version-${java_vendor%%[!A-Za-z]*}}
    if [ "$java_major" -ge 25 ]; then
        use_archive=-XX:AOTCache record_archive=-XX:AOTCacheOutput
        quiet_archive='-Xlog:cds*=off -Xlog:aot*=off'
    else
        use_archive=-XX:SharedArchiveFile record_archive=-XX:ArchiveClassesAtExit
        quiet_archive='-Xlog:cds*=off'
    fi
    # To a JVM the colon separates two archives.
    case $archives in *:*) archives=/nonexistent ;; esac
}
