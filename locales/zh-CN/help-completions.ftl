### completions 的帮助页。

help-completions = 用 Tab 键补全命令、选项与值
    .usage = (<SHELL> | --install [SHELL])
    .long = 输出某种 shell 的补全脚本，或将其放到 shell 查找补全的位置。按 Tab 键时可补全配置名、沙箱中的订单号、已存储的通知以及其他可用的值。只读取本机文件，从不读取密钥。
    .examples =
        # 为当前使用的 shell 安装
        wechatpay completions --install
        wechatpay completions --install zsh
        wechatpay completions bash > /etc/bash_completion.d/wechatpay
    .exit = 0 2 3
help-completions-shell = shell 名称
    .default = 使用 --install 时为当前的 shell
help-completions--install = 将脚本写入 shell 的补全目录，并说明还需做什么
