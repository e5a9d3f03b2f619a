### What `completions --install` says.

completions-written = Wrote { $path }
completions-unchanged = { $path } is up to date
completions-add = Add this line to { $file }:
completions-ready = New { $shell } shells complete wechatpay
completions-unknown-shell = cannot tell which shell you use
    .help = name it: `wechatpay completions --install bash|zsh|fish|powershell|elvish`
completions-no-home = cannot tell your home folder
    .help = set HOME, or print the script with `wechatpay completions SHELL` and put it where the shell looks for it
completions-not-ours = { $path } is not a completion script of wechatpay
    .help = move it away; it is not overwritten
