### The page of completions.

help-completions = Complete commands, options and values with the Tab key
    .usage = (<SHELL> | --install [SHELL])
    .long = Prints the script for a shell, or puts it where your shell looks for it. At the Tab key it offers your profiles, the orders of the sandbox, stored notifications and everything else that a value may be. It reads files of this machine only, never a secret.
    .examples =
        # For the shell that you are in
        wechatpay completions --install
        wechatpay completions --install zsh
        wechatpay completions bash > /etc/bash_completion.d/wechatpay
    .exit = 0 2 3
help-completions-shell = The shell
    .default = with --install, the one that you are in
help-completions--install = Write the script to your shell's folder, and say what else is needed
