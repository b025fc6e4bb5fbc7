# Sourced by run-demo: what happened, a line for each step, without -v and -d. It is shown on standard error.
# shellcheck shell=sh
# shellcheck disable=SC2154

green='' red='' plain=''
if [ -t 2 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    green=$(printf '\033[32m') red=$(printf '\033[31m') plain=$(printf '\033[0m')
fi

# done_step TEXT, failed_step TEXT, remark TEXT: lines of at most 80 columns, but for words that are longer.
done_step() {
    if [ -z "$quiet" ]; then marked "$green✓$plain" "$1"; fi
}

failed_step() {
    marked "$red✗$plain" "$1"
}

remark() {
    if [ -z "$quiet" ]; then marked '!' "$1"; fi
}

marked() {
    printf '%s\n' "$2" | in_columns '   ' | sed "1s/^/ $1 /; s/ *\$//" >&2
}

# in_columns INDENT: lines of at most 76 columns, but for words that are longer; what is left of one follows after INDENT.
in_columns() {
    awk -v indent="$1" '{
        count = split($0, word, / /)
        line = word[1]
        for (i = 2; i <= count; i++)
            if (line ~ /[^ ]/ && length(line) + 1 + length(word[i]) > 76) {
                print line
                line = indent word[i]
            } else line = line " " word[i]
        print line
    }'
}

# show_text FILE: what a program said that ended too early.
show_text() {
    in_columns '    ' <"$1" >&2
}

# show_messages LOG: the messages of the session as one end noted them: their sizes, their heads and tails.
show_messages() {
    [ -z "$quiet" ] && [ -r "$state/$1" ] || return 0
    case $1 in client.log) here=client there=server ;; *) here=isv-sp there=isv-app ;; esac
    time='[A-Z][a-z][a-z] [0-9]* [0-9]* [0-9:]*'
    sed -n "s/^$time \\(sent\\|received\\) \\([^ ]*\\): \\([0-9a-f]*\\)\$/\\1 \\2 \\3/p" "$state/$1" |
        while read -r direction name hex; do
            case $direction in
                sent) way="$here -> $there" ;;
                *) way="$there -> $here" ;;
            esac
            tail=${hex#"${hex%????????}"}
            done_step "$(printf '%-17s  %-13s %5d bytes  %.16s...%s' "$way" "$name" $((${#hex} / 2)) "$hex" "$tail")"
        done
}

# outcome FILE...: what the ends said of the verdict, of secrets and of what went wrong, a line each.
outcome() {
    cat "$@" 2>/dev/null | sed -n '
        s/^\[[0-9]*\] //
        s/^Enclave .*- Reason: \(.*\)$/Reason: \1/p
        /^warning: /p
        /^Attestation failed: /p
        /^connection lost: /p
        /^\(client\|sp\|isv-app\|isv-sp\): /p
        /^Secret of /p
        /secret of .* received$/s/.*TRUSTED, //p
        s/^APP attestation result received$/the enclave has confirmed that it took the secret/p'
}

# show_outcome FILE...: the same, each line once.
show_outcome() {
    outcome "$@" | awk '!seen[$0]++' | while IFS= read -r line; do
        case $line in
            warning:*) remark "$line" ;;
            [Ss]'ecret of '* | 'the enclave has '*) done_step "$line" ;;
            *) failed_step "$line" ;;
        esac
    done
}
