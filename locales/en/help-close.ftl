### The page of close.

help-close = Close an unpaid order
    .long = Repeating it is safe. A paid order is not closed but refunded, with `refund create`. WeChat Pay advises to wait five minutes after ordering, and to query first.
    .usage = <OUT_TRADE_NO> [OPTIONS]
    .examples =
        wechatpay close coffee-0002
        wechatpay close --out-trade-no coffee-0002
        wechatpay --json close coffee-0002
    .exit = 0 2 3 4 5 6 7
    .page = https://pay.weixin.qq.com/doc/v3/merchant/4012791901
help-close-number = Merchant's order number
help-close--out-trade-no = The same, as an option
