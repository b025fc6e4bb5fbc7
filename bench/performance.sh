#!/bin/sh
# Measures anew what docs/performance.md tells: what stands there between <!-- COMMAND --> and <!-- end --> is replaced by what the
# command prints, and the drawings are made again. Takes a quarter of an hour; the machine should do nothing else.
# JAVA25_HOME: a JDK 25; without it the tables that name it stay.
set -eu
self=$(readlink -f "$0")
root=${self%/bench/*}
page=$root/docs/performance.md
drawings=$root/docs/performance
mkdir -p "$drawings"
cd "$root"
new=$(mktemp "${TMPDIR:-/tmp}/performance.XXXXXX")
trap 'rm -f "$new" "$new.throughput" "$new.latency"' EXIT

# run-bench is that of this checkout.
PATH=$root:$PATH

replacing=
while IFS= read -r line; do
    case $line in
        '<!-- end -->') replacing= ;;
        '<!-- '*'run-bench '*' -->')
            printf '%s\n' "$line" >>"$new"
            command=${line#<!-- }
            command=${command% -->}
            case $command in
                *JAVA25_HOME*)
                    [ -n "${JAVA25_HOME:-}" ] || continue
                    # The build has made those of its own Java.
                    JAVA_HOME=$JAVA25_HOME bin/class-archives.sh >&2
                    ;;
            esac
            printf '%s\n' "$command" >&2
            # A goal that is missed (2) belongs on the page.
            code=0
            table=$(eval "$command --markdown" </dev/null) || code=$?
            case $code in 0 | 2) ;; *) exit "$code" ;; esac
            printf '\n%s\n\n' "$table" >>"$new"
            replacing=1
            continue
            ;;
    esac
    [ -n "$replacing" ] || printf '%s\n' "$line" >>"$new"
done <"$page"

for name in throughput latency; do
    options=$(sed -n "s/^    .\/run-bench \(load .*\) --json > $name.json\$/\1/p" "$page")
    # shellcheck disable=SC2086
    "$root/run-bench" $options --json >"$new.$name"
done
"$root/run-bench" plot --out="$drawings" "$new.throughput" "$new.latency"
cat "$new" >"$page"
