#compdef brt
# Completion of brt for zsh. See `brt completion --help`.

_brt() {
    local -a answer whole open
    local type value help item common
    local -i count=0
    (( $+commands[brt] )) || return 1
    answer=("${(@f)$(env _BRT_COMPLETE=zsh_complete COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) brt 2>/dev/null)}")

    for type value help in ${answer}; do
        case $type in
            dir) _path_files -/ ;;
            file) _path_files -f ;;
            plain)
                (( count++ )) || common=$value
                while [[ $value != "$common"* ]]; do common=${common%?}; done
                # After `=` and `/` one types on: no blank behind them. Where there is no help, no colon asks for one.
                item=${value//:/\\:}
                [[ $help == _ ]] || item+=":$help"
                if [[ $value == *[=/] ]]; then open+=("$item"); else whole+=("$item"); fi
                ;;
        esac
    done
    (( ${#whole} )) && _describe -V brt whole -U
    (( ${#open} )) && _describe -V brt open -U -S ''
    # For a customer's name stand references: what they have in common replaces it when it names the dossier only.
    if (( count > 1 )) && [[ $common != */* && ${(L)common} != "${(L)PREFIX}"* ]]; then
        compstate[insert]= compstate[list]='list force'
    fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _brt "$@"
else
    compdef _brt brt
fi
