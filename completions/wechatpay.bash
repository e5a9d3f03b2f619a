# Completions of wechatpay for bash; `wechatpay completions --install` puts this file in its place.

_wechatpay() {
    local program kind= prefix= line tab=$'\t' current=${COMP_WORDS[COMP_CWORD]}
    program=$(type -P wechatpay) || program=${COMP_WORDS[0]}
    case $program in
        '~/'*) program=$HOME/${program#'~/'} ;;
    esac
    COMPREPLY=()
    while IFS= read -r line; do
        if [ -z "$kind" ]; then
            kind=${line%%"$tab"*} prefix=${line#*"$tab"}
        else
            COMPREPLY+=("$line")
        fi
    done < <("$program" __complete bash "$COMP_CWORD" "${COMP_WORDS[@]}" 2>/dev/null)
    # Readline completes its own files best; without it, as in bash 3, compgen does.
    case $kind in
        files) compopt -o default 2>/dev/null && return ;;
        folders) compopt -o dirnames 2>/dev/null && return ;;
        commands) ;;
        *) return ;;
    esac
    case $kind in
        files) kind=file ;;
        folders) kind=directory ;;
        commands) kind=command ;;
    esac
    current=${current#"$prefix"}
    [ "$current" = '=' ] && current=
    while IFS= read -r line; do
        COMPREPLY+=("$prefix$line")
    done < <(compgen -A "$kind" -- "$current")
}

complete -F _wechatpay wechatpay
