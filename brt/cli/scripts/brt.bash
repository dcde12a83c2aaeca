# Completion of brt for bash (4.4 or newer is best). See `brt completion --help`.

_brt_common() {
    REPLY=$1
    local one
    for one; do
        while [[ $one != "$REPLY"* ]]; do REPLY=${REPLY%?}; done
    done
}

_brt_completion() {
    local word=${COMP_WORDS[COMP_CWORD]} type value help width=0 room index REPLY
    local -a values=() helps=()
    COMPREPLY=()
    while IFS=$'\t' read -r type value help; do
        case $type in
            dir) compopt -o dirnames 2>/dev/null ;;
            file) compopt -o default 2>/dev/null ;;
            plain)
                [[ $word == [\"\']* ]] || printf -v value %q "$value"
                values+=("$value") helps+=("$help")
                ((${#value} > width)) && width=${#value}
                ;;
        esac
    done < <(env _BRT_COMPLETE=bash_complete COMP_WORDS="${COMP_LINE:0:COMP_POINT}" COMP_CWORD= "${1/#\~/$HOME}" 2>/dev/null)

    # Several are only listed, so each may say what it is; what is inserted, or cycled through (37, 42), may not.
    if ((${#values[@]} < 2 || COMP_TYPE == 37 || COMP_TYPE == 42)); then
        COMPREPLY=("${values[@]}")
        [[ ${values[0]-} == *[=/] ]] && compopt -o nospace 2>/dev/null
    else
        room=$((${COLUMNS:-80} - width - 5))
        for index in "${!values[@]}"; do
            help=${helps[index]}
            ((${#help} > room)) && help=${help:0:room > 1 ? room - 1 : 0}…
            if [[ -n $help ]] && ((room > 10)); then
                printf -v value '%-*s  (%s)' "$width" "${values[index]}" "$help"
            else
                value=${values[index]}
            fi
            COMPREPLY+=("$value")
        done
        # For a customer's name stand references: what they have in common replaces it when it names the dossier only.
        _brt_common "${values[@]}"
        word=${word#[\"\'=:]}
        [[ $REPLY == */* ]] || (shopt -s nocasematch; [[ $REPLY == "$word"* ]]) || COMPREPLY+=(" ")
    fi
}

complete -o nosort -F _brt_completion brt 2>/dev/null || complete -F _brt_completion brt
