### completions 的帮助页。

help-completions = 输出 shell 补全脚本
    .examples =
        wechatpay completions bash > ~/.local/share/bash-completion/completions/wechatpay
        wechatpay completions zsh > ~/.zfunc/_wechatpay
        wechatpay completions fish > ~/.config/fish/completions/wechatpay.fish
    .exit = 0 2
help-completions-shell = shell 名称
