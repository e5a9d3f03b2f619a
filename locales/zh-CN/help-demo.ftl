### demo 的帮助页。

help-demo = 在内置沙箱中完整演示一次小程序支付
    .long = 下单、支付、通知、查询、退款，并在每一步说明发送了什么、验证了什么。无需商户号与任何配置。
    .examples =
        wechatpay demo
        wechatpay --lang zh demo
        wechatpay --json demo
    .exit = 0 4 7
