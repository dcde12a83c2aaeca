#compdef brt
# Completion of brt for zsh. See `brt completion --help`.

_brt() {
    local -a answer whole open
    local type value help
    (( $+commands[brt] )) || return 1
    answer=("${(@f)$(env _BRT_COMPLETE=zsh_complete COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) brt 2>/dev/null)}")

    for type value help in ${answer}; do
        case $type in
            dir) _path_files -/ ;;
            file) _path_files -f ;;
            plain)
                [[ $help == _ ]] && help= value=${value//:/\\:}
                # After `=` and `/` one types on: no blank behind them.
                if [[ $value == *[=/] ]]; then open+=("$value:$help"); else whole+=("$value:$help"); fi
                ;;
        esac
    done
    (( ${#whole} )) && _describe -V brt whole -U
    (( ${#open} )) && _describe -V brt open -U -S ''
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _brt "$@"
else
    compdef _brt brt
fi
