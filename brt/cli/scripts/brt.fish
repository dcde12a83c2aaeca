# Completion of brt for fish. See `brt completion --help`.

function __brt_complete
    set -l answer (env _BRT_COMPLETE=fish_complete COMP_WORDS=(commandline -cp | string collect) \
        COMP_CWORD=(commandline -ct | string collect --allow-empty) brt 2>/dev/null)
    for line in $answer
        set -l parts (string split --max 1 , -- $line)
        switch $parts[1]
            case dir
                __fish_complete_directories (commandline -ct)
            case file
                __fish_complete_path (commandline -ct)
            case plain
                printf '%s\n' $parts[2]
        end
    end
end

complete --no-files --keep-order --command brt --arguments '(__brt_complete)'
