### `completions --install` 的输出。

completions-written = 已写入 { $path }
completions-unchanged = { $path } 已是最新
completions-add = 请在 { $file } 中加入这一行：
completions-ready = 新打开的 { $shell } 即可补全 wechatpay 命令
completions-unknown-shell = 无法判断你使用的 shell
    .help = 请指明：`wechatpay completions --install bash|zsh|fish|powershell|elvish`
completions-no-home = 无法确定你的主目录
    .help = 请设置 HOME，或用 `wechatpay completions SHELL` 输出脚本，自行放到 shell 查找补全的位置
completions-not-ours = { $path } 不是 wechatpay 的补全脚本
    .help = 请先移走该文件，它不会被覆盖
