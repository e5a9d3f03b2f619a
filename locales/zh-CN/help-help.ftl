### help 命令的帮助页。

help-help = 显示命令或主题的帮助
    .exit = 0 2
    .examples =
        wechatpay help create-order
        wechatpay help refund create
        wechatpay help exit-codes
help-help-words = 命令，例如 `refund create`；或主题：options、environment、exit-codes、formatting、findings、schemas
