### profile 的帮助页。

help-profile = 列出或显示配置，密钥隐去
    .examples =
        wechatpay profile list
        wechatpay profile show
        wechatpay profile show sandbox
help-profile-list = 列出所有配置
    .examples =
        wechatpay profile list
        wechatpay --json profile list
        wechatpay --config merchant.toml profile list
    .exit = 0 2 3
help-profile-show = 显示配置的各字段及其来源
    .examples =
        wechatpay profile show
        wechatpay profile show sandbox
        wechatpay --json profile show sandbox
    .exit = 0 2 3
help-profile-show-name = 配置名
    .default = 与 --profile 相同
