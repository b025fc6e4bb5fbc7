# Sourced by environment.sh when something is to be built: what Maven prints, as one line for each phase of a module, and what is
# wrong. On a terminal the lines replace each other.
# shellcheck shell=sh
# shellcheck disable=SC2154

escape=$(printf '\033')

# show_step TEXT: what is being done now.
show_step() {
    [ "$1" != "$shown" ] || return 0
    shown=$1
    if [ -n "$in_place" ]; then
        printf '\r%s%s' "$(printf '%.78s' "$1")" "$escape[K" >&2
    else
        printf '%s\n' "$1" >&2
    fi
}

# clear_step: before a line that stays.
clear_step() {
    if [ -n "$in_place" ]; then printf '\r%s' "$escape[K" >&2; fi
    shown=
}

# downloading FILE: a terminal shows each, a file only that there is something.
downloading() {
    downloads=$((downloads + 1))
    if [ -n "$in_place" ]; then
        show_step "downloading from Maven Central, this once: $1"
    elif [ "$downloads" -eq 1 ]; then
        show_step "downloading from Maven Central, this once: $1 and what else is missing"
    fi
}

# goal PLUGIN:VERSION:GOAL MODULE: in the words of who waits for it.
goal() {
    case $1 in
        *compiler*:compile) phase=compile ;;
        *protobuf*:compile | *protobuf*:generate*) phase="generate sources" ;;
        *exec*:exec) phase="enclave, policy, manual pages" ;;
        *jar*:jar) phase=package ;;
        *) return 0 ;;
    esac
    show_step "$count ${2#sgxra-}: $phase"
}

# show_build LOG: reads what Maven prints, and keeps all of it in LOG.
show_build() {
    shown='' downloads=0 count='' unreachable='' resume=''
    in_place=
    if [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]; then in_place=1; fi
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in *"$escape"*) line=$(printf '%s\n' "$line" | sed "s/$escape\[[0-9;]*[A-Za-z]//g") ;; esac
        printf '%s\n' "$line" >&4
        case $line in
            '[INFO] Building '*' ['*/*']') count="[${line##*'['}" ;;
            '[INFO] --- '*' @ '*)
                words=${line#'[INFO] --- '}
                module=${words##*' @ '}
                goal "${words%% *}" "${module%% *}"
                ;;
            'Downloading from '* | '[INFO] Downloading from '*) downloading "${line##*/}" ;;
            # Maven's own way to go on does not work here: nothing of this build is installed.
            '[ERROR] After correcting'* | '[ERROR]   mvn '*'-rf '*) resume=1 ;;
            '[ERROR] Re-run Maven'* | '[ERROR] To see the full stack'* | '[ERROR] For more information'*) ;;
            '[ERROR] [Help'* | '[ERROR] ') ;;
            '[ERROR]'*)
                case $line in
                    *'Unknown host'* | *'name resolution'* | *'Connection refused'* | *'Network is unreachable'* \
                        | *'No route to host'* | *'timed out'* | *'in offline mode'* | *'Could not transfer'*) unreachable=1 ;;
                esac
                clear_step
                printf '%s\n' "$line" >&2
                ;;
            # Of make, and the compiler it calls.
            *': error: '* | *': fatal error: '* | 'make'*' *** '*)
                clear_step
                printf '%s\n' "$line" >&2
                ;;
        esac
    done 4>"$1"
    clear_step
    if [ "$downloads" -gt 1 ]; then note "$downloads files were downloaded; the next build needs no network"; fi
    if [ -n "$unreachable" ]; then
        note "the build needs Maven Central once, and cannot reach it;"
        note "a proxy, or a mirror, is named in ~/.m2/settings.xml"
    fi
    if [ -n "$resume" ]; then note "once that is mended, give the command again: it goes on where it was"; fi
}
