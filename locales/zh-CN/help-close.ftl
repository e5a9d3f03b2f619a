### close 的帮助页。

help-close = 关闭未支付的订单
    .long = 可安全重复。已支付的订单不能关闭，只能用 `refund create` 退款。微信支付建议下单五分钟后再关闭，并先查询订单。
    .usage = <OUT_TRADE_NO> [选项]
    .examples =
        wechatpay close coffee-0002
        wechatpay close --out-trade-no coffee-0002
        wechatpay --json close coffee-0002
    .exit = 0 2 3 4 5 6 7
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791901
help-close-number = 商户订单号
help-close--out-trade-no = 同上，写作选项
