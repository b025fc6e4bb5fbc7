# Sourced by run-server and run-isv-sp: puts the options that settings and policy ask for before the arguments. Their caller
# opens descriptors 3 and 4 on the subscription keys, 5 on the proxy's URL.
# shellcheck shell=sh
# shellcheck disable=SC2154

# Only one of -p and -x can be given: the caller's choice replaces that of the settings.
for argument in "$@"; do
    case $argument in
        -p* | -x | --prox* | --no-p*) IAS_PROXY_URL='' IAS_DISABLE_PROXY=0 ;;
    esac
done

expect() {
    case $1 in
        "$root"/state/*) [ -r "$1" ] || note "$1 is not there yet: the emulator makes it; start run-ias first" ;;
    esac
}
case ${ATTESTATION:-epid} in epid | both) expect "${IAS_REPORT_SIGNING_CA_FILE:-}" ;; esac
case ${ATTESTATION:-epid} in dcap | both) expect "${DCAP_ROOT_FILE:-}" ;; esac
expect "${IAS_CA_BUNDLE_FILE:-}"

if [ -n "${MRSIGNER:-}" ]; then set -- -N "$MRSIGNER" "$@"; fi
if [ -n "${PRODID:-}" ]; then set -- -R "$PRODID" "$@"; fi
if [ -n "${MIN_ISVSVN:-}" ]; then set -- -V "$MIN_ISVSVN" "$@"; fi
if ! is_on ALLOW_DEBUG; then set -- -D "$@"; fi
if [ -n "${MRENCLAVE:-}" ]; then set -- --mrenclave="$MRENCLAVE" "$@"; fi
if [ -n "${ACCEPT_STATUS:-}" ]; then set -- --accept-status="$ACCEPT_STATUS" "$@"; fi
if [ -n "${MITIGATED_ADVISORIES:-}" ]; then set -- --mitigated-advisories="$MITIGATED_ADVISORIES" "$@"; fi
if is_on POLICY_STRICT_TRUST; then set -- -X "$@"; fi

if [ -n "${SPID:-}" ]; then set -- -s "$SPID" "$@"; fi
if is_on LINKABLE; then set -- -l "$@"; fi
if [ -n "${IAS_URL:-}" ]; then set -- --ias-url="$IAS_URL" "$@"; fi
if is_on QUERY_IAS_PRODUCTION; then set -- -P "$@"; fi
if [ -n "${IAS_CA_BUNDLE_FILE:-}" ]; then set -- -B "$IAS_CA_BUNDLE_FILE" "$@"; fi
if [ -n "${IAS_REPORT_SIGNING_CA_FILE:-}" ]; then set -- -A "$IAS_REPORT_SIGNING_CA_FILE" "$@"; fi
if is_on IAS_DISABLE_PROXY; then set -- -x "$@"; else
    # A password in it reaches sp as the subscription keys do.
    case ${IAS_PROXY_URL:-} in
        '') ;;
        *@*) set -- -p @/dev/fd/5 "$@" ;;
        *) set -- -p "$IAS_PROXY_URL" "$@" ;;
    esac
fi
if [ -n "${PCCS_URL:-}" ]; then set -- --pccs-url="$PCCS_URL" "$@"; fi
if [ -n "${DCAP_ROOT_FILE:-}" ]; then set -- --dcap-root="$DCAP_ROOT_FILE" "$@"; fi
if [ -n "${ATTESTATION:-}" ]; then set -- --attestation="$ATTESTATION" "$@"; fi
if [ -n "${MAX_REPORT_AGE:-}" ]; then set -- --max-report-age="$MAX_REPORT_AGE" "$@"; fi
if [ -n "${TIMEOUT:-}" ]; then set -- --timeout="$TIMEOUT" "$@"; fi
if is_on VERBOSE; then set -- -v "$@"; fi
if is_on DEBUG; then set -- -d "$@"; fi

# The subscription keys reach sp through inherited descriptors: anybody on the machine can read its arguments.
if [ -n "${IAS_PRIMARY_SUBSCRIPTION_KEY:-}" ]; then set -- -I /dev/fd/3 "$@"; fi
if [ -n "${IAS_SECONDARY_SUBSCRIPTION_KEY:-}" ]; then set -- -J /dev/fd/4 "$@"; fi
