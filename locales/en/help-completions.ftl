### The page of completions.

help-completions = Print a shell completion script
    .examples =
        wechatpay completions bash > ~/.local/share/bash-completion/completions/wechatpay
        wechatpay completions zsh > ~/.zfunc/_wechatpay
        wechatpay completions fish > ~/.config/fish/completions/wechatpay.fish
    .exit = 0 2
help-completions-shell = The shell
