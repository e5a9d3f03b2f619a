# Completions of wechatpay for fish; `wechatpay completions --install` puts this file in its place.

function __wechatpay_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l program (command -s wechatpay)
    or set program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -l lines ($program __complete fish (math (count $words) - 1) $words 2>/dev/null)
    test (count $lines) -gt 0
    or return
    set -l head (string split -m 1 \t -- $lines[1])
    set -l word (string sub -s (math (string length -- "$head[2]") + 1) -- (commandline -ct))
    switch $head[1]
        case values
            test (count $lines) -gt 1
            and printf '%s\n' $lines[2..-1]
        case files
            printf "$head[2]%s\n" (__fish_complete_path "$word")
        case folders
            printf "$head[2]%s\n" (__fish_complete_directories "$word")
        case commands
            __fish_complete_command
    end
end

complete -c wechatpay -f -a '(__wechatpay_complete)'
